"""Whose move it is: the one table of a tip's paths, which every door passes through."""

from enum import StrEnum

from tipline.domain.refusals import Refused


class Status(StrEnum):
    """Where a tip stands."""

    QUARANTINE = "quarantine"
    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of a closed tip."""

    PUBLISHED = "published"
    BACKGROUND = "background"
    PASSED_ON = "passed_on"
    NOT_NEWSWORTHY = "not_newsworthy"
    UNVERIFIABLE = "unverifiable"
    FALSE = "false"
    DUPLICATE = "duplicate"
    OFF_TOPIC = "off_topic"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    SPAM = "spam"


PATHS: dict[Status, frozenset[Status]] = {
    Status.QUARANTINE: frozenset({Status.NEW, Status.OPEN, Status.CLOSED}),
    Status.NEW: frozenset({Status.QUARANTINE, Status.OPEN, Status.WAITING, Status.CLOSED}),
    Status.OPEN: frozenset({Status.NEW, Status.WAITING, Status.CLOSED}),
    Status.WAITING: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN, Status.CLOSED}),
}

QUEUED = (Status.NEW, Status.OPEN)
"""The statuses in which the move is ours: what the queue shows."""


def check_path(now: Status, then: Status) -> None:
    """Refuse a move that is not in the table, naming those that are."""
    if then not in PATHS[now]:
        allowed = ", ".join(sorted(PATHS[now]))
        raise Refused(
            "A tip that is {now} cannot become {then}. It can become: {allowed}", now=now, then=then, allowed=allowed
        )
