"""Who may see which tips: the one function that every query on tips passes."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_

from tipline.domain.editor import Editor, Role
from tipline.store.schema import tips


class Everyone:
    """Nobody asks: the house itself does, in intake, by the worker, for a dump."""


House = Everyone()
Asker = Editor | Everyone


def seen_by(query: Select[Any], asker: Asker) -> Select[Any]:
    """The query with only those tips that the asker may see."""
    if isinstance(asker, Everyone) or asker.role == Role.ADMIN:
        return query
    return query.where(_theirs(asker))


def _theirs(asker: Editor) -> ColumnElement[bool]:
    own = [tips.c.assignee_id == asker.id]
    if asker.desks:
        own.append(tips.c.desk_id.in_(sorted(asker.desks)))
    if asker.role == Role.EDITOR:
        own.append(tips.c.desk_id.is_(None))
    return or_(*own)
