"""A mail cut into its parts: slices of the exact bytes, no deeper and no more than a limit. Never raises.

The standard library's parser is not used: it needs six times a mail's size in memory, loses the exact bytes of
attached mails, and takes seconds for half a megabyte of nested multiparts. This one looks for boundaries only, level
by level, and stops.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tipline.mail import parameters, transfer
from tipline.mail.headers import Headers, split, split_mail
from tipline.mail.parameters import Parameters

DEEPEST = 50
MOST = 1000
SCANS = 8
SCANNED = 32_000_000
TRIES = 50_000
"""Levels of multiparts, parts in all, how often the bytes may be looked through in all, and how many at least,
and places that may look like a boundary in one multipart."""

LINE_FEED = 0x0A
GUESS = re.compile(rb"(?:\A|\n)--([!-~][ -~]{0,69}?)[ \t]*\r?\n(?=[!-9;-~]+:|\r?\n)")


@dataclass(frozen=True)
class Part:
    """A leaf: its head, and where its still encoded body lies in the mail.

    `within` are the types of the multiparts around it; parts with the same `alternative` say the same thing twice.
    """

    raw: bytes = field(repr=False)
    headers: Headers
    start: int
    end: int
    within: tuple[str, ...] = ()
    usual: str = "text/plain"
    alternative: int | None = None

    @cached_property
    def content_type(self) -> Parameters:
        """Its Content-Type; text/plain where there is none that can be read."""
        found = parameters.parse(self.headers.first("content-type"))
        return found if "/" in found.value else Parameters(self.usual, found.named)

    @property
    def media_type(self) -> str:
        """As `text/plain`, in lower case."""
        return self.content_type.value

    @cached_property
    def disposition(self) -> Parameters:
        """Its Content-Disposition."""
        return parameters.parse(self.headers.first("content-disposition"))

    @property
    def name(self) -> str:
        """The file name that its sender gave it, not yet fit to show; empty if none."""
        return self.disposition.get("filename") or self.content_type.get("name")

    @property
    def size(self) -> int:
        """Bytes as encoded."""
        return self.end - self.start

    def content(self) -> bytes:
        """Its bytes, with the transfer encoding undone."""
        return transfer.decode(self.raw[self.start : self.end], self.headers.first("content-transfer-encoding"))


@dataclass(frozen=True)
class Parts:
    """A mail's top head, its leaves in order, and flags for limits that were reached."""

    top: Part
    leaves: tuple[Part, ...]
    flags: tuple[str, ...]


def cut(raw: bytes) -> Parts:
    """The parts of a mail."""
    headers, body = split_mail(raw)
    top = Part(raw, headers, body, len(raw))
    walk = _Walk(len(raw))
    leaves = tuple(walk.leaves(top))
    flags = ("header_limit",) if headers.cut or any(leaf.headers.cut for leaf in leaves) else ()
    return Parts(top, leaves, flags + tuple(sorted(walk.flags)))


class _Walk:
    """One way through a mail: what may still be looked at."""

    def __init__(self, size: int) -> None:
        self.flags: set[str] = set()
        self.scannable = max(SCANS * size, SCANNED)
        self.count = 0
        self.alternatives = 0

    def leaves(self, top: Part) -> Iterator[Part]:
        """The leaves in order, without recursion."""
        waiting = [top]
        while waiting:
            part = waiting.pop()
            children = self._children(part) if part.media_type.startswith("multipart/") else None
            if children is not None:
                waiting.extend(reversed(children))
                continue
            self.count += 1
            if self.count > MOST:
                self.flags.add("part_limit")
                return
            yield part

    def _children(self, part: Part) -> list[Part] | None:
        """The parts of a multipart; None when no part can be told in it: then it is a leaf itself."""
        self.scannable -= part.size
        if len(part.within) >= DEEPEST or self.scannable < 0:
            self.flags.add("nesting_limit")
            return []
        boundary = part.content_type.get("boundary").encode("utf-8", "replace")
        spans = _spans(part, boundary) if boundary else None
        if spans is None:
            near = min(part.end, part.start + 65_536)
            guess = GUESS.search(part.raw, max(0, part.start - 1), near)
            spans = _spans(part, guess.group(1)) if guess else None
        if spans is None:
            return None
        alternative = part.alternative
        if alternative is None and part.media_type == "multipart/alternative":
            self.alternatives += 1
            alternative = self.alternatives
        return [_child(part, start, end, alternative) for start, end in spans]


def _child(part: Part, start: int, end: int, alternative: int | None) -> Part:
    headers, body = split(part.raw, start, end)
    usual = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    return Part(part.raw, headers, body, end, (*part.within, part.media_type), usual, alternative)


def _spans(part: Part, boundary: bytes) -> list[tuple[int, int]] | None:
    """Where the children lie (RFC 2046, 5.1.1); none if no delimiter is there; a missing last one is forgiven."""
    spans: list[tuple[int, int]] = []
    begun, seen = -1, False
    for start, after, closes in _delimiters(part, b"--" + boundary):
        if begun >= 0:
            spans.append((begun, max(begun, start)))
        begun, seen = -1 if closes else after, True
        if len(spans) > MOST:
            return spans
    if begun >= 0:
        spans.append((begun, part.end))
    return spans if seen else None


def _delimiters(part: Part, dashes: bytes) -> Iterator[tuple[int, int, bool]]:
    """Of each delimiter line: where it begins with the line end before it, where the next begins, whether it closes."""
    raw, at = part.raw, part.start
    for _try in range(TRIES):
        at = raw.find(dashes, at, part.end)
        if at < 0:
            return
        begun, at = at, at + len(dashes)
        if begun > part.start and raw[begun - 1] != LINE_FEED:
            continue
        line_end = raw.find(b"\n", at, part.end)
        line_end = part.end if line_end < 0 else line_end
        rest = raw[at : min(line_end, at + 1000)].strip()
        if rest in (b"", b"--"):
            before = max(part.start, begun - 1)
            if raw[before - 1 : before] == b"\r" and before > part.start:
                before -= 1
            yield before, min(line_end + 1, part.end), rest == b"--"
            at = line_end
