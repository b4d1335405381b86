"""Encoded words of a header (RFC 2047) as text on one line: joined before decoding, tolerated in wrong places."""

import binascii
import re
from collections.abc import Iterator

from tipline.mail import charsets, transfer

WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]*)\?=")
WHITE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def decode(raw: bytes) -> str:
    """A header's value as text on one line."""
    return decode_text(charsets.decode(raw))


def decode_text(text: str) -> str:
    """The same for a value whose raw bytes are text already, or for a piece of it after cutting into tokens."""
    return one_line("".join(_decoded(text)) if "=?" in text else text)


def one_line(text: str) -> str:
    """The text with each run of white space and control characters as one space."""
    return WHITE.sub(" ", charsets.tidy(text)).strip()


def _decoded(text: str) -> Iterator[str]:
    end, charset, held = 0, "", bytearray()
    for word in WORD.finditer(text):
        gap, named = text[end : word.start()], word.group(1).partition("*")[0].lower()
        # White space between two words is no part of the text (RFC 2047, 6.2).
        if held and (gap.strip() or named != charset):
            yield charsets.decode(bytes(held), charset)
            held.clear()
        if gap.strip() or not end:
            yield gap
        end, charset = word.end(), named
        held += _bytes(word.group(2), word.group(3))
    yield charsets.decode(bytes(held), charset)
    yield text[end:]


def _bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    return transfer.base64(data) if encoding in "bB" else binascii.a2b_qp(data, header=True)
