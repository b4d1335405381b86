"""A reader who comes back with a receipt."""

from dataclasses import dataclass

from tipline.domain.attachment import Attachment
from tipline.domain.message import Message, MessageKind
from tipline.domain.refusals import NotFound, TooMany
from tipline.domain.source import ContactKind
from tipline.domain.status import Status
from tipline.newsroom import Newsroom
from tipline.newsroom.intake import receipt_hash
from tipline.newsroom.visitors import prefix_key

TRIES = 10
EVERY = 60_000
MISS = "We do not know this code. Look at each of its six words"


@dataclass(frozen=True, slots=True)
class Returned:
    """What a reader sees of their own tip: never a note."""

    ref: str
    sent_at: int
    status: Status
    messages: tuple[Message, ...]
    files: tuple[Attachment, ...]
    about: str
    contact: ContactKind


def look(newsroom: Newsroom, code: str, *, visitor: str) -> Returned:
    """The tip of a code, however it was typed. Raises NotFound, and TooMany after TRIES from one place.

    Every look-up is one keyed hash and one index probe, found or not, so its time tells nothing.
    """
    now, key = newsroom.clock.now(), prefix_key(newsroom, "return", visitor)
    with newsroom.store.writing() as tx:
        wait = tx.limits.take(key, now=now, every=EVERY, burst=TRIES)
    if wait:
        raise TooMany("Too many tries. Wait {wait} seconds", wait=wait // 1000 + 1)
    return of_code(newsroom, code)


def of_code(newsroom: Newsroom, code: str) -> Returned:
    """The tip of a code that we hand out in this moment: nobody guesses here, so nobody is counted. Raises NotFound."""
    with newsroom.store.reading() as tx:
        tip = tx.tips.by_receipt(receipt_hash(newsroom, _plain(code)))
        if tip is None:
            raise NotFound(MISS)
        details = tx.tips.details(tip.id)
        said = tuple(one for one in tx.messages.of(tip.id) if one.kind != MessageKind.NOTE and one.withdrawn_at is None)
        files = tx.messages.attachments_of(tip.id)
    return Returned(tip.ref, tip.received_at, tip.status, said, files, details.about, details.contact)


def _plain(code: str) -> str:
    """The words alone, whatever stood between them."""
    return " ".join("".join(c if c.isalpha() else " " for c in code.lower()).split())
