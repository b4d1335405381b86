"""Files that came whole with a form that had faults: named in the page that goes back, so as not to be sent again."""

import json
from dataclasses import dataclass
from typing import BinaryIO, cast

from tipline.newsroom import Newsroom, attachments
from tipline.signing import BadSignature
from tipline.web.uploads import Upload


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that rests in the blob folder without a tip; `token` is what the page carries of it."""

    sha256: str
    size: int
    name: str
    token: str


def keep(newsroom: Newsroom, upload: Upload) -> Kept:
    """Let a file rest until the form comes back. Raises Busy."""
    draft = upload.draft
    # A draft that intake had put at its place, before the database said no, is closed and already rests there.
    parked = draft if draft.closed else attachments.park(newsroom, cast(BinaryIO, draft))
    text = json.dumps([parked.sha256, parked.size, upload.name])
    return Kept(parked.sha256, parked.size, upload.name, newsroom.signer.sign("kept file", text))


def read(newsroom: Newsroom, token: str) -> Kept | None:
    """The file that a page names; none if we did not say so ourselves."""
    try:
        sha256, size, name = json.loads(newsroom.signer.unsign("kept file", token))
    except BadSignature:
        return None
    return Kept(sha256, size, name, token)
