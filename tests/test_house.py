"""The house stands as docs/develop/house.md says: a test for each rule, which tells every place that breaks it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import floors, manners, pages, shape

ROOT = Path(__file__).parents[1]
RULES: tuple[Callable[[Path], list[str]], ...] = (
    floors.imports_point_down,
    floors.libraries_stay_in_their_room,
    floors.nothing_imports_in_a_circle,
    floors.imports_stand_at_the_top,
    shape.files_are_short,
    shape.functions_are_short,
    shape.files_say_what_they_hold,
    shape.files_have_names,
    manners.only_the_clock_asks_the_time,
    manners.chance_comes_from_refs,
    manners.only_the_newsroom_opens_transactions,
    manners.bugs_are_not_caught,
    manners.the_linter_is_heard,
    manners.words_can_be_translated,
    manners.nothing_of_ours_is_mocked,
    manners.nothing_is_left_to_do,
    pages.pages_are_still,
    pages.markup_is_made_in_one_place,
    pages.nothing_names_a_machine,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(rule: Callable[[Path], list[str]]) -> None:
    faults = rule(ROOT)

    assert not faults, "\n".join([rule.__doc__ or "", *faults])
