"""Of a mail's parts, which are its words and which its files; nothing sent is in neither."""

import pytest

from tests.mail.letters import letter, multipart, read
from tipline.mail import text
from tipline.mail.body import LONGEST, MOST

PLAIN = (b"Content-Type: text/plain", b"plain words")
HTML = (b"Content-Type: text/html", b"<p>rich <b>words</b></p>")
PICTURE = (b"Content-Type: image/png; name=p.png\nContent-Transfer-Encoding: base64", b"iVBORw0KGgo=")


def names(raw: bytes) -> list[str]:
    return [file.name for file in read(raw).files]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (multipart(b"alternative", PLAIN, HTML), "plain words"),
        (multipart(b"alternative", (PLAIN[0], b" \r\n"), HTML), "rich words"),
        (multipart(b"alternative", HTML), "rich words"),
        (multipart(b"mixed", PLAIN, PICTURE, HTML), "plain words\n\nrich words"),
        (multipart(b"mixed", PLAIN, PLAIN), "plain words\n\nplain words"),
        (multipart(b"related", HTML, PICTURE), "rich words"),
        (multipart(b"mixed", PICTURE), ""),
        (letter(b"\r\n\r\none\r\ntwo\rthree\n\n"), "one\ntwo\nthree"),
        (letter(b"x", b"Content-Type: text"), "x"),
        (letter(b"x", b"Content-Type: nonsense"), "x"),
        (letter(b"<x>", b"Content-Type: text/enriched"), "<x>"),
    ],
)
def test_the_words_are_found(raw: bytes, words: str) -> None:
    assert read(raw).words == words


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"Content-Type: text/plain; name=a.txt", "a.txt"),
        (b"Content-Type: text/plain\nContent-Disposition: attachment", "attachment.txt"),
        (b"Content-Type: text/html\nContent-Disposition: attachment; filename=../x.html", "x.html"),
        (b"Content-Type: image/jpeg", "picture.jpg"),
        (b"Content-Type: audio/mpeg", "recording.mp3"),
        (b"Content-Type: text/csv", "attachment.csv"),
        (b"Content-Type: made/up", "attachment.bin"),
        (b"Content-Type: message/rfc822", "message.eml"),
        (b'Content-Type: application/pdf; name="=?utf-8?q?=00=2F?="', "file"),
    ],
)
def test_a_file_has_a_name_that_can_be_shown(head: bytes, name: str) -> None:
    assert names(multipart(b"mixed", PLAIN, (head, b"some bytes"))) == [name]


def test_an_attached_mail_is_named_for_what_it_is_about() -> None:
    inner = (b"Content-Type: message/rfc822", b"From: x@example.com\r\nSubject: The memo/2\r\n\r\nsecret")
    mail = read(multipart(b"mixed", PLAIN, inner))

    assert [file.name for file in mail.files] == ["The memo-2.eml"]
    assert mail.files[0].content == inner[1]
    assert "secret" not in mail.words


def test_a_picture_message_whose_text_is_a_file_has_words_and_the_file() -> None:
    part = (b"Content-Type: text/plain\nContent-Disposition: inline; filename=text_0.txt", b"look here")
    mail = read(multipart(b"mixed", part, PICTURE))

    assert mail.words == "look here"
    assert [file.name for file in mail.files] == ["text_0.txt", "p.png"]


def test_the_second_half_of_alternatives_may_hold_files() -> None:
    related = b"--c\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--c\r\n" + PICTURE[0].replace(b"\n", b"\r\n")
    raw = multipart(
        b"alternative",
        PLAIN,
        (b"Content-Type: multipart/related; boundary=c", related + b"\r\n\r\n" + PICTURE[1] + b"\r\n--c--"),
    )

    assert read(raw).words == "plain words"
    assert names(raw) == ["p.png"]


def test_more_words_than_are_kept_come_with_the_whole_mail() -> None:
    long = read(letter(b"x" * (LONGEST + 1)))
    many = read(multipart(b"mixed", *[PLAIN] * (MOST + 1)))

    assert (len(long.words), long.flags) == (LONGEST, ("text_limit",))
    assert many.flags == ("part_limit",)
    page = read(letter(b"<p>x</p>" + b" " * text.LONGEST, b"Content-Type: text/html"))
    assert (page.words, page.flags) == ("x", ("text_limit",))
    assert [file.name for file in long.files] == [file.name for file in many.files] == ["original.eml"]
