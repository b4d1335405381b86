"""What of the history can be taken back."""

from dataclasses import replace

import pytest

from tipline.domain.event import Door, Event, Verb

CLOSED = Event(9, 1_790_000_000_000, Verb.CLOSED, Door.WEB, 3, before={"status": "open"}, after={"status": "closed"})


@pytest.mark.parametrize(
    ("event", "undoable"),
    [
        (CLOSED, True),
        (Event(10, 1, Verb.NOTED, Door.WEB, 3, message_id=4), True),
        (replace(CLOSED, undone_by=11), False),
        (replace(CLOSED, verb=Verb.UNDID, undoes=9), False),
        (Event(1, 1, Verb.RECEIVED, Door.MAIL, 1, message_id=1), False),
        (Event(2, 1, Verb.ACKNOWLEDGED, Door.WORKER, 1), False),
        (replace(CLOSED, before={}, after={}), False),
    ],
)
def test_a_change_or_a_note_can_be_undone_once(event, undoable):
    assert event.undoable is undoable
