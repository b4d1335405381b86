"""A mail is cut where its boundaries are, and nowhere else; limits hold."""

import pytest

from tests.mail.letters import letter, multipart, read
from tipline.mail import parts
from tipline.mail.parts import DEEPEST, MOST, Parts, cut

TEXT = b"Content-Type: text/plain"


def bodies(found: Parts) -> list[bytes]:
    return [leaf.content() for leaf in found.leaves]


def test_parts_are_exact_slices() -> None:
    found = cut(multipart(b"mixed", (TEXT, b"one\r\n\r\n"), (TEXT, b"--bb\r\n --b"), (TEXT, b"")))

    assert bodies(found) == [b"one\r\n\r\n", b"--bb\r\n --b", b""]
    assert found.flags == ()


@pytest.mark.parametrize(
    ("body", "leaves"),
    [
        (b"preamble\r\n--b\r\n\r\none\r\n--b--\r\nepilogue", [b"one"]),
        (b"--b\n\none\n--b \t\n\ntwo", [b"one", b"two"]),
        (b"--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\nlate\r\n--b--", [b"one", b"late"]),
        (b"--b\r\nno header\r\n--b--", [b"no header"]),
        (b"--b--", []),
        (b"--b\r\n--b\r\n--b--", [b"", b""]),
        (b"no boundary at all", [b"no boundary at all"]),
        (b"--other\r\nContent-Type: text/plain\r\n\r\none\r\n--other--", [b"one"]),
        (b"--b\r\n\r\n--b", [b"", b""]),
        (b"", [b""]),
    ],
)
def test_odd_boundaries_are_forgiven(body: bytes, leaves: list[bytes]) -> None:
    assert bodies(cut(letter(body, b"Content-Type: multipart/mixed; boundary=b"))) == leaves


def test_a_multipart_within_another_ends_with_it() -> None:
    inner = b"Content-Type: multipart/alternative; boundary=c"
    found = cut(multipart(b"mixed", (inner, b"--c\r\n\r\none"), (TEXT, b"two")))

    assert bodies(found) == [b"one", b"two"]
    assert [leaf.within for leaf in found.leaves] == [
        ("multipart/mixed", "multipart/alternative"),
        ("multipart/mixed",),
    ]


def test_a_digests_parts_are_mails() -> None:
    (leaf,) = cut(multipart(b"digest", (b"", b"Subject: inner\r\n\r\nx"))).leaves

    assert leaf.media_type == "message/rfc822"


def nested(depth: int) -> bytes:
    heads = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return b"From: a@example.com\r\n" + b"".join(heads) + b"\r\nbottom"


def test_depth_and_number_have_limits() -> None:
    assert bodies(cut(nested(DEEPEST))) == [b"bottom"]
    assert cut(nested(DEEPEST + 1)).flags == ("nesting_limit",)
    assert len(cut(multipart(b"mixed", *[(TEXT, b"x")] * MOST)).leaves) == MOST
    assert cut(multipart(b"mixed", *[(TEXT, b"x")] * (MOST + 1))).flags == ("part_limit",)


def test_bytes_are_not_looked_through_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SCANNED", 0)
    raw = nested(parts.SCANS * 2) + b"x" * 100_000

    assert cut(raw).flags == ("nesting_limit",)
    assert read(raw).files[0].content == raw
