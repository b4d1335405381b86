"""The history: lines are added, never changed."""

import json
from typing import Any

from sqlalchemy import Connection, insert, select

from tipline.domain.event import Door, Event, Fields, Verb
from tipline.store import rows
from tipline.store.schema import editors, events

ADD = insert(events)


class Events:
    """The history in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        tip_id: int,
        verb: Verb,
        *,
        at: int,
        door: Door,
        version: int,
        by: int | None = None,
        changes: tuple[Fields, Fields] | None = None,
        message_id: int | None = None,
        undoes: int | None = None,
    ) -> None:
        """Write down what was done to a tip."""
        before, after = changes or (None, None)
        values = {
            "tip_id": tip_id,
            "at": at,
            "verb": verb,
            "door": door,
            "version": version,
            "by": by,
            "before": rows.packed(before) if before else None,
            "after": rows.packed(after) if after else None,
            "message_id": message_id,
            "undoes": undoes,
        }
        self._connection.execute(ADD, values)

    def of(self, tip_id: int) -> tuple[Event, ...]:
        """A tip's history, newest first. Index: ix_events_tip_id."""
        query = select(events, editors.c.name).join(editors, editors.c.id == events.c.by, isouter=True)
        found = self._connection.execute(query.where(events.c.tip_id == tip_id).order_by(events.c.id.desc())).all()
        undone = {row.undoes: row.id for row in found if row.undoes is not None}
        return tuple(_event(row, undone.get(row.id)) for row in found)


def _event(row: Any, undone_by: int | None) -> Event:
    return Event(
        id=row.id,
        at=row.at,
        verb=Verb(row.verb),
        door=Door(row.door),
        version=row.version,
        by=row.by,
        who=row.name,
        before=json.loads(row.before) if row.before else None,
        after=json.loads(row.after) if row.after else None,
        message_id=row.message_id,
        undoes=row.undoes,
        undone_by=undone_by,
    )
