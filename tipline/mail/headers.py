"""The head of a mail or of a part: names and raw values, told from the body. Never raises, and stops at limits."""

import re
from dataclasses import dataclass

from tipline.mail import words

MOST = 1000
LONGEST = 65_536
"""Headers that are looked at, and bytes of one."""

FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
MBOX = re.compile(rb">?From [^\n]*\n")
BLANK = re.compile(rb"\n\r?\n")


@dataclass(frozen=True, slots=True)
class Headers:
    """Pairs of a lower-case name and the raw, unfolded value, in their order; `cut` when a limit was reached."""

    fields: tuple[tuple[str, bytes], ...] = ()
    cut: bool = False

    def __contains__(self, name: str) -> bool:
        return any(name == known for known, _ in self.fields)

    def all(self, name: str) -> tuple[bytes, ...]:
        """The raw values of every header of a name."""
        return tuple(value for known, value in self.fields if known == name)

    def first(self, name: str) -> bytes:
        """The raw value of the first header of a name; empty if there is none."""
        return next((value for known, value in self.fields if known == name), b"")

    def text(self, name: str) -> str:
        """The first header of a name as text on one line."""
        return words.decode(self.first(name))


def split_mail(raw: bytes) -> tuple[Headers, int]:
    """The head of a whole mail and where its body begins; blank lines and an mbox line before the head are skipped."""
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    mbox = MBOX.match(raw, start)
    start = mbox.end() if mbox else start
    return split(raw, start, len(raw)) if FIELD.match(raw, start) else (Headers(), 0)


def split(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The head from `start` on, and where the body begins: after a blank line, or at a line that is no header."""
    found: list[tuple[str, bytearray]] = []
    at, cut = start, False
    while at < end:
        after = raw.find(b"\n", at, end) + 1 or end
        line = raw[at : min(after, at + LONGEST)].rstrip(b"\r\n")
        cut = cut or after - at > LONGEST + 2
        if not line:
            return _frozen(found, cut=cut), after
        if line[0] in b" \t" and found:
            cut = not _extend(found[-1][1], line) or cut
        elif field := FIELD.match(line):
            if len(found) == MOST:
                return _frozen(found, cut=True), _body_after(raw, at, end)
            found.append((field.group(1).decode("ascii").lower(), bytearray(line[field.end() :])))
        else:
            return _frozen(found, cut=cut), at
        at = after
    return _frozen(found, cut=cut), end


def _extend(value: bytearray, line: bytes) -> bool:
    room = max(0, LONGEST - len(value))
    value += line[:room]
    return len(line) <= room


def _body_after(raw: bytes, at: int, end: int) -> int:
    blank = BLANK.search(raw, at, end)
    return blank.end() if blank else end


def _frozen(found: list[tuple[str, bytearray]], *, cut: bool) -> Headers:
    return Headers(tuple((name, bytes(value).strip()) for name, value in found), cut)
