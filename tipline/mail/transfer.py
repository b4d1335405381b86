"""Content-Transfer-Encoding undone: base64 and quoted-printable with dirt in them. Never raises."""

import binascii

# URL-safe base64 is read as the usual one; everything that is no base64 at all is dropped.
TO_USUAL = bytes.maketrans(b"-_", b"+/")
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
PIECES = 1000
"""Padded pieces in a row; with more than this, padding is dirt."""

DIRT = bytes(set(range(256)) - set(ALPHABET) - set(b"-_"))


def decode(data: bytes, encoding: bytes) -> bytes:
    """The bytes that were encoded; as they are where the encoding is none, or unknown."""
    match encoding.strip().strip(b"\"'").lower():
        case b"base64":
            return base64(data)
        case b"quoted-printable":
            return binascii.a2b_qp(data)
        case _:
            return data


def base64(data: bytes) -> bytes:
    """Base64 in one or several padded pieces, with missing padding, line ends and dirt anywhere."""
    if _is_clean(data):
        try:
            return binascii.a2b_base64(data)
        except binascii.Error:
            pass
    left, plain, begun = data.translate(TO_USUAL, DIRT), bytearray(), 0
    if left.count(b"=") > PIECES:
        return _piece(left.replace(b"=", b""))
    while begun < len(left):
        padding = left.find(b"=", begun)
        end = padding if padding >= 0 else len(left)
        plain += _piece(left[begun:end])
        begun = end + 1
    return bytes(plain)


def _is_clean(data: bytes) -> bool:
    """Whether the standard decoder reads all of it: it stops at the first padding, and skips what it does not know."""
    padding = data.find(b"=")
    inside = padding >= 0 and bool(data[padding:].strip(b"=\r\n \t"))
    return not inside and b"-" not in data and b"_" not in data


def _piece(piece: bytes) -> bytes:
    whole = piece[: len(piece) - 1] if len(piece) % 4 == 1 else piece
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
