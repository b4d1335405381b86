"""What becomes of kept mails: tips of humans and lists, notes of robots, and never nothing."""

import pytest
from sqlalchemy import text

from tests.fakes import HOUR, MINUTE, FakeClock
from tests.mail.letters import DESK, corpus_mail, letter, multipart
from tipline.domain.editor import Editor
from tipline.domain.filter import TipFilter
from tipline.domain.job import Job
from tipline.domain.level import Level
from tipline.domain.mail import Envelope, MailKind
from tipline.domain.refusals import Busy
from tipline.domain.source import ContactKind
from tipline.domain.status import Status
from tipline.domain.submission import Channel
from tipline.domain.tip import Tip
from tipline.logs import Line
from tipline.mail import filing
from tipline.mail import read as reading
from tipline.newsroom import Newsroom, attachments, dump, intake, jobs, mails, queue, tips

READER = "reader@example.com"


def arrive(newsroom: Newsroom, raw: bytes, *, sender: str = READER, recipient: str = DESK) -> None:
    """A mail comes in, and is read."""
    mails.keep(newsroom, raw, Envelope(sender, recipient))
    assert filing.read_waiting(newsroom) == 1


def waiting(newsroom: Newsroom, by: Editor, *statuses: Status) -> tuple[Tip, ...]:
    wanted = TipFilter(statuses=statuses) if statuses else TipFilter()
    return queue.look(newsroom, wanted, by=by).rows


def promised(newsroom: Newsroom) -> list[Job]:
    return list(jobs.listing(newsroom))


def kinds(newsroom: Newsroom) -> list[tuple[str, str | None, int | None]]:
    with newsroom.store.reading() as tx:
        rows = tx.connection.execute(text("SELECT state, kind, tip_id FROM mails ORDER BY id"))
        return [(row.state, row.kind, row.tip_id) for row in rows]


def test_a_readers_mail_is_a_tip_on_the_desk_that_it_was_sent_to(newsroom: Newsroom, ines: Editor) -> None:
    arrive(newsroom, letter(b"They closed the clinic."), recipient="tips+courts@newsroom.example")

    (tip,) = waiting(newsroom, ines)
    seen = tips.look(newsroom, tip.ref, by=ines)
    assert (tip.channel, tip.headline, tip.sender) == (Channel.EMAIL, "Something happened", "Reader One")
    assert seen.messages[0].words == "They closed the clinic."
    assert seen.details.contact is ContactKind.EMAIL
    assert seen.source is not None
    assert seen.source.email == READER
    assert [desk.slug for desk in seen.desks if desk.id == tip.desk_id] == ["courts"]
    assert filing.read_waiting(newsroom) == 0


def test_files_of_a_mail_are_kept_whole(newsroom: Newsroom, ines: Editor) -> None:
    raw = multipart(
        b"mixed", (b"Content-Type: text/plain", b"see"), (b"Content-Type: image/png; name=p.png", b"\x89PNG")
    )
    arrive(newsroom, raw)

    (tip,) = waiting(newsroom, ines)
    (file,) = tips.look(newsroom, tip.ref, by=ines).attachments
    _, path = attachments.fetch(newsroom, tip.ref, file.id, by=ines)
    assert (file.name, path.read_bytes()) == ("p.png", b"\x89PNG")


def test_a_human_is_thanked_once_a_day_and_at_the_envelopes_sender(newsroom: Newsroom, clock: FakeClock) -> None:
    arrive(newsroom, letter(b"one", b"Message-ID: <m1@example.com>"), sender="envelope@example.com")
    arrive(newsroom, letter(b"two"), sender="envelope@example.com")

    (job,) = promised(newsroom)
    assert job.payload["to"] == "envelope@example.com"
    assert job.payload["in_reply_to"] == "<m1@example.com>"
    clock.advance(25 * HOUR)
    arrive(newsroom, letter(b"three"), sender="envelope@example.com")
    assert len(promised(newsroom)) == 2


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ((), ""),
        ((), "no-reply@example.com"),
        ((), "MAILER-DAEMON@example.com"),
        ((), DESK),
        ((), "tips+courts@newsroom.example"),
        ((), "courts-tips@newsroom.example"),
        ((), "bad address@example.com"),
        ((), 'x"\n@example.com'),
        ((b"From: other@example.com",), READER),
        ((b"List-Id: <x.example.com>",), READER),
        ((b"X-Auto-Response-Suppress: All",), READER),
    ],
)
def test_nobody_else_is_thanked(newsroom: Newsroom, ines: Editor, headers: tuple[bytes, ...], sender: str) -> None:
    arrive(newsroom, letter(b"words", *headers), sender=sender)

    assert len(waiting(newsroom, ines)) == 1
    assert promised(newsroom) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ooo-outlook.eml", MailKind.AUTO_REPLY),
        ("calendar-auto-accept.eml", MailKind.AUTO_REPLY),
        ("bounce-of-our-ack.eml", MailKind.BOUNCE),
        ("read-receipt.eml", MailKind.AUTO_GENERATED),
        ("loop-two-desks.eml", MailKind.AUTO_GENERATED),
        ("own-loop.eml", MailKind.LOOP),
        ("zero.eml", MailKind.UNREADABLE),
    ],
)
def test_a_robots_mail_is_noted_and_neither_a_tip_nor_answered(
    newsroom: Newsroom, ines: Editor, name: str, kind: MailKind
) -> None:
    arrive(newsroom, corpus_mail(name))

    assert waiting(newsroom, ines) == ()
    assert promised(newsroom) == []
    assert kinds(newsroom) == [("read", kind, None)]


@pytest.mark.parametrize("name", ["received-100.eml", "binary-garbage.eml", "one-newline.eml"])
def test_a_doubtful_mail_waits_in_quarantine_unanswered(newsroom: Newsroom, ines: Editor, name: str) -> None:
    arrive(newsroom, corpus_mail(name))

    (tip,) = waiting(newsroom, ines, Status.QUARANTINE)
    assert tip.status is Status.QUARANTINE
    assert promised(newsroom) == []


def test_a_lists_mail_is_a_tip_of_low_level(newsroom: Newsroom, ines: Editor) -> None:
    arrive(newsroom, corpus_mail("precedence-bulk-newsletter.eml"))

    (tip,) = waiting(newsroom, ines)
    assert tip.level is Level.LOW


def test_a_mail_that_cannot_be_filed_is_tried_thrice_and_is_then_a_tip_all_the_same(
    newsroom: Newsroom, ines: Editor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret words of a reader")

    raw = letter(b"secret words of a reader")
    mails.keep(newsroom, raw, Envelope(READER, DESK))
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read", broken)
        for _ in range(3):
            assert filing.read_waiting(newsroom) == 1

    (tip,) = waiting(newsroom, ines)
    seen = tips.look(newsroom, tip.ref, by=ines)
    assert seen.messages[0].words == "This mail could not be read. It is attached as it came."
    assert [file.name for file in seen.attachments] == ["original.eml"]
    assert caplog.records
    assert not any("secret" in Line().format(record) for record in caplog.records)


def test_a_mail_that_fails_for_ever_holds_up_no_other(
    newsroom: Newsroom, ines: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = intake.receive

    def poisoned(newsroom: Newsroom, submission: object) -> object:
        if getattr(submission, "mail_id", None) == 1:
            raise RuntimeError
        return receive(newsroom, submission)  # type: ignore[arg-type]  # it is one

    monkeypatch.setattr(intake, "receive", poisoned)
    for number in range(3):
        mails.keep(newsroom, letter(b"tip %d" % number), Envelope(READER, DESK))
    while filing.read_waiting(newsroom):
        pass

    assert len(waiting(newsroom, ines)) == 2
    assert [state for state, _, _ in kinds(newsroom)] == ["failed", "read", "read"]


def test_a_locked_database_costs_a_mail_none_of_its_tries(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise Busy

    mails.keep(newsroom, letter(b"words"), Envelope(READER, DESK))
    with monkeypatch.context() as patch:
        patch.setattr(type(newsroom.store), "writing", locked)
        with pytest.raises(Busy):
            filing.read_waiting(newsroom)

    (mail,) = mails.unread(newsroom)
    assert mail.attempts == 0


def test_a_mail_that_was_read_when_the_power_went_is_one_tip(newsroom: Newsroom, ines: Editor) -> None:
    mails.keep(newsroom, letter(b"words"), Envelope(READER, DESK))
    (mail,) = mails.unread(newsroom)
    for _ in range(2):
        filing._file(newsroom, mail)

    assert len(waiting(newsroom, ines)) == 1
    assert len(promised(newsroom)) == 1


def test_more_than_ten_mails_an_hour_are_not_thanked_for(newsroom: Newsroom, ines: Editor, clock: FakeClock) -> None:
    for number in range(12):
        arrive(newsroom, letter(b"tip %d" % number))
        clock.advance(MINUTE)

    assert len(promised(newsroom)) == 1
    assert len(waiting(newsroom, ines)) == 12
    assert sum(line.get("type") == "mail" or "sha256" in line for line in dump.lines(newsroom)) >= 12
