"""The tips that wait for a decision, and every other filter over tips."""

from dataclasses import dataclass, field

from tipline.domain.desk import Desk
from tipline.domain.editor import Editor
from tipline.domain.filter import QUEUE, TipFilter
from tipline.domain.status import QUEUED, Status
from tipline.domain.tip import Tip
from tipline.newsroom import Newsroom
from tipline.store import Transaction
from tipline.store.tips import cursor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """What the rail says; 1001 stands for more than a thousand. `desks` are queued tips by desk id."""

    queue: int
    mine: int
    waiting: int
    quarantine: int
    late: int
    desks: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Desks and people, to say by name what tips hold by id."""

    desks: tuple[Desk, ...]
    editors: tuple[Editor, ...]

    def desk(self, desk_id: int | None) -> Desk | None:
        """A desk by its id."""
        return next((one for one in self.desks if one.id == desk_id), None)

    def editor(self, editor_id: int | None) -> Editor | None:
        """An editor by their id."""
        return next((one for one in self.editors if one.id == editor_id), None)


@dataclass(frozen=True, slots=True)
class QueueView(Surroundings):
    """One page of a filter with all it shows; `after` is the cursor of the next page."""

    rows: tuple[Tip, ...]
    after: str | None
    counts: Counts


def look(newsroom: Newsroom, wanted: TipFilter, *, by: Editor, after: str = "", size: int = PAGE) -> QueueView:
    """One page of a filter, and the rail. A cursor that is none of ours begins at the start."""
    with newsroom.store.reading() as tx:
        now = newsroom.clock.now()
        found = tx.tips.page(wanted, asker=by, now=now, after=after if _is_cursor(after, wanted) else "", size=size + 1)
        rows = tuple(found[:size])
        more = cursor(rows[-1], wanted) if len(found) > size else None
        desks = tx.people.desks()
        counts = _counts(tx, desks, by=by, now=now)
        return QueueView(desks=desks, editors=tx.people.editors(), rows=rows, after=more, counts=counts)


def _counts(tx: Transaction, desks: tuple[Desk, ...], *, by: Editor, now: int) -> Counts:
    wanted = {
        "queue": QUEUE,
        "mine": TipFilter(assignee="me"),
        "waiting": TipFilter(statuses=(Status.WAITING,)),
        "quarantine": TipFilter(statuses=(Status.QUARANTINE,)),
        "late": TipFilter(statuses=QUEUED, late=True),
    }
    on_desks = {str(desk.id): TipFilter(statuses=QUEUED, desk=desk.slug) for desk in desks}
    counted = tx.tips.counts({**wanted, **on_desks}, asker=by, now=now)
    return Counts(**{name: counted[name] for name in wanted}, desks={desk.id: counted[str(desk.id)] for desk in desks})


def _is_cursor(after: str, wanted: TipFilter) -> bool:
    parts = after.split("-")
    numbers = all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts)
    return numbers and len(parts) == (3 if wanted.by_level else 1)
