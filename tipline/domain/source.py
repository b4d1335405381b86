"""What we know of a reader: how they can be reached, and what they allow."""

from dataclasses import dataclass
from enum import StrEnum


class ContactKind(StrEnum):
    """How a reader can be reached."""

    CODE = "code"
    EMAIL = "email"
    PHONE = "phone"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Contact:
    """What a reader gave us to reach them: an address or number, a name, and safe times for a call."""

    kind: ContactKind = ContactKind.CODE
    address: str = ""
    name: str = ""
    times: str = ""

    @property
    def answerable(self) -> bool:
        """Whether we can reach them without their coming back by themselves."""
        return self.kind in (ContactKind.EMAIL, ContactKind.PHONE) and bool(self.address)


@dataclass(frozen=True, slots=True)
class Source:
    """A reader across tips; empty but for the id where nothing is known."""

    id: int
    name: str = ""
    email: str = ""
    phone: str = ""
    times: str = ""
