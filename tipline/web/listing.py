"""The list of tips as a page shows it: what was asked for, in groups, and the way to each row and to more of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import request

from tipline.domain.editor import Editor
from tipline.domain.filter import QUEUE, TOKEN, TipFilter, parse
from tipline.domain.level import Level
from tipline.domain.tip import Tip
from tipline.newsroom import queue
from tipline.web import newsroom

SIZE = 50
LONGEST = 500
"""Characters of a filter; what is longer is cut, for each part becomes a link with all the others in it."""
Place = dict[str, Any]
"""Where in which list somebody is: the filter's text and the cursor, as fields of an address."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `level` is none where the list is by arrival, `more` says that the next page goes on."""

    level: Level | None
    late: bool
    rows: tuple[Tip, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of tips and how it was asked for."""

    view: queue.QueueView
    wanted: TipFilter
    groups: tuple[Group, ...]
    after: str

    @property
    def rows(self) -> tuple[Tip, ...]:
        """All rows in the order in which they are shown."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def place(self) -> Place:
        """What an address needs to come back here."""
        return place(self.wanted.text, self.after)

    @property
    def next_place(self) -> Place:
        """The next page."""
        return place(self.wanted.text, self.view.after or "")

    def next_to(self, ref: str) -> str:
        """The row that follows a tip, or the one before the last; empty when there is none."""
        refs = [row.ref for row in self.rows]
        if ref not in refs:
            return refs[0] if refs else ""
        at = refs.index(ref)
        rest = refs[at + 1 :] or refs[:at][-1:]
        return rest[0] if rest else ""

    def before(self, ref: str) -> str:
        """The row before a tip, empty at the top."""
        refs = [row.ref for row in self.rows]
        return refs[refs.index(ref) - 1] if ref in refs[1:] else ""

    def after_ref(self, ref: str) -> str:
        """The row after a tip, empty at the end."""
        refs = [row.ref for row in self.rows]
        return refs[refs.index(ref) + 1] if ref in refs[:-1] else ""


def ask(*, by: Editor) -> Listing:
    """The page of tips that this request's address asks for."""
    found = wanted()
    after = request.args.get("after", "")
    view = queue.look(newsroom(), found, by=by, after=after, size=SIZE)
    now = newsroom().clock.now()
    return Listing(view, found, tuple(_groups(view, found, now)), after)


def wanted() -> TipFilter:
    """The filter in the address; without one, the queue."""
    text = request.values.get("q", "")[:LONGEST].strip()
    return parse(text) if text and text != QUEUE.text else QUEUE


def place(text: str, after: str) -> Place:
    """The fields of an address; the queue's first page needs none."""
    fields = {"q": "" if text == QUEUE.text else text[:LONGEST], "after": after[:LONGEST]}
    return {name: value for name, value in fields.items() if value}


def tokens(found: TipFilter) -> tuple[tuple[str, str], ...]:
    """Each part of a filter, and the filter's text without it."""
    if found.text == QUEUE.text:
        return ()
    parts = TOKEN.findall(found.text)
    return tuple((part, " ".join(parts[:at] + parts[at + 1 :])) for at, part in enumerate(parts))


def _groups(view: queue.QueueView, found: TipFilter, now: int) -> Iterator[Group]:
    if not found.by_level:
        if view.rows:
            yield Group(None, False, view.rows, more=bool(view.after))
        return
    last = view.rows[-1].level if view.rows else None
    for level, rows in groupby(view.rows, key=lambda tip: tip.level):
        late: list[Tip] = []
        rest: list[Tip] = []
        for tip in rows:
            (late if tip.late(now) else rest).append(tip)
        goes_on = bool(view.after) and level == last
        if late:
            yield Group(level, True, tuple(late), more=goes_on and not rest)
        if rest:
            yield Group(level, False, tuple(rest), more=goes_on)
