"""One entry of a tip's conversation: from the source, a reply to them, or an internal note."""

from dataclasses import dataclass
from enum import StrEnum


class MessageKind(StrEnum):
    """Who speaks, and to whom."""

    SOURCE = "source"
    REPLY = "reply"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Message:
    """What was said. `at` is in milliseconds since 1970; `author` is an editor's name, none for the source."""

    id: int
    kind: MessageKind
    at: int
    words: str
    author: str | None = None
    author_id: int | None = None
    withdrawn_at: int | None = None
