"""What a role may do."""

from dataclasses import replace

import pytest

from tipline.domain.editor import ACTS, Editor, Role, check_may, may_undo
from tipline.domain.event import Door, Event, Verb
from tipline.domain.refusals import Forbidden

BY_EVERYONE = {"take", "note", "put_back", "wait", "close", "reopen", "undo"}
BY_EDITORS = {"assign", "move", "set_level", "release"}
BY_ADMINS = {"accounts", "demo"}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_it_is_for_and_no_more(role, act):
    editor = Editor(1, "tom@ledger.example", "Tom Varga", role)
    may = BY_EVERYONE | (BY_EDITORS if role != Role.REPORTER else set()) | (BY_ADMINS if role == Role.ADMIN else set())

    if act in may:
        check_may(editor, act)
    else:
        with pytest.raises(Forbidden, match=rf"Your role \({role}\)"):
            check_may(editor, act)


def test_every_act_has_its_row():
    assert set(ACTS) == BY_EVERYONE | BY_EDITORS | BY_ADMINS


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ines Okoro", "IO"),
        ("Ana María de la Cruz", "AC"),
        ("priya", "P"),
        ("李明", "李"),
        ("", "T"),
        ("  ", "T"),
    ],
)
def test_a_badge_has_one_or_two_letters(name, initials):
    assert Editor(1, "tom@ledger.example", name, Role.EDITOR).initials == initials


def test_the_undo_button_is_for_who_may_use_it() -> None:
    levelled = Event(id=1, at=0, verb=Verb.LEVELLED, door=Door.WEB, version=2, by=1, after={"level": 1})
    noted = Event(id=2, at=0, verb=Verb.NOTED, door=Door.WEB, version=3, by=1, message_id=5)
    ana = Editor(1, "ana@example.com", "Ana", Role.REPORTER)
    bo = Editor(2, "bo@example.com", "Bo", Role.REPORTER)
    cy = Editor(3, "cy@example.com", "Cy", Role.EDITOR)

    assert [may_undo(who, levelled) for who in (ana, bo, cy)] == [False, False, True]
    assert [may_undo(who, noted) for who in (ana, bo, cy)] == [True, False, True]
    assert not may_undo(cy, replace(levelled, undone_by=9))
