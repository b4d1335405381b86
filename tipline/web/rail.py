"""The rail: the views that everybody has, with what waits in each."""

from dataclasses import dataclass

from tipline.domain.filter import TipFilter, parse
from tipline.i18n import gettext as _
from tipline.newsroom import queue

MOST = 1000
"""A larger count is only said to be larger."""


@dataclass(frozen=True, slots=True)
class View:
    """A line of the rail: its filter as text, its icon or its desk's colour, and how many wait there."""

    name: str
    text: str
    icon: str = ""
    colour: int = 0
    count: int | None = None
    late: int = 0
    current: bool = False

    @property
    def counted(self) -> str:
        """The count as it is shown."""
        if self.count is None:
            return ""
        return f"{MOST:,}+" if self.count > MOST else str(self.count)


def views(found: queue.QueueView, wanted: TipFilter) -> tuple[View, ...]:
    """Queue, mine, waiting, closed, quarantine."""
    counts = found.counts
    lines = (
        View(_("Queue"), "status:new,open", "inbox", count=counts.queue, late=counts.late),
        View(_("Mine"), "assignee:me status:new,open,waiting", "me", count=counts.mine),
        View(_("Waiting"), "status:waiting", "wait", count=counts.waiting),
        View(_("Closed"), "status:closed", "done"),
        View(_("Quarantine"), "status:quarantine", "quarantine", count=counts.quarantine),
    )
    return tuple(_marked(line, wanted) for line in lines)


def desks(found: queue.QueueView, wanted: TipFilter) -> tuple[View, ...]:
    """The queue of each desk."""
    return tuple(
        _marked(
            View(
                desk.name,
                f"desk:{desk.slug} status:new,open",
                colour=desk.colour,
                count=found.counts.desks.get(desk.id, 0),
            ),
            wanted,
        )
        for desk in found.desks
    )


def heading(found: queue.QueueView, wanted: TipFilter) -> str:
    """What a list is called: its view's name, else that it is a search."""
    named = [line.name for line in (*views(found, wanted), *desks(found, wanted)) if line.current]
    return named[0] if named else _("Search")


def _marked(line: View, wanted: TipFilter) -> View:
    same = _essence(parse(line.text)) == _essence(wanted)
    return View(line.name, line.text, line.icon, line.colour, line.count, line.late, same)


def _essence(found: TipFilter) -> tuple[object, ...]:
    return (
        frozenset(found.statuses),
        found.levels,
        found.desk,
        found.assignee,
        found.channel,
        found.late,
        found.words,
        found.faults,
    )
