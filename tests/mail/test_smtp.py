"""The door says yes to what is on disk, no to who is not ours, and "later" to every trouble of its own."""

import smtplib
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mail.letters import DESK, letter, waiting
from tests.mail.servers import HOST, Doorway, opened, wire
from tipline.domain.mail import Envelope
from tipline.domain.refusals import Busy
from tipline.newsroom import Newsroom, mails

COURTS = "tips+courts@newsroom.example"
LETTER = letter(b"They closed the clinic.\r\n")


def test_a_mail_is_kept_byte_by_byte_before_the_door_says_yes(newsroom: Newsroom, doorway: Doorway) -> None:
    with wire(doorway.smtp) as client:
        assert client.begin(DESK) == ["354 End with <CR><LF>.<CR><LF>"]
        client.send(LETTER + b".\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]

        assert waiting(newsroom) == [(Envelope("reader@example.com", DESK, "smtp"), LETTER)]


def test_the_standard_librarys_client_is_understood(newsroom: Newsroom, doorway: Doorway) -> None:
    with smtplib.SMTP(HOST, doorway.smtp) as client:
        client.sendmail("reader@example.com", [DESK, COURTS], LETTER, mail_options=["BODY=8BITMIME", "SMTPUTF8"])

    assert {envelope.recipient for envelope, _ in waiting(newsroom)} == {DESK, COURTS}


def test_the_door_says_what_it_can_do(doorway: Doorway) -> None:
    with wire(doorway.smtp) as client:
        offers = {line[4:] for line in client.offers[1:]}

    assert offers == {"PIPELINING", "SIZE 1000000", "8BITMIME", "SMTPUTF8"}


def test_an_unknown_recipient_is_refused_at_once_and_the_others_are_not(newsroom: Newsroom, doorway: Doorway) -> None:
    with wire(doorway.smtp) as client:
        client.say("MAIL FROM:<reader@example.com>")
        assert client.say("RCPT TO:<nobody@newsroom.example>")[0].startswith("550")
        assert client.say("RCPT TO:<tips@elsewhere.example>")[0].startswith("550")
        assert client.say(f"RCPT TO:<{DESK}>")[0].startswith("250")


def test_a_mail_that_says_it_is_too_large_is_shown_to_the_form(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.smtp) as client:
        answer = client.say("MAIL FROM:<reader@example.com> SIZE=1000001")[0]

    assert answer.startswith("552")
    assert newsroom.links.form in answer


@pytest.mark.parametrize("fault", [Busy(), OSError("disk full"), RuntimeError("a bug")])
def test_trouble_of_ours_means_later(
    doorway: Doorway, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise fault

    with wire(doorway.smtp) as client:
        client.begin(DESK)
        with monkeypatch.context() as patch:
            patch.setattr(type(newsroom.store), "writing", failing)
            client.send(LETTER + b".\r\n")
            assert client.answer()[0].startswith("451")
        client.say("MAIL FROM:<reader@example.com>")
        with monkeypatch.context() as patch:
            patch.setattr(type(newsroom.store), "reading", failing)
            assert client.say(f"RCPT TO:<{DESK}>")[0].startswith("451")
    assert waiting(newsroom) == []


def test_the_same_bytes_twice_are_one_mail(doorway: Doorway, newsroom: Newsroom) -> None:
    for _ in range(2):
        with wire(doorway.smtp) as client:
            client.begin(DESK)
            client.send(LETTER + b".\r\n")
            assert client.answer() == ["250 2.0.0 Kept"]

    assert len(waiting(newsroom)) == 1


def test_more_recipients_than_a_hundred_are_asked_for_again(doorway: Doorway) -> None:
    with wire(doorway.smtp) as client:
        client.say("MAIL FROM:<reader@example.com>")
        answers = [client.say(f"RCPT TO:<{DESK}>")[0][:3] for _ in range(101)]

    assert answers == ["250"] * 100 + ["452"]


def test_a_client_that_hangs_up_in_its_mail_leaves_nothing(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(LETTER)
    with wire(doorway.smtp) as client:
        assert client.say("NOOP")[0].startswith("250")

    assert waiting(newsroom) == []


def test_lmtp_answers_for_each_recipient(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.lmtp, hello="LHLO postfix.example") as client:
        client.begin(DESK, COURTS)
        client.send(LETTER + b".\r\n")
        assert [client.answer(), client.answer()] == [["250 2.0.0 Kept"]] * 2
        assert client.say("EHLO postfix.example")[0].startswith("500")

    assert {envelope for envelope, _ in waiting(newsroom)} == {
        Envelope("reader@example.com", DESK, "lmtp"),
        Envelope("reader@example.com", COURTS, "lmtp"),
    }


def test_lmtp_tells_for_whom_a_mail_was_not_kept(doorway: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = mails.keep

    def keep_for_the_courts(newsroom: Newsroom, raw: bytes, envelope: Envelope) -> mails.Kept:
        if envelope.recipient == DESK:
            raise Busy
        return keep(newsroom, raw, envelope)

    monkeypatch.setattr(mails, "keep", keep_for_the_courts)
    with wire(doorway.lmtp, hello="LHLO postfix.example") as client:
        client.begin(DESK, COURTS)
        client.send(LETTER + b".\r\n")
        assert [client.answer()[0][:3], client.answer()[0][:3]] == ["451", "250"]
    with wire(doorway.smtp) as client:
        client.begin(DESK, COURTS)
        client.send(LETTER + b".\r\n")
        assert client.answer()[0].startswith("451")


def test_lmtp_also_by_a_socket_in_the_file_system(newsroom: Newsroom, tmp_path: Path) -> None:
    place = tmp_path / "lmtp"
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(place))
    settings = replace(newsroom.settings, mail_lmtp=f"unix:{place}")
    with opened(replace(newsroom, settings=settings)), smtplib.LMTP(str(place)) as client:
        client.sendmail("reader@example.com", [DESK], LETTER)

    assert len(waiting(newsroom)) == 1
    assert not place.exists()


def test_closing_finishes_the_mail_that_is_coming_in(newsroom: Newsroom) -> None:
    with opened(newsroom) as doorway, wire(doorway.smtp) as busy, wire(doorway.smtp) as idle:
        busy.begin(DESK)
        busy.send(LETTER)
        closing = threading.Thread(target=doorway.close)
        closing.start()
        assert idle.answer()[0].startswith("421")
        busy.send(b".\r\n")
        assert busy.answer() == ["250 2.0.0 Kept"]
        assert busy.answer()[0].startswith("421")
        closing.join(10)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HOST, doorway.smtp))

    assert len(waiting(newsroom)) == 1


def test_one_conversation_too_many_is_asked_to_come_back(doorway: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipline.mail.smtp.CONVERSATIONS", 1)
    with wire(doorway.smtp) as first:
        with socket.create_connection((HOST, doorway.smtp)) as second:
            assert second.makefile("rb").readline().startswith(b"421")
        assert first.say("NOOP")[0].startswith("250")


def test_more_bytes_at_once_than_memory_is_for_are_asked_for_again(
    doorway: Doorway, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.mail.smtp.HELD", 100)
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(LETTER * 10 + b".\r\n")
        assert client.answer()[0].startswith("452")
        client.begin(DESK)
        client.send(b"short\r\n.\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]
