"""A conversation, byte by byte: what ends a mail, what a line may hold, what an address may look like."""

import time

import pytest

from tests.mail.letters import DESK, letter, waiting
from tests.mail.servers import HOST, Doorway, wire
from tipline.newsroom import Newsroom

COURTS = "tips+courts@newsroom.example"
LETTER = letter(b"They closed the clinic.\r\n")


def test_a_mail_that_turns_out_too_large_is_refused_after_it_ended(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(b"x" * 1_000_001 + b"\r\n.\r\n")
        answer = client.answer()[0]

        assert answer.startswith("552")
        assert newsroom.links.form in answer
        assert client.say("NOOP")[0].startswith("250")
    assert waiting(newsroom) == []


def test_a_mail_of_just_the_size_is_taken(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(b"x" * 999_998 + b"\r\n.\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]

    assert len(waiting(newsroom)[0][1]) == 1_000_000


def test_lines_may_be_of_any_length_and_hold_any_byte(doorway: Doorway, newsroom: Newsroom) -> None:
    raw = letter(b"a" * 300_000 + bytes(range(256)).replace(b"\r", b"") * 10 + b"\r\n")
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(raw + b".\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]

    assert waiting(newsroom)[0][1] == raw


def test_dots_at_the_start_of_lines_are_taken_off_once(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(b"..first\r\n..\r\n...x\r\na.\r\n.b\r\n.\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]

    assert waiting(newsroom)[0][1] == b".first\r\n.\r\n..x\r\na.\r\nb\r\n"


def test_an_empty_mail_is_taken(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(b".\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]

    assert waiting(newsroom)[0][1] == b""


@pytest.mark.parametrize(
    "false_end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r", b"\r.\r\n", b"\n.\r", b"\r\n\x00.\r\n"]
)
def test_nothing_but_the_true_end_ends_a_mail(doorway: Doorway, newsroom: Newsroom, false_end: bytes) -> None:
    smuggled = b"MAIL FROM:<forger@example.com>\r\nRCPT TO:<" + DESK.encode() + b">\r\nDATA\r\nforged\r\n"
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        client.send(b"honest" + false_end + smuggled + b".\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]
        client.send(b"NOOP\r\n")
        assert client.answer() == ["250 OK"]

    (mail,) = waiting(newsroom)
    assert mail[0].sender == "reader@example.com"
    assert b"forged" in mail[1]


def test_commands_in_one_piece_are_answered_in_order(doorway: Doorway, newsroom: Newsroom) -> None:
    start = f"MAIL FROM:<reader@example.com>\r\nRCPT TO:<{DESK}>\r\nRCPT TO:<nobody@newsroom.example>\r\nDATA\r\n"
    with wire(doorway.smtp) as client:
        client.send(start.encode())
        assert [client.answer()[0][:3] for _ in range(4)] == ["250", "250", "550", "354"]
        client.send(LETTER + b".\r\nMAIL FROM:<>\r\nNOOP\r\n")
        assert [client.answer()[0][:3] for _ in range(3)] == ["250", "250", "250"]


def test_a_null_sender_and_strange_ones_are_taken(doorway: Doorway, newsroom: Newsroom) -> None:
    senders = {
        "<>": "",
        "<a..b@docomo.example>": "a..b@docomo.example",
        "<müller@example.com> SMTPUTF8": "müller@example.com",
        "<@relay.example:reader@example.com>": "reader@example.com",
        '<"odd name"@example.com>': '"odd name"@example.com',
        "reader@example.com": "reader@example.com",
    }
    with wire(doorway.smtp) as client:
        for number, sender in enumerate(senders):
            assert client.say(f"MAIL FROM:{sender}")[0].startswith("250")
            client.say(f"RCPT TO:<{DESK}>")
            client.say("DATA")
            client.send(b"%d\r\n.\r\n" % number)
            assert client.answer() == ["250 2.0.0 Kept"]

    assert [envelope.sender for envelope, _ in waiting(newsroom)] == list(senders.values())


def test_an_address_that_is_no_text_becomes_one(doorway: Doorway, newsroom: Newsroom) -> None:
    with wire(doorway.smtp) as client:
        client.send(b"MAIL FROM:<a\xff\x00b@example.com>\r\n")
        assert client.answer()[0].startswith("250")
        client.say(f"RCPT TO:<{DESK}>")
        client.say("DATA")
        client.send(LETTER + b".\r\n")
        assert client.answer() == ["250 2.0.0 Kept"]

    assert waiting(newsroom)[0][0].sender == "a\ufffdb@example.com"


def test_commands_out_of_order_are_refused_and_the_talk_goes_on(doorway: Doorway) -> None:
    with wire(doorway.smtp) as client:
        assert client.say("DATA")[0].startswith("503")
        assert client.say(f"RCPT TO:<{DESK}>")[0].startswith("503")
        client.begin()
        assert client.say("DATA")[0].startswith("503")
        assert client.say("NONSENSE")[0].startswith("500")
        client.say(f"RCPT TO:<{DESK}>")
        assert client.say("DATA now")[0].startswith("501")
        assert client.say("RSET")[0].startswith("250")


def test_a_silent_client_is_left_alone(doorway: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipline.mail.talk.IDLE", 0.2)
    with wire(doorway.smtp) as client:
        client.begin(DESK)
        for _ in range(4):
            time.sleep(0.1)
            client.send(b"x\r\n")
        assert client.answer() == []


def test_nothing_of_a_client_is_logged(doorway: Doorway, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), wire(doorway.smtp) as client:
        client.begin(DESK, sender="jane.doe@private.example")
        client.send(LETTER + b".\r\n")
        client.answer()
        client.say("NONSENSE jane.doe@private.example")

    assert "jane.doe" not in caplog.text
    assert HOST not in caplog.text
