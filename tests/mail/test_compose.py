"""The acknowledgement: what a reader needs, none of their words, and nothing that a machine would answer."""

import email
from dataclasses import replace
from email.message import Message

import pytest

from tests.mail.letters import DESK
from tipline.domain.job import Job, JobKind, JobState
from tipline.mail.compose import Unfit, compose
from tipline.mail.relay import mail_app
from tipline.newsroom import Newsroom

JOB = Job(
    id=7,
    kind=JobKind.ACKNOWLEDGEMENT,
    state=JobState.DUE,
    created_at=0,
    due_at=0,
    attempts=1,
    payload={"to": "reader@example.com", "language": "en", "ref": "T-7K3MQ9", "in_reply_to": "<m1@example.com>"},
    message_id="<one@newsroom.example>",
)


def written(newsroom: Newsroom, job: Job = JOB) -> Message:
    """The mail as it goes over the wire."""
    letter = compose(newsroom, job)
    with mail_app(newsroom.settings).app_context():
        return email.message_from_bytes(letter.message.as_bytes())


def told(**payload: str) -> Job:
    return replace(JOB, payload=dict(JOB.payload) | payload)


def texts(mail: Message) -> list[str]:
    leaves = [part for part in mail.walk() if not part.is_multipart()]
    return [part.get_payload(decode=True).decode() for part in leaves]  # type: ignore[union-attr]  # they are leaves


def test_it_says_the_reference_what_happens_next_and_how_to_answer(newsroom: Newsroom) -> None:
    for text in texts(written(newsroom)):
        assert "T-7K3MQ9" in text
        assert "What happens next" in text
        assert "How to answer" in text
        assert newsroom.links.form in text
        assert "The Larkmouth Ledger" in text


def test_it_names_a_safer_way_where_there_is_one(newsroom: Newsroom) -> None:
    safe = replace(newsroom.settings, newsroom_safety_url="https://ledger.example/safe?a=1&b=2")
    plain, page = texts(written(replace(newsroom, settings=safe)))

    assert "https://ledger.example/safe?a=1&b=2" in plain
    assert "https://ledger.example/safe?a=1&amp;b=2" in page


def test_its_headers_keep_machines_quiet_and_threads_together(newsroom: Newsroom) -> None:
    mail = written(newsroom)

    assert mail["To"] == "reader@example.com"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Tipline-Loop"] == "newsroom.example"
    assert mail["Message-ID"] == "<one@newsroom.example>"
    assert mail["In-Reply-To"] == mail["References"] == "<m1@example.com>"


def test_answers_and_bounces_come_to_addresses_of_ours_that_name_what_they_are_about(newsroom: Newsroom) -> None:
    answer = written(newsroom)["Reply-To"]
    bounce = compose(newsroom, JOB).returns_to

    assert answer == f"tips+{newsroom.signer.short('reply', 'T-7K3MQ9')}@newsroom.example"
    assert bounce == f"tips+b-{newsroom.signer.short('bounce', '7')}@newsroom.example"


def test_a_sender_that_the_relay_insists_on_is_left_as_it_is(newsroom: Newsroom) -> None:
    own = replace(newsroom, settings=replace(newsroom.settings, smtp_sender="desk@relay.example"))

    assert compose(own, JOB).returns_to == "desk@relay.example"
    assert "<desk@relay.example>" in written(own)["From"]
    assert written(own)["Reply-To"].endswith("@newsroom.example")


@pytest.mark.parametrize("name", ['Zürcher "Bote", GmbH', "The Ledger\r\nBcc: x@example.com", "市報", "a\\", ""])
def test_a_newsrooms_name_stays_a_name(newsroom: Newsroom, name: str) -> None:
    mail = written(replace(newsroom, settings=replace(newsroom.settings, newsroom_name=name)))

    assert mail["From"].strip("<>").endswith(DESK)
    assert mail["Bcc"] is None
    assert len(mail.get_all("From") or []) == 1


@pytest.mark.parametrize(
    "job",
    [
        told(to="reader@example.com\r\nBcc: x@example.com"),
        told(to="reader@example.com, other@example.com"),
        told(to="no address"),
        told(in_reply_to="<m@example.com>\r\nBcc: x@example.com"),
        told(in_reply_to="no id"),
        replace(JOB, message_id="<a@b>\nX: y"),
    ],
)
def test_what_would_write_another_header_is_no_mail(newsroom: Newsroom, job: Job) -> None:
    with pytest.raises(Unfit):
        compose(newsroom, job)


def test_a_mail_that_answers_none_has_no_thread(newsroom: Newsroom) -> None:
    mail = written(newsroom, told(in_reply_to=""))

    assert mail["In-Reply-To"] is None
    assert mail["References"] is None
