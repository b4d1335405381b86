"""Fakes of what is outside us, time and chance, and a plain submission."""

from dataclasses import replace
from itertools import count
from typing import Any

from tipline.domain.submission import Channel, Submission

NOW = 1_795_600_800_000
"""Wednesday 25 November 2026, 10:00 UTC."""
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
PASSWORD = "five plain words make one"

_numbers = count(1)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: int = NOW) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def advance(self, milliseconds: int) -> None:
        self.at += milliseconds


def sent(**changes: Any) -> Submission:
    """A submission by the form, with a key of its own unless one is given."""
    plain = Submission(
        channel=Channel.FORM,
        words="The night crew stopped coming in October. The notice says the site reopens on 3 March.",
        key=f"key-{next(_numbers)}",
    )
    return replace(plain, **changes)


SENT = sent(key="the same key", code_seed="the same seed")
