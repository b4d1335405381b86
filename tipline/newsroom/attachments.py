"""Files on their way in, and out to an editor."""

from pathlib import Path
from typing import BinaryIO

from tipline.domain.attachment import Attachment
from tipline.domain.editor import Editor
from tipline.domain.refusals import NotFound
from tipline.newsroom import Newsroom
from tipline.store.blobs import Blob


def draft(newsroom: Newsroom) -> BinaryIO:
    """A file to receive into; closing it before intake kept it discards it."""
    return newsroom.blobs.draft()


def park(newsroom: Newsroom, content: BinaryIO) -> Blob:
    """Keep a file whose form has a fault elsewhere, so that it need not be sent again; unused ones are swept."""
    return newsroom.blobs.keep(content)


def unpark(newsroom: Newsroom, sha256: str) -> BinaryIO:
    """A parked file. Raises NotFound when it was swept."""
    path = newsroom.blobs.path(sha256)
    if not path.is_file():
        raise NotFound("This file is no longer here. Send it again")
    return path.open("rb")


def fetch(newsroom: Newsroom, ref: str, attachment_id: int, *, by: Editor) -> tuple[Attachment, Path]:
    """A file of a tip, and where it is. Raises NotFound."""
    with newsroom.store.reading() as tx:
        tip = tx.tips.get(ref, asker=by)
        attachment = tx.messages.attachment(tip.id, attachment_id)
    return attachment, newsroom.blobs.path(attachment.sha256)
