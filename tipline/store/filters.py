"""What a filter asks of tips, said so that the order of the list chooses the index, and not what is asked beside it.

SQLite would else seek by whatever holds a value that is asked for, and sort all that it found for each page.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, TextClause, func, select, text

from tipline.domain.filter import TipFilter
from tipline.domain.status import Status
from tipline.store.rights import Asker
from tipline.store.schema import QUEUED, desks, editors, tips

Condition = ColumnElement[bool] | TextClause
IS_QUEUED = text(QUEUED)
NOT_CLOSED = text("status <> 'closed'")
"""In the letters of the partial indexes ix_tips_assignee and ix_tips_status."""


def conditions(wanted: TipFilter, *, asker: Asker, now: int | BindParameter[int]) -> Iterator[Condition]:
    """Everything but the words."""
    if wanted.queued:
        yield IS_QUEUED
    elif wanted.statuses:
        yield from _standing(wanted)
    if wanted.levels:
        yield _at(wanted)
    if wanted.channel:
        yield _beside(wanted, tips.c.channel) == wanted.channel
    if wanted.late:
        yield from (tips.c.due_at < now, tips.c.decided_at.is_(None), tips.c.status != Status.QUARANTINE)
    if wanted.desk:
        yield _on_desk(wanted)
    if wanted.assignee:
        yield from _assigned(wanted, asker)


def _standing(wanted: TipFilter) -> Iterator[Condition]:
    if len(wanted.statuses) > 1:
        # Said by what is left out: each status would be sought by itself.
        yield tips.c.status.not_in([status for status in Status if status not in wanted.statuses])
        return
    # Among the undecided ones there is no closed one: not to be looked for among all that are closed.
    apart = wanted.searches or (wanted.late and not wanted.by_level)
    yield (_apart(tips.c.status) if apart else tips.c.status) == wanted.statuses[0]
    if wanted.by_level:
        yield NOT_CLOSED


def _at(wanted: TipFilter) -> Condition:
    if len(wanted.levels) == 1 and not wanted.searches:
        return tips.c.level == int(wanted.levels[0])
    return _apart(tips.c.level).in_([int(level) for level in wanted.levels])


def _on_desk(wanted: TipFilter) -> Condition:
    in_queue = wanted.queued and wanted.by_level
    column: ColumnElement[Any] = tips.c.desk_id if in_queue else _beside(wanted, tips.c.desk_id)
    if wanted.desk == "none":
        return column.is_(None)
    return column == select(desks.c.id).where(desks.c.slug == wanted.desk).scalar_subquery()


def _assigned(wanted: TipFilter, asker: Asker) -> Iterator[Condition]:
    column = _apart(tips.c.assignee_id) if wanted.searches else tips.c.assignee_id
    if wanted.by_level:
        yield NOT_CLOSED
    if wanted.assignee == "nobody":
        yield column.is_(None)
    elif wanted.assignee == "me":
        yield column == getattr(asker, "id", None)
    else:
        yield column == select(editors.c.id).where(editors.c.email == wanted.assignee).scalar_subquery()


def _beside(wanted: TipFilter, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column to compare: alone it may choose the index, beside words or in a list by level it may not."""
    return _apart(column) if wanted.searches or wanted.by_level else column


def _apart(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column that no index holds."""
    return func.coalesce(column, column)
