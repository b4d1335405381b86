"""One line of history: who did what to what, when, through which door, and how to undo it."""

from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """Through which door something was done."""

    WEB = "web"
    MAIL = "mail"
    API = "api"
    WORKER = "worker"
    CLI = "cli"


class Verb(StrEnum):
    """What was done."""

    RECEIVED = "received"
    TOOK = "took"
    ASSIGNED = "assigned"
    MOVED = "moved"
    LEVELLED = "levelled"
    RELEASED = "released"
    PUT_BACK = "put_back"
    WAITED = "waited"
    CLOSED = "closed"
    REOPENED = "reopened"
    NOTED = "noted"
    ACKNOWLEDGED = "acknowledged"
    UNDID = "undid"


Fields = dict[str, str | int | bool | None]
"""Names and values of a tip's changed fields, as stored."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change: `before` and `after` hold the changed fields, `version` is the tip's after it.

    `who` is a name to show, none where nobody on the desk did it. `undoes` and `undone_by` are ids of events.
    """

    id: int
    at: int
    verb: Verb
    door: Door
    version: int
    by: int | None = None
    who: str | None = None
    before: Fields | None = None
    after: Fields | None = None
    message_id: int | None = None
    undoes: int | None = None
    undone_by: int | None = None

    @property
    def undoable(self) -> bool:
        """Whether this can be taken back: a change of fields or a note that was not undone yet."""
        return (
            self.undone_by is None
            and self.undoes is None
            and (bool(self.after) or self.message_id is not None)
            and self.verb != Verb.RECEIVED
        )
