"""One tip with all that its page shows."""

from dataclasses import dataclass

from tipline.domain.attachment import Attachment
from tipline.domain.editor import Editor
from tipline.domain.event import Event
from tipline.domain.message import Message
from tipline.domain.source import Source
from tipline.domain.tip import Details, Tip
from tipline.newsroom import Newsroom
from tipline.newsroom.queue import Surroundings


@dataclass(frozen=True, slots=True)
class TipView(Surroundings):
    """A tip, its conversation and its history (newest first)."""

    tip: Tip
    details: Details
    source: Source | None
    messages: tuple[Message, ...]
    attachments: tuple[Attachment, ...]
    events: tuple[Event, ...]


def look(newsroom: Newsroom, ref: str, *, by: Editor) -> TipView:
    """The tip's page. Raises NotFound for what is not there and for what the editor may not see alike."""
    with newsroom.store.reading() as tx:
        tip = tx.tips.get(ref, asker=by)
        details = tx.tips.details(tip.id)
        return TipView(
            desks=tx.people.desks(),
            editors=tx.people.editors(),
            tip=tip,
            details=details,
            source=tx.sources.get(details.source_id) if details.source_id is not None else None,
            messages=tx.messages.of(tip.id),
            attachments=tx.messages.attachments_of(tip.id),
            events=tx.events.of(tip.id),
        )
