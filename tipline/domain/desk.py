"""A section of the newsroom, and by when it promises a first decision."""

from dataclasses import dataclass

from tipline.domain.level import Level

HOUR = 3_600_000
PROMISES = (1, 4, 24, 72)
"""Hours to the first decision for urgent, high, normal, low, where a desk says nothing else."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk; `promises` are hours for urgent, high, normal and low; `colour` is 1 to 7."""

    id: int
    slug: str
    name: str
    colour: int
    promises: tuple[int, int, int, int] = PROMISES


def due_at(received_at: int, level: Level, desk: Desk | None) -> int:
    """By when a tip must have had its first decision, in milliseconds since 1970."""
    promises = desk.promises if desk else PROMISES
    return received_at + promises[level - 1] * HOUR
