"""Mails are kept before they are read, and promised work is done at least once."""

import pytest

from tests.fakes import MINUTE, FakeClock, sent
from tipline.domain.editor import Editor
from tipline.domain.event import Verb
from tipline.domain.job import PAUSES, Job, JobState
from tipline.domain.mail import Envelope, MailKind
from tipline.domain.refusals import NotFound
from tipline.domain.submission import Acknowledgement, Channel
from tipline.newsroom import Newsroom, intake, jobs, mails, tips

RAW = b"Subject: rats\r\n\r\nIn the market again\r\n"
ENVELOPE = Envelope("marta@example.com", "tips@localhost")


@pytest.mark.parametrize(
    ("address", "desk", "token"),
    [
        ("tips@localhost", None, None),
        ("TIPS@LocalHost", None, None),
        ("tips+courts@localhost", "courts", None),
        ("courts-tips@localhost", "courts", None),
        ("city-hall-tips@localhost", "city-hall", None),
        ("tips+0123abcd@localhost", None, "0123abcd"),
    ],
)
def test_our_addresses_lead_to_desks(newsroom: Newsroom, address: str, desk: str | None, token: str | None) -> None:
    assert mails.route(newsroom, address) == mails.Route(desk, token)


@pytest.mark.parametrize("address", ["tips@elsewhere.example", "weather-tips@localhost", "root@localhost", "", "tips"])
def test_other_addresses_are_not_ours(newsroom: Newsroom, address: str) -> None:
    assert mails.route(newsroom, address) is None


def test_the_same_bytes_to_the_same_desk_are_one_mail(newsroom: Newsroom) -> None:
    first = mails.keep(newsroom, RAW, ENVELOPE)
    assert mails.keep(newsroom, RAW, ENVELOPE) == mails.Kept(first.mail_id, again=True)
    assert mails.keep(newsroom, RAW, Envelope("", "courts-tips@localhost")).mail_id != first.mail_id
    assert [mail.raw for mail in mails.unread(newsroom)] == [RAW, RAW]


def test_a_mail_becomes_a_tip_once(newsroom: Newsroom, ines: Editor) -> None:
    kept = mails.keep(newsroom, RAW, ENVELOPE)
    submission = sent(channel=Channel.EMAIL, words="", key=f"mail:{kept.mail_id}", mail_id=kept.mail_id)
    first, second = intake.receive(newsroom, submission), intake.receive(newsroom, submission)

    assert first.ref == second.ref
    assert mails.unread(newsroom) == ()


def test_an_automatic_mail_is_filed(newsroom: Newsroom) -> None:
    mails.keep(newsroom, RAW, ENVELOPE)
    (mail,) = mails.unread(newsroom)
    mails.file(newsroom, mail, MailKind.AUTO_REPLY)
    assert mails.unread(newsroom) == ()


def test_after_three_failures_a_mail_waits_for_a_person(newsroom: Newsroom) -> None:
    mails.keep(newsroom, RAW, ENVELOPE)
    for tried in range(3):
        (mail,) = mails.unread(newsroom)
        assert mail.attempts == tried
        mails.fail(newsroom, mail, "RecursionError")
    assert mails.unread(newsroom) == ()


@pytest.fixture
def job(newsroom: Newsroom) -> Job:
    """One claimed acknowledgement."""
    intake.receive(newsroom, sent(acknowledge=Acknowledgement("marta@example.com")))
    (claimed,) = jobs.claim(newsroom)
    return claimed


@pytest.fixture
def clock(newsroom: Newsroom) -> FakeClock:
    """The newsroom's clock."""
    assert isinstance(newsroom.clock, FakeClock)
    return newsroom.clock


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(newsroom: Newsroom, clock: FakeClock, job: Job) -> None:
    assert jobs.claim(newsroom) == ()
    clock.advance(MINUTE)
    (again,) = jobs.claim(newsroom)
    assert (again.id, again.message_id, again.attempts) == (job.id, job.message_id, 2)


def test_a_done_job_is_in_the_history(newsroom: Newsroom, ines: Editor, job: Job) -> None:
    jobs.done(newsroom, job)
    (done,) = jobs.listing(newsroom, JobState.DONE)
    assert done.done_at == newsroom.clock.now()
    assert tips.look(newsroom, job.payload["ref"], by=ines).events[0].verb == Verb.ACKNOWLEDGED


def test_a_failing_job_waits_longer_and_dies_after_two_days(newsroom: Newsroom, clock: FakeClock, job: Job) -> None:
    for _ in PAUSES:
        jobs.postpone(newsroom, job, "timeout")
        clock.advance(72_000_000 * 2)
        (job,) = jobs.claim(newsroom)
    jobs.postpone(newsroom, job, "timeout")

    (dead,) = jobs.listing(newsroom, JobState.DEAD)
    assert dead.fault == "timeout"
    jobs.retry(newsroom, dead.id)
    assert jobs.claim(newsroom)[0].attempts == 1
    with pytest.raises(NotFound):
        jobs.retry(newsroom, 999)
