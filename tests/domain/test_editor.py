"""What a role may do."""

import pytest

from tipline.domain.editor import ACTS, Editor, Role, check_may
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
