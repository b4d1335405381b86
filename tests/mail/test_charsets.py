"""Bytes of every origin are the text that was meant, and always text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tipline.mail import charsets


@pytest.mark.parametrize(
    ("text", "written", "declared"),
    [
        ("Grüße", "utf-8", "utf-8"),
        ("Grüße", "utf-8", ""),
        ("Grüße", "latin-1", "iso-8859-1"),
        ("“Grüße”", "cp1252", "ISO-8859-1"),
        ("Grüße aus München", "cp1252", ""),
        ("Café “quoted”", "cp1252", "utf-8"),
        ("Мэр берёт взятки", "cp1251", ""),
        ("Мэр берёт взятки", "koi8-r", '"koi8-r"'),
        ("Zgłaszam łapówkę: burmistrz wziął pieniądze, proszę o pomoc", "cp1250", ""),
        ("市長が賄賂を受け取った", "cp932", "shift_jis"),
        ("市長 ① ㈱", "cp932", "Shift_JIS"),
        ("朱镕基", "gb18030", "gb2312"),
        ("똠방각하", "cp949", "ks_c_5601-1987"),
        ("שלום", "iso8859-8", "iso-8859-8-i"),
        ("市長 text", "iso2022_jp", "iso-2022-jp"),
        ("hello", "ascii", "no-such-charset"),
        ("Grüße", "utf-8", "us-ascii"),
        ("Grüße", "utf-8", "idna"),
        ("Grüße", "utf-8", "zlib"),
        ("Grüße", "utf-8", "../../etc"),
        ("naïve", "utf-7", "utf-7"),
        ("text", "utf-16", "utf-16"),
    ],
)
def test_a_text_is_read_as_it_was_written(text: str, written: str, declared: str) -> None:
    assert charsets.decode(text.encode(written), declared) == text


def test_a_broken_character_does_not_spoil_the_others() -> None:
    assert charsets.decode("市長が賄賂".encode() + b"\xe5\xb8", "utf-8") == "市長が賄賂\ufffd"


def test_japanese_mail_has_signs_that_its_charset_does_not() -> None:
    assert charsets.decode(b"\x1b$B-!;TD9\x1b(B ok", "iso-2022-jp") == "①市長 ok"
    assert charsets.decode(b"\x1b$B-!\x01\x02\x1b(B", "iso-2022-jp").startswith("①")
    assert charsets.decode(b"\x1b(I1\x1b(B", "iso-2022-jp") == "ｱ"


def test_names_are_read_without_a_guess() -> None:
    assert charsets.decode_short("Grüße".encode("cp1252")) == "Grüße"
    assert charsets.decode_short("Мэр".encode()) == "Мэр"


@settings(deadline=None)
@given(some.binary(max_size=300), some.sampled_from(["", "utf-8", "utf-7", "utf-16", "iso-2022-jp", "hz", "big5", "x"]))
def test_whatever_the_bytes_are_they_give_valid_text(data: bytes, declared: str) -> None:
    text = charsets.decode(data, declared)

    assert text.encode().decode() == text
    assert "\0" not in text
