"""What a setting's value may look like: each function reads one kind, or says what it must be."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

KB, MB, GB = 1_000, 1_000_000, 1_000_000_000
UNITS = {"b": 1, "bytes": 1, "kb": KB, "mb": MB, "gb": GB}

Reader = Callable[[object], Any]


class NotAllowed(Exception):
    """A value that a setting cannot have; says what it can have."""


def text(value: object) -> str:
    """Any text in one line."""
    if not isinstance(value, str) or not value.isprintable():
        raise NotAllowed("text in one line")
    return value.strip()


def number(least: int, most: int) -> Reader:
    """A whole number in a range."""

    def read(value: object) -> int:
        digits = str(value).strip()
        if isinstance(value, bool) or not digits.isdecimal() or not least <= int(digits) <= most:
            raise NotAllowed(f"a whole number from {least} to {most}")
        return int(digits)

    return read


def size(most: int) -> Reader:
    """A number of bytes, written as a number or as "500 MB"."""

    def read(value: object) -> int:
        shown = str(value).replace("_", "").strip().lower()
        digits = shown.rstrip("bytekmgs ")
        unit = UNITS.get(shown.removeprefix(digits).strip() or "b")
        if isinstance(value, bool) or not digits.isdecimal() or not unit or not 1 <= int(digits) * unit <= most:
            raise NotAllowed(f'a size up to {most // MB} MB, as 500000 or "500 MB"')
        return int(digits) * unit

    return read


def one_of(*words: str) -> Reader:
    """One of a few words."""

    def read(value: object) -> str:
        if str(value).lower() not in words:
            raise NotAllowed("one of " + ", ".join(words))
        return str(value).lower()

    return read


def names(value: object) -> tuple[str, ...]:
    """Host names, in a list or parted by commas."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise NotAllowed('a list of host names, as ["paper.example"]')
    cleaned = tuple(one.strip().lower() for one in listed if one.strip())
    if any("/" in one or "@" in one or " " in one for one in cleaned):
        raise NotAllowed("host names without a scheme or path")
    return cleaned


def address(value: object) -> str:
    """A mail address, or nothing."""
    shown = text(value)
    before, at, after = shown.rpartition("@")
    if shown and (not (before and at and after) or " " in shown):
        raise NotAllowed("a mail address, as tips@paper.example")
    return shown


def link(value: object) -> str:
    """A web address, or nothing."""
    shown = text(value)
    if shown and not shown.startswith("/") and not _is_web(shown):
        raise NotAllowed("a web address beginning with https://, http:// or /")
    return shown


def own_link(value: object) -> str:
    """The address of this site itself."""
    shown = text(value).rstrip("/")
    if not _is_web(shown) or urlsplit(shown).query or urlsplit(shown).fragment:
        raise NotAllowed("a web address beginning with https:// or http://, with no query")
    return shown


def database(value: object) -> str:
    """A PostgreSQL address, or nothing for SQLite in the instance folder."""
    shown = text(value)
    if shown and not shown.startswith("postgresql+psycopg://"):
        raise NotAllowed("empty for SQLite, or postgresql+psycopg://user:password@host/name")
    return shown


def lmtp(value: object) -> str:
    """Where LMTP listens, or nothing."""
    shown = text(value)
    port = shown.rpartition(":")[2]
    if shown and not shown.startswith("unix:/") and not (port.isdecimal() and 1 <= int(port) <= 65535):
        raise NotAllowed("host:port, unix:/path, or empty for none")
    return shown


def timezone(value: object) -> str:
    """A name from the time zone database; UTC is known without one."""
    from zoneinfo import ZoneInfo  # only who sets one pays for reading the database

    shown = text(value)
    try:
        return shown if shown == "UTC" else ZoneInfo(shown).key
    except (KeyError, ValueError, OSError):
        raise NotAllowed("a time zone, as Europe/Madrid") from None


def _is_web(shown: str) -> bool:
    try:
        parts = urlsplit(shown)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0 and " " not in shown
    except ValueError:
        return False
