"""A machine is told by two weak signs or a strong one; whoever merely looks like one is a person."""

import pytest

from tests.mail.letters import letter, multipart, read
from tipline.domain.mail import Envelope, MailKind
from tipline.mail import read as reading

ANSWER = b"In-Reply-To: <ack.1@newsroom.example>"


def subject(text: str) -> bytes:
    return b"From: Reader <reader@example.com>\r\nSubject: " + text.encode() + b"\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        (b"Auto-Submitted: no",),
        (b"Auto-Submitted: No (I wrote it)",),
        (ANSWER,),
        (b"X-Autoreply: no",),
        (b"X-Auto-Response-Suppress: OOF",),
        (b"X-Tipline-Status: closed", b"X-Tipline-Level: urgent"),
        (b"Received: from x by y",) * 50,
        (b"X-Priority: 1",),
    ],
)
def test_a_person_may_look_a_little_like_a_machine(headers: tuple[bytes, ...]) -> None:
    mail = read(letter(b"words", *headers))

    assert (mail.kind, mail.becomes_tip) == (MailKind.HUMAN, True)


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: Danke",
        "Abwesenheitsnotiz: Danke",
        "Réponse automatique : merci",
        "Out of Office Re: your tip",
        "自動返信: x",
        "Autosvar: tack",
    ],
)
def test_a_subject_tells_a_machine_only_with_a_second_sign(text: str) -> None:
    assert read(subject(text) + b"\r\nx").kind is MailKind.HUMAN
    assert read(subject(text) + ANSWER + b"\r\n\r\nx").kind is MailKind.AUTO_REPLY
    assert read(subject(text) + b"\r\nx", sender="").kind is MailKind.AUTO_REPLY
    assert read(subject("Re: " + text) + ANSWER + b"\r\n\r\nx").kind is MailKind.HUMAN


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ((b"Auto-Submitted: auto-replied",), MailKind.AUTO_REPLY),
        ((b"Auto-Submitted: auto-generated; x=y", ANSWER), MailKind.AUTO_REPLY),
        ((b"Auto-Submitted: auto-generated",), MailKind.AUTO_GENERATED),
        ((b"Precedence: auto_reply",), MailKind.AUTO_REPLY),
        ((b"X-Autoreply: yes",), MailKind.AUTO_REPLY),
        ((b"X-Tipline-Loop: elsewhere.example",), MailKind.AUTO_GENERATED),
        ((b"X-Tipline-Loop: Newsroom.example",), MailKind.LOOP),
        ((b"Content-Type: text/calendar; method=reply",), MailKind.AUTO_REPLY),
        ((b"Content-Type: multipart/report; report-type=delivery-status; boundary=b",), MailKind.BOUNCE),
        ((b"Content-Type: multipart/report; report-type=feedback-report; boundary=b",), MailKind.AUTO_GENERATED),
    ],
)
def test_one_strong_sign_is_enough(headers: tuple[bytes, ...], kind: MailKind) -> None:
    mail = read(letter(b"words", *headers))

    assert (mail.kind, mail.becomes_tip, mail.acknowledge) == (kind, False, False)


@pytest.mark.parametrize(
    ("author", "about", "sender", "kind"),
    [
        ("MAILER-DAEMON@example.org", "Undelivered Mail Returned to Sender", "x@example.org", MailKind.BOUNCE),
        ("MAILER-DAEMON@example.org", "hello", "", MailKind.BOUNCE),
        ("system@example.org", "Delivery Status Notification (Failure)", "", MailKind.BOUNCE),
        ("postmaster@example.org", "Your article on the water works", "postmaster@example.org", MailKind.HUMAN),
        ("reader@example.com", "Undelivered mail in our town", "reader@example.com", MailKind.HUMAN),
        ("reader@example.com", "The mayor", "", MailKind.HUMAN),
    ],
)
def test_a_bounce_has_two_signs(author: str, about: str, sender: str, kind: MailKind) -> None:
    mail = read(f"From: {author}\r\nSubject: {about}\r\n\r\nwords".encode(), sender=sender)

    assert mail.kind is kind
    assert not (mail.acknowledge and sender == "")


def test_what_comes_back_to_where_our_bounces_go_is_one() -> None:
    envelope = Envelope("", "tips+b-0123@newsroom.example")

    assert reading.read(letter(b"it failed"), envelope).kind is MailKind.BOUNCE


def test_failed_recipients_named_by_a_daemon_are_a_bounce() -> None:
    raw = b"From: Mail Delivery System <Mailer-Daemon@example.org>\r\nX-Failed-Recipients: a@example.com\r\n\r\nx"

    assert read(raw).kind is MailKind.BOUNCE


@pytest.mark.parametrize("method", [b"REPLY", b"COUNTER"])
def test_a_calendars_answer_is_one_also_when_only_its_body_says_so(method: bytes) -> None:
    calendar = (b"Content-Type: text/calendar", b"BEGIN:VCALENDAR\r\nMETHOD:" + method + b"\r\nEND:VCALENDAR")
    answer = read(multipart(b"alternative", (b"Content-Type: text/plain", b"yes"), calendar))

    assert answer.kind is MailKind.AUTO_REPLY


def test_an_attached_bounce_is_somebodys_tip() -> None:
    report = b"Content-Type: multipart/report; report-type=delivery-status; boundary=c\r\n\r\n--c--"
    mail = read(multipart(b"mixed", (b"Content-Type: text/plain", b"see"), (b"Content-Type: message/rfc822", report)))

    assert mail.kind is MailKind.HUMAN


def test_a_list_that_hides_its_authors_is_seen_through() -> None:
    head = b"From: Jane via Tips <tips@lists.example>\r\nReply-To: Jane <jane@example.net>\r\nList-Id: <x>\r\n\r\nx"
    plain = head.replace(b" via Tips", b"")

    assert read(head).sender.address == "jane@example.net"
    assert read(plain).sender.address == "tips@lists.example"
