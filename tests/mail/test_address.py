"""Who a mail is from, whatever its sender did to the header."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tipline.mail.address import MOST, Mailbox, mailboxes, oddities, sendable


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"a@example.com", [("", "a@example.com")]),
        (b"<a@example.com>", [("", "a@example.com")]),
        (b"Ann <a@example.com>", [("Ann", "a@example.com")]),
        (b'"Doe, Ann \\"X\\"" <a@example.com>', [('Doe, Ann "X"', "a@example.com")]),
        (b"Doe, Ann <a@example.com>", [("Doe, Ann", "a@example.com")]),
        (b"a@example.com (Ann (really) Doe)", [("Ann Doe", "a@example.com")]),
        (b"Ann a@example.com", [("Ann", "a@example.com")]),
        (b"A <a@example.com>, B <b@example.com>", [("A", "a@example.com"), ("B", "b@example.com")]),
        (b"Team: a@example.com, b@example.com;", [("", "a@example.com"), ("", "b@example.com")]),
        (b"Undisclosed:;", []),
        (b"=?utf-8?q?J=C3=B6rg?= <j@example.com>", [("Jörg", "j@example.com")]),
        (b"=?utf-8?q?a=40b=2Ec=2C_d?= <j@example.com>", [("a@b.c, d", "j@example.com")]),
        (b"<@relay.example:a@example.com>", [("", "a@example.com")]),
        (b"<mailto:a@example.com>", [("", "a@example.com")]),
        (b"< a @ example.com >", [("", "a@example.com")]),
        (b"Ann <not an address>", []),
        (b"Ann <a@example.com", [("Ann", "a@example.com")]),
        (b'"Ann <a@example.com>', [("Ann", "a@example.com")]),
        (b"((((a@example.com", [("", "a@example.com")]),
        ("Müller <müller@exämple.com>".encode(), [("Müller", "müller@exämple.com")]),
        (b"", []),
        (b",;:<>()", []),
    ],
)
def test_mailboxes_are_told_apart(raw: bytes, found: list[tuple[str, str]]) -> None:
    assert [(mailbox.name, mailbox.address) for mailbox in mailboxes(raw)] == found


def test_a_crowd_is_cut_off() -> None:
    assert len(mailboxes(b", ".join(b"u%d@example.com" % number for number in range(1000)))) == MOST


@settings(deadline=None)
@given(some.binary(max_size=200))
def test_any_header_can_be_read(raw: bytes) -> None:
    for mailbox in mailboxes(raw):
        assert "@" in mailbox.address
        assert mailbox.name.isprintable() or mailbox.name.encode()


@pytest.mark.parametrize(
    ("address", "fit"),
    [
        ("a@example.com", True),
        ("a..b@docomo.example", True),
        ("tips@localhost", True),
        ("a@b@example.com", False),
        ("a b@example.com", False),
        ("a@example.com\r\nBcc: b@example.com", False),
        ("a@example.com,b@example.com", False),
        ("müller@example.com", False),
        ("a@", False),
        ("", False),
    ],
)
def test_only_plain_addresses_are_written_to(address: str, fit: bool) -> None:
    assert sendable(address) is fit


@pytest.mark.parametrize(
    ("mailbox", "flags"),
    [
        (Mailbox("Ann", "a@example.com"), ()),
        (Mailbox("a@example.com", "A@example.com"), ()),
        (Mailbox("b@example.com", "a@example.com"), ("address_in_name",)),
        (Mailbox("СEO", "a@example.com"), ("mixed_script",)),
        (Mailbox("Иван", "a@example.com"), ()),
        (Mailbox("x", "a@xn--80ak6aa92e.com"), ("punycode",)),
        (Mailbox("a\u202eb", "a@example.com"), ("bidi_name",)),
    ],
)
def test_a_sender_who_looks_like_another_is_flagged(mailbox: Mailbox, flags: tuple[str, ...]) -> None:
    assert oddities(mailbox) == flags
