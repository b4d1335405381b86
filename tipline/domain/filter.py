"""A filter over tips, as text in an address and as one value for list, search and counts."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tipline.domain.level import Level
from tipline.domain.status import QUEUED, Status
from tipline.domain.submission import Channel
from tipline.domain.terms import terms


@dataclass(frozen=True, slots=True)
class Words:
    """Search terms that belong together: a word, a phrase of several, perhaps the start of one, perhaps unwanted."""

    terms: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class TipFilter:
    """Which tips. Empty fields do not narrow; `assignee` is `me`, `nobody` or an address; `desk` a slug or `none`.

    `faults` are tokens that were not understood, each with a gettext template that helps.
    """

    statuses: tuple[Status, ...] = ()
    levels: tuple[Level, ...] = ()
    desk: str | None = None
    assignee: str | None = None
    channel: Channel | None = None
    late: bool = False
    words: tuple[Words, ...] = ()
    faults: tuple[tuple[str, str], ...] = field(default=())
    text: str = ""

    @property
    def queued(self) -> bool:
        """Whether this asks for just the statuses of the queue."""
        return set(self.statuses) == set(QUEUED)

    @property
    def searches(self) -> bool:
        """Whether it asks for words; leaving some out is no search."""
        return any(not words.excluded for words in self.words)

    @property
    def by_level(self) -> bool:
        """Whether it is listed by level and promise: the queue, a status but closed, one's own. Else by arrival."""
        if self.searches:
            return False
        if self.statuses:
            return self.queued or (len(self.statuses) == 1 and self.statuses[0] != Status.CLOSED)
        return self.assignee == "me"


QUEUE = TipFilter(statuses=QUEUED, text="status:new,open")
TOKEN = re.compile(r'-?[a-z]+:(?:"[^"]*"|\S*)|-?"[^"]*"\*?|\S+', re.IGNORECASE)
EXAMPLES = {
    "status": "Write status: with new, open, waiting, closed or quarantine",
    "level": "Write level: with urgent, high, normal or low",
    "desk": "Write desk: with the short name of a desk, as desk:courts",
    "assignee": "Write assignee: with me, nobody or an address",
    "from": "Write from: with form, email, manual, api or import",
    "is": "Write is:late",
}


def parse(text: str) -> TipFilter:
    """Read the filter language: `status: level: desk: assignee: from: is:late`, words, "phrases", start*, -unwanted."""
    found = TipFilter(text=text.strip())
    for token in TOKEN.findall(text):
        name, colon, value = token.partition(":")
        if colon and name.lower() in EXAMPLES:
            found = _narrowed(found, name.lower(), value.strip('"'), token)
        else:
            words = _words(token)
            found = replace(found, words=(*found.words, words)) if words.terms else found
    return found


def _narrowed(found: TipFilter, name: str, value: str, token: str) -> TipFilter:
    try:
        return replace(found, **READERS[name](value))
    except (ValueError, KeyError):
        return replace(found, faults=(*found.faults, (token, EXAMPLES[name])))


def _is(value: str) -> dict[str, Any]:
    return {"late": {"late": True}[value.lower()]}


def _some(value: str) -> str:
    if not value:
        raise ValueError(value)
    return value.lower()


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "status": lambda value: {"statuses": tuple(Status(part) for part in value.lower().split(","))},
    "level": lambda value: {"levels": tuple(Level[part] for part in value.upper().split(","))},
    "desk": lambda value: {"desk": _some(value)},
    "assignee": lambda value: {"assignee": _some(value)},
    "from": lambda value: {"channel": Channel(value.lower())},
    "is": _is,
}


def _words(token: str) -> Words:
    excluded = token.startswith("-") and len(token) > 1
    bare = token.removeprefix("-") if excluded else token
    prefix = bare.endswith("*")
    return Words(tuple(terms(bare)), prefix=prefix, excluded=excluded)
