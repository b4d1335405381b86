"""Transfer encodings, clean and dirty."""

import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tipline.mail import transfer


@pytest.mark.parametrize(
    ("encoded", "plain"),
    [
        (b"aGVsbG8gd29ybGQ=", b"hello world"),
        (b"aGVsbG8g\r\n d29ybGQ\r\n=\r\nX", b"hello world"),
        (b"aGVsbG8gd29ybGQ", b"hello world"),
        (b"aGVsbG8=d29ybGQ=", b"helloworld"),
        (b"aGVs!!bG8*", b"hello"),
        (b"_-_-", b"\xff\xef\xfe"),
        (b"a", b""),
        (b"====", b""),
        (b"", b""),
    ],
)
def test_base64_gives_what_there_is(encoded: bytes, plain: bytes) -> None:
    assert transfer.decode(encoded, b"Base64 ") == plain


def test_padding_everywhere_is_dirt() -> None:
    assert transfer.base64(b"QUJD=" * 2000) == b"ABC" * 2000


def test_quoted_printable_with_mistakes_keeps_them() -> None:
    assert transfer.decode(b"caf=C3=A9 = =ZZ half=", b"quoted-printable") == "café = =ZZ half".encode()


def test_an_unknown_encoding_is_none() -> None:
    assert transfer.decode(b"as it is", b"x-foo") == b"as it is"


@given(some.binary(max_size=200))
def test_clean_base64_is_decoded_exactly(data: bytes) -> None:
    assert transfer.base64(base64.encodebytes(data)) == data
    assert transfer.base64(base64.urlsafe_b64encode(data)) == data


@given(some.binary(max_size=200))
def test_anything_can_be_decoded(data: bytes) -> None:
    assert isinstance(transfer.base64(data), bytes)
    assert isinstance(transfer.decode(data, b"quoted-printable"), bytes)
    assert binascii.b2a_base64(data)
