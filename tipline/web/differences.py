"""Two editors, one field: what stands and what was asked for, in words."""

from dataclasses import dataclass

from tipline.domain.level import Level
from tipline.domain.refusals import Stale
from tipline.domain.status import Outcome, Status
from tipline.i18n import gettext as _
from tipline.newsroom.tips import TipView
from tipline.web.names import levels, outcomes, statuses


@dataclass(frozen=True, slots=True)
class Difference:
    """A field by its name, and its two values."""

    view: TipView
    field: str
    who: str
    theirs: str
    yours: str


def of(refusal: Stale, view: TipView) -> Difference:
    """What a stale act differs in from the tip as it is now."""
    named = _fields().get(refusal.field, refusal.field)
    return Difference(
        view, named, refusal.who, _said(refusal.field, refusal.theirs, view), _said(refusal.field, refusal.yours, view)
    )


def _fields() -> dict[str, str]:
    return {
        "status": _("Status"),
        "level": _("Level"),
        "desk_id": _("Desk"),
        "assignee_id": _("Owner"),
        "outcome": _("Outcome"),
    }


def _said(field: str, value: object, view: TipView) -> str:
    if field == "status":
        return statuses()[Status(str(value))]
    if field == "level":
        return levels()[Level(value)] if isinstance(value, int) else str(value)
    if field == "outcome":
        return outcomes()[Outcome(str(value))] if value else _("None")
    number = value if isinstance(value, int) else None
    if field == "desk_id":
        desk = view.desk(number)
        return desk.name if desk else _("No desk")
    editor = view.editor(number)
    return editor.name if editor else _("Nobody")
