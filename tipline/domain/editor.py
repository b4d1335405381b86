"""A person with an account, and what a role may do to a tip that it may see."""

from dataclasses import dataclass
from enum import StrEnum

from tipline.domain.event import Event, Verb
from tipline.domain.refusals import Forbidden


class Role(StrEnum):
    """What an account is for."""

    REPORTER = "reporter"
    EDITOR = "editor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Editor:
    """An account. `desks` holds the ids of the desks it belongs to."""

    id: int
    email: str
    name: str
    role: Role
    desks: frozenset[int] = frozenset()
    active: bool = True

    @property
    def initials(self) -> str:
        """One or two letters for the round badge."""
        parts = self.name.split() or [self.email]
        return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()


EVERYONE = frozenset(Role)
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})

ACTS: dict[str, frozenset[Role]] = {
    "take": EVERYONE,
    "note": EVERYONE,
    "put_back": EVERYONE,
    "wait": EVERYONE,
    "close": EVERYONE,
    "reopen": EVERYONE,
    "undo": EVERYONE,
    "assign": EDITORS,
    "move": EDITORS,
    "set_level": EDITORS,
    "release": EDITORS,
    "accounts": frozenset({Role.ADMIN}),
    "demo": frozenset({Role.ADMIN}),
}
"""Who may do what, to a tip that one may see at all (docs/develop/rights.md holds the same table for people)."""
UNDOES = {Verb.ASSIGNED: "assign", Verb.MOVED: "move", Verb.LEVELLED: "set_level", Verb.RELEASED: "release"}
"""What one must be allowed to do to take it back; where a verb is not named, whoever sees the tip may."""


def check_may_undo(editor: Editor, event: Event) -> None:
    """Refuse to take back what the editor could not have done, and a reporter another one's note."""
    check_may(editor, "undo")
    check_may(editor, UNDOES.get(event.verb, "undo"))
    if event.verb == Verb.NOTED and event.by != editor.id and editor.role == Role.REPORTER:
        raise Forbidden("Only who wrote a note, or an editor, takes it back")


def may_undo(editor: Editor, event: Event) -> bool:
    """Whether the editor is shown the button that takes it back."""
    try:
        check_may_undo(editor, event)
    except Forbidden:
        return False
    return event.undoable


def check_may(editor: Editor, act: str) -> None:
    """Refuse an act that the editor's role does not have."""
    if editor.role not in ACTS[act]:
        raise Forbidden("Your role ({role}) does not let you do this", role=editor.role)
