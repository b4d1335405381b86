"""Work promised inside a transaction and done later by the worker."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from tipline.domain.job import Job, JobKind, JobState
from tipline.store import rows
from tipline.store.schema import outbox

DUE = text("state = 'due'")
"""In the letters of the partial index."""

PROMISE = insert(outbox)


class Outbox:
    """The outbox of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def promise(self, kind: JobKind, *, tip_id: int, payload: Mapping[str, str], message_id: str, at: int) -> None:
        """Promise work; it is done only if this transaction holds."""
        values = {
            "kind": kind,
            "tip_id": tip_id,
            "state": JobState.DUE,
            "created_at": at,
            "due_at": at,
            "attempts": 0,
            "payload": rows.packed(dict(payload)),
            "message_id": message_id,
            "fault": "",
        }
        self._connection.execute(PROMISE, values)

    def any_due(self, *, now: int) -> bool:
        """Whether anything is due, asked before a writer's turn is taken. Index: ix_outbox_due."""
        query = select(outbox.c.id).where(DUE, outbox.c.due_at <= now).limit(1)
        return self._connection.execute(query).first() is not None

    def claim(self, *, limit: int, now: int, until: int) -> tuple[Job, ...]:
        """Due jobs, leased: nobody else gets them before `until`. Index: ix_outbox_due."""
        due = select(outbox.c.id).where(DUE, outbox.c.due_at <= now).order_by(outbox.c.due_at).limit(limit)
        chosen = due.with_for_update(skip_locked=True)
        claimed = update(outbox).where(outbox.c.id.in_(chosen)).values(due_at=until, attempts=outbox.c.attempts + 1)
        found = self._connection.execute(claimed.returning(*outbox.c)).all()
        return tuple(sorted((_job(row) for row in found), key=lambda job: job.id))

    def settle(self, job_id: int, *, state: JobState, due_at: int, fault: str = "", done_at: int | None = None) -> None:
        """A try ended: the job is done, dead, or due again."""
        changed = {"state": state, "due_at": due_at, "fault": fault, "done_at": done_at}
        self._connection.execute(update(outbox).where(outbox.c.id == job_id).values(changed))

    def retry(self, job_id: int, *, at: int) -> bool:
        """Make a job due at once, its tries forgotten; false if there is no such job or it is done."""
        again = update(outbox).where(outbox.c.id == job_id, outbox.c.state != JobState.DONE)
        return self._connection.execute(again.values(state=JobState.DUE, due_at=at, attempts=0)).rowcount == 1

    def all(self, state: JobState | None, *, limit: int) -> tuple[Job, ...]:
        """Jobs, newest first."""
        query = select(outbox).order_by(outbox.c.id.desc()).limit(limit)
        query = query.where(outbox.c.state == state) if state else query
        return tuple(_job(row) for row in self._connection.execute(query))

    def oldest_due(self) -> int | None:
        """When the oldest job that is not done was promised."""
        return self._connection.execute(select(outbox.c.created_at).where(DUE).order_by(outbox.c.id).limit(1)).scalar()


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        created_at=row.created_at,
        due_at=row.due_at,
        attempts=row.attempts,
        payload=json.loads(row.payload),
        message_id=row.message_id,
        tip_id=row.tip_id,
        done_at=row.done_at,
        fault=row.fault,
    )
