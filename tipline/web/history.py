"""What was done to a tip, in words: a line of its history, and what is said right after an act."""

from dataclasses import dataclass

from tipline.domain.editor import may_undo
from tipline.domain.event import Door, Event, Fields, Verb
from tipline.domain.level import Level
from tipline.domain.status import Outcome
from tipline.i18n import gettext as _
from tipline.newsroom.queue import Surroundings
from tipline.newsroom.tips import TipView
from tipline.web.guard import asker
from tipline.web.names import levels, outcomes


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history; `who` is a first name, `undoable` whether it can be taken back here."""

    event: Event
    said: str
    door: str
    undone: bool
    undoable: bool


def lines(view: TipView) -> tuple[Line, ...]:
    """A tip's history in words, newest first."""
    return tuple(_line(event, view) for event in view.events)


def briefly(event: Event, view: TipView) -> str:
    """What somebody just did, as they are told it: `T-7K3MQ9 closed: not a story`."""
    ref, after = view.tip.ref, event.after or {}
    if event.verb == Verb.UNDID:
        return _("Undone: {what}", what=_undone(event, view))
    sayings = {
        Verb.TOOK: _("{ref} is yours", ref=ref),
        Verb.ASSIGNED: _("{ref} given to {name}", ref=ref, name=_person(after, view)),
        Verb.MOVED: _("{ref} moved to {desk}", ref=ref, desk=_desk(after, view)),
        Verb.LEVELLED: _("{ref} set to {level}", ref=ref, level=_level(after, view)),
        Verb.RELEASED: _("{ref} has the level its reasons give: {level}", ref=ref, level=_level(after, view)),
        Verb.PUT_BACK: _("{ref} is back in the queue", ref=ref),
        Verb.WAITED: _("{ref} waits for the source", ref=ref),
        Verb.CLOSED: _("{ref} closed: {outcome}", ref=ref, outcome=_outcome(after, view)),
        Verb.REOPENED: _("{ref} is open again", ref=ref),
        Verb.NOTED: _("Note on {ref} saved", ref=ref),
    }
    return sayings.get(event.verb, ref)


def _line(event: Event, view: TipView) -> Line:
    return Line(event, _said(event, view), _doors()[event.door], event.undone_by is not None, may_undo(asker(), event))


def _said(event: Event, view: TipView) -> str:
    who, after = _first_name(event), event.after or {}
    nobody = "assignee_id" in after and after["assignee_id"] is None
    sayings = {
        Verb.RECEIVED: _("Received"),
        Verb.TOOK: _("{who} took it", who=who),
        Verb.ASSIGNED: _("{who} gave it to {name}", who=who, name=_person(after, view)),
        Verb.MOVED: _("{who} moved it to {desk}", who=who, desk=_desk(after, view)),
        Verb.LEVELLED: _("{who} set the level to {level}", who=who, level=_level(after, view)),
        Verb.RELEASED: _("{who} gave the level back to the reasons", who=who),
        Verb.PUT_BACK: _("{who} put it back in the queue", who=who),
        Verb.WAITED: _("{who} waits for the source", who=who),
        Verb.CLOSED: _("{who} closed it: {outcome}", who=who, outcome=_outcome(after, view)),
        Verb.REOPENED: _("{who} opened it again", who=who),
        Verb.NOTED: _("{who} wrote a note", who=who),
        Verb.ACKNOWLEDGED: _("An acknowledgement was sent"),
        Verb.UNDID: _("{who} undid: {what}", who=who, what=_undone(event, view)),
    }
    return _("{who} took it from its owner", who=who) if event.verb == Verb.ASSIGNED and nobody else sayings[event.verb]


def _undone(event: Event, view: TipView) -> str:
    done = next((one for one in view.events if one.id == event.undoes and one.verb != Verb.UNDID), None)
    return _said(done, view) if done else ""


def _first_name(event: Event) -> str:
    return (event.who or "tipline").split()[0]


def _person(after: Fields, view: Surroundings) -> str:
    found = view.editor(_number(after.get("assignee_id")))
    return found.name if found else _("nobody")


def _desk(after: Fields, view: Surroundings) -> str:
    found = view.desk(_number(after.get("desk_id")))
    return found.name if found else _("no desk")


def _level(after: Fields, view: TipView) -> str:
    return levels()[Level(_number(after.get("level")) or view.tip.level)].lower()


def _outcome(after: Fields, view: TipView) -> str:
    found = after.get("outcome") or view.tip.outcome
    return outcomes()[Outcome(str(found))].lower() if found else ""


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int) else None


def _doors() -> dict[Door, str]:
    return {
        Door.WEB: _("by web"),
        Door.MAIL: _("by mail"),
        Door.API: _("by API"),
        Door.WORKER: _("by itself"),
        Door.CLI: _("at the command line"),
    }
