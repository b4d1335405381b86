"""Heads of mails: names, values, where the body begins, and where a limit is."""

import pytest

from tests.mail.letters import read
from tipline.mail import parameters, words
from tipline.mail.headers import LONGEST, MOST, split_mail


def test_values_are_unfolded_and_names_have_no_case() -> None:
    headers, body = split_mail(raw := b"Subject: one\r\n two\r\nsubject : three\r\n\r\nbody")

    assert headers.all("subject") == (b"one two", b"three")
    assert "subject" in headers
    assert headers.first("from") == b""
    assert raw[body:] == b"body"


@pytest.mark.parametrize(
    ("raw", "rest"),
    [
        (b"\r\n\nSubject: x\r\n\r\nbody", b"body"),
        (b"From reader@example.com Mon Jan  1\nSubject: x\n\nbody", b"body"),
        (b"Subject: x\nno header\nbody", b"no header\nbody"),
        (b"Subject: x", b""),
        (b"Subject: x\n\n", b""),
    ],
)
def test_the_body_begins_after_the_head(raw: bytes, rest: bytes) -> None:
    headers, body = split_mail(raw)

    assert headers.text("subject") == "x"
    assert raw[body:] == rest


def test_without_a_head_all_is_body() -> None:
    headers, body = split_mail(b"\r\nno header at all")

    assert (headers.fields, body) == ((), 0)


def test_a_head_has_limits() -> None:
    many, body = split_mail(raw := b"X: y\r\n" * (MOST + 1) + b"\r\nbody")
    long, _ = split_mail(b"X: " + b"y" * (2 * LONGEST) + b"\r\n\r\n")
    folded, _ = split_mail(b"X: y\r\n" + (b" " + b"y" * 1000 + b"\r\n") * 100 + b"\r\n")

    assert (len(many.fields), many.cut, raw[body:]) == (MOST, True, b"body")
    assert len(long.first("x")) <= LONGEST
    assert len(folded.first("x")) <= LONGEST
    assert long.cut
    assert folded.cut


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        ("Grüße".encode(), "Grüße"),
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe_aus?= M", "Grüße aus M"),
        (b"=?utf-8?B?R3LDvMOfZQ==?=\r\n =?utf-8?q?_x?=", "Grüße x"),
        (b"=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é"),
        (b"=?utf-8?q?a?= =?iso-8859-1?q?=E9?= b", "aé b"),
        (b"=?utf-8*en?q?a?=b=?utf-8?q?c?=", "abc"),
        (b"=?no-such?q?a?=", "a"),
        (b"=?utf-8?x?a?= =?utf-8?q?open", "=?utf-8?x?a?= =?utf-8?q?open"),
        (b"=?utf-8?q?a=00b=0Ac?=", "ab c"),
        (b"=?utf-8?b?!!?=", ""),
    ],
)
def test_encoded_words_are_decoded_and_all_else_is_left(raw: bytes, text: str) -> None:
    assert words.decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'attachment; filename="a b.pdf"', "a b.pdf"),
        (b"attachment; filename=a.pdf", "a.pdf"),
        (b"attachment;FILENAME = a.pdf (really)", "a.pdf"),
        (b'attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'),
        (b'attachment; filename="C:\\docs\\a.pdf"', "C:\\docs\\a.pdf"),
        (b'attachment; filename="open.pdf', "open.pdf"),
        (b"attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        (b"attachment; filename*=iso-8859-1'de'Gr%FC.pdf; filename=plain.pdf", "Grü.pdf"),
        (b"attachment; filename*1*=%9Fe.pdf; filename*0*=utf-8''Gr%C3%BC%C3", "Grüße.pdf"),
        (b'attachment; filename*0="one"; filename*1="two.pdf"', "onetwo.pdf"),
        (b'attachment; filename="=?utf-8?q?Gr=C3=BC.pdf?="', "Grü.pdf"),
        ("attachment; filename=Grü.pdf".encode(), "Grü.pdf"),
        (b"attachment; filename*=Gr%C3%BC.pdf", "Grü.pdf"),
        (b"attachment", ""),
    ],
)
def test_parameters_are_read_in_every_spelling(raw: bytes, name: str) -> None:
    found = parameters.parse(raw)

    assert found.value == "attachment"
    assert found.get("filename") == name


def test_a_value_may_have_a_comment_and_thousands_of_parameters() -> None:
    assert parameters.parse(b"Text/Plain (hello); charset=utf-8").value == "text/plain"
    assert len(parameters.parse(b"x/y" + b"; a=b" * 5000).named) == 1
    assert len(parameters.parse(b"x/y" + b"".join(b"; a%d=b" % n for n in range(5000))).named) == parameters.MOST


@pytest.mark.parametrize(
    ("date", "claimed"),
    [
        (b"Sun, 22 Nov 2026 10:00:00 +0100", 1_795_338_000_000),
        (b"Sun, 22 Nov 2026 10:00:00 -0000", 1_795_341_600_000),
        (b"99 Nov 2026", None),
        (b"Sun, 22 Nov 99999999999 10:00:00 +0000", None),
        (b"", None),
    ],
)
def test_a_date_is_what_it_claims_or_none(date: bytes, claimed: int | None) -> None:
    assert read(b"From: a@example.com\r\nDate: " + date + b"\r\n\r\nx").date_claimed == claimed
