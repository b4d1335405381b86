"""Saying no in a sentence."""

import pytest

from tipline.domain.refusals import Busy, Forbidden, Invalid, NotFound, Refusal, Refused, Stale, TooLarge, TooMany


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (NotFound(), "There is nothing here"),
        (Busy(), "We cannot keep anything just now"),
        (Refused("A tip that is {now} stays so", now="closed"), "A tip that is closed stays so"),
        (Forbidden("Your role ({role}) does not let you", role="reporter"), "Your role (reporter) does not let you"),
        (TooLarge("At most {files} files", files=20), "At most 20 files"),
        (TooMany("Wait {wait} seconds", wait=30), "Wait 30 seconds"),
        (Invalid("Two things are missing"), "Two things are missing"),
        (Refused("{name}", name="{braces} stay"), "{braces} stay"),
    ],
)
def test_a_refusal_is_a_sentence_for_a_person(refusal, said):
    assert isinstance(refusal, Refusal)
    assert str(refusal) == said


def test_a_refusal_carries_what_a_door_needs():
    assert TooMany("Wait {wait} seconds", wait=30).wait == 30
    assert Invalid("Look again", faults={"url": "Give the address"}).faults == {"url": "Give the address"}

    stale = Stale("{who} set {field} to {theirs}", field="level", theirs="high", yours="low", who="Priya Nand")
    assert (stale.field, stale.theirs, stale.yours, stale.who) == ("level", "high", "low", "Priya Nand")
    assert str(stale) == "Priya Nand set level to high"
