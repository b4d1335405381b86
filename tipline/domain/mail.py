"""A mail as it came in: its envelope and exact bytes, kept before anything is read in it."""

from dataclasses import dataclass
from enum import StrEnum


class MailKind(StrEnum):
    """What a mail turned out to be."""

    HUMAN = "human"
    AUTO_REPLY = "auto-reply"
    AUTO_GENERATED = "auto-generated"
    BOUNCE = "bounce"
    LIST = "list"
    LOOP = "loop"
    UNREADABLE = "unreadable"


class MailState(StrEnum):
    """How far the reading of a mail has come."""

    KEPT = "kept"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What SMTP said (RFC 5321): the return path, empty for a null sender, and one recipient of ours."""

    sender: str
    recipient: str
    way: str = "smtp"


@dataclass(frozen=True, slots=True)
class Mail:
    """A kept mail. `raw` are its exact bytes; `attempts` counts tries to read it; `tip_id` is what it became."""

    id: int
    received_at: int
    envelope: Envelope
    sha256: str
    size: int
    state: MailState
    attempts: int
    raw: bytes = b""
    kind: MailKind | None = None
    tip_id: int | None = None
    fault: str = ""
