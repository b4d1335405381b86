"""Who may see which tips: the one function that every query on tips passes."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_

from tipline.domain.editor import Editor, Role
from tipline.store.schema import tips


class Everyone:
    """Nobody asks: the house itself does, in intake, by the worker, for a dump."""


House = Everyone()
NO_DESK = NOBODY = 0
"""Ids begin with 1."""
Asker = Editor | Everyone


def seen_by(query: Select[Any], asker: Asker) -> Select[Any]:
    """The query with only those tips that the asker may see."""
    if isinstance(asker, Everyone) or asker.role == Role.ADMIN:
        return query
    return query.where(_theirs(asker))


def _theirs(asker: Editor) -> ColumnElement[bool]:
    """Their own, those of their desks, and for an editor those of none.

    Said by coalesce, so that no index is used for it: the order of the list shall choose the index, or all that
    somebody may see is fetched and sorted for each page.
    """
    on = sorted(asker.desks | ({NO_DESK} if asker.role == Role.EDITOR else set()))
    own = func.coalesce(tips.c.assignee_id, NOBODY) == asker.id
    return or_(own, func.coalesce(tips.c.desk_id, NO_DESK).in_(on)) if on else own
