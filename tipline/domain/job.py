"""Work promised inside a transaction and done later by the worker, at least once: a row of the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class JobKind(StrEnum):
    """What there is to do."""

    ACKNOWLEDGEMENT = "acknowledgement"


class JobState(StrEnum):
    """Where a promised job stands."""

    DUE = "due"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the outbox. `payload` is what the work needs; `message_id` is the one Message-ID all tries carry."""

    id: int
    kind: JobKind
    state: JobState
    created_at: int
    due_at: int
    attempts: int
    payload: Mapping[str, str]
    message_id: str
    tip_id: int | None = None
    done_at: int | None = None
    fault: str = ""


SECOND = 1000
PAUSES = (10, 60, 300, 900, 3600, 7200, 14_400, 28_800, 43_200, 72_000)
"""Seconds between tries: two days in all, then the job is dead."""


def pause_after(attempts: int, *, jitter: float) -> int | None:
    """Milliseconds to wait after so many tries; `jitter` 0 to 1 adds up to a quarter; none when time to give up."""
    if attempts > len(PAUSES):
        return None
    return int(PAUSES[attempts - 1] * SECOND * (1 + jitter / 4))
