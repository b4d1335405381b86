"""The waist: what every door hands over, and what it gets back."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from tipline.domain.source import Contact


class Channel(StrEnum):
    """How a tip came."""

    FORM = "form"
    EMAIL = "email"
    MANUAL = "manual"
    API = "api"
    IMPORT = "import"


KNOWS = ("saw", "told", "documents", "other")
"""How a reader says that they know."""

CONSENTS = ("quote", "name", "ask_first")
"""What a reader may allow: quote me, name me; and: ask me before anything that could point to me."""


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """A file as it came: `content` stands at its start and is read once; `wish` is to remove hidden details."""

    name: str
    content: BinaryIO
    wish: bool = False


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Whom to thank by mail, in which language, in answer to which Message-ID (RFC 5322, 3.6.4)."""

    to: str
    language: str = "en"
    in_reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A tip that is not yet stored.

    `key` names the act of sending: the same key is the same tip, whatever else differs. `code_seed` is a secret from
    which the receipt's code is made, so that sending twice shows the same one; none gives no receipt. `desk` is a
    slug. `flags` are short codes that an editor is shown ("duplicate_from"). `mail_id` is the mail that this was
    read from.
    """

    channel: Channel
    words: str
    key: str
    headline: str = ""
    desk: str | None = None
    about: str = ""
    place: str = ""
    happened: str = ""
    files: tuple[SubmittedFile, ...] = ()
    contact: Contact = field(default_factory=Contact)
    knows: str | None = None
    consents: frozenset[str] = frozenset()
    language: str = "en"
    code_seed: str | None = None
    bulk: bool = False
    spam_points: int = 0
    flags: tuple[str, ...] = ()
    acknowledge: Acknowledgement | None = None
    mail_id: int | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a door tells a reader: public reference, six-word code if one was made, whether it was known already."""

    ref: str
    code: str | None = None
    again: bool = False
