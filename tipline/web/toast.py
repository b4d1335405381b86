"""What was just done, said on the next page with a way to take it back; the address carries only which event it was."""

import re
from dataclasses import dataclass

from tipline.domain.editor import Editor
from tipline.domain.refusals import NotFound
from tipline.domain.tip import Tip
from tipline.newsroom import tips
from tipline.newsroom.tips import TipView
from tipline.web import history, newsroom

DID = re.compile(r"(?P<ref>T-\w{1,16})\.(?P<kind>[vm])(?P<number>\d{1,9})")


@dataclass(frozen=True, slots=True)
class Toast:
    """A sentence, and the event that Undo takes back; none where it cannot be."""

    ref: str
    said: str
    event: int | None


def of_change(tip: Tip) -> str:
    """Names the act that gave a tip its version."""
    return f"{tip.ref}.v{tip.version}"


def of_note(ref: str, message_id: int) -> str:
    """Names the writing of a note."""
    return f"{ref}.m{message_id}"


def read(did: str, *, by: Editor, shown: TipView | None = None) -> Toast | None:
    """What an address says was just done; nothing for what the asker did not do or may no longer see."""
    named = DID.fullmatch(did)
    view = _view(named["ref"], by, shown) if named else None
    if named is None or view is None:
        return None
    number, field = int(named["number"]), {"v": "version", "m": "message_id"}[named["kind"]]
    event = next((one for one in view.events if getattr(one, field) == number and one.by == by.id), None)
    if event is None or event.undone_by is not None:
        return None
    return Toast(view.tip.ref, history.briefly(event, view), event.id if event.undoable else None)


def _view(ref: str, by: Editor, shown: TipView | None) -> TipView | None:
    if shown is not None and shown.tip.ref == ref:
        return shown
    try:
        return tips.look(newsroom(), ref, by=by)
    except NotFound:
        return None
