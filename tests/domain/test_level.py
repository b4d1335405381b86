"""How much a tip presses, and the chips that say why."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.level import SENTENCES, START, Facts, Level, Reason, judge, level_of

LONG = "The contractor’s night crew stopped coming in the second week and nobody has said why."
PLAIN = Facts(words=LONG)

counts = st.integers(0, 20)
facts = st.builds(
    Facts,
    words=st.text(max_size=200) | st.sampled_from([LONG, "Correction: it was Monday", "https://a.example/ 21:40"]),
    headline=st.text(max_size=40) | st.just("Error in your story about the quay"),
    pictures=counts,
    recordings=counts,
    documents=counts,
    other_files=counts,
    contactable=st.booleans(),
    knows=st.sampled_from([None, "saw", "told", "documents", "other"]),
    place=st.sampled_from(["", "Long Quay"]),
    happened=st.sampled_from(["", "last Tuesday"]),
    bulk=st.booleans(),
    spam_points=st.integers(0, 200),
)


def chips(**known):
    return {reason.code: reason.points for reason in judge(replace(PLAIN, **known)).reasons}


@given(facts)
def test_the_chips_add_up_to_the_score(known):
    verdict = judge(known)

    assert verdict.score == max(0, min(100, START + sum(reason.points for reason in verdict.reasons)))
    assert verdict.level == level_of(verdict.score)


@given(facts)
def test_the_same_facts_give_the_same_verdict(known):
    assert judge(known) == judge(replace(known))


@given(facts)
def test_every_chip_is_a_sentence_that_can_be_filled(known):
    codes = [reason.code for reason in judge(known).reasons]

    assert len(codes) == len(set(codes))
    assert all(reason.template.format(n=reason.n) for reason in judge(known).reasons)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (100, Level.URGENT),
        (80, Level.URGENT),
        (79, Level.HIGH),
        (60, Level.HIGH),
        (59, Level.NORMAL),
        (30, Level.NORMAL),
        (29, Level.LOW),
        (0, Level.LOW),
    ],
)
def test_a_score_has_one_level(score, level):
    assert level_of(score) == level


def test_a_plain_tip_is_normal_and_has_no_chip():
    verdict = judge(PLAIN)

    assert (verdict.level, verdict.score, verdict.reasons) == (Level.NORMAL, START, ())


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"pictures": 2}, {"pictures": 8}),
        ({"recordings": 1}, {"recordings": 8}),
        ({"documents": 1}, {"documents": 10}),
        ({"documents": 1, "pictures": 2}, {"documents": 10, "pictures": 5}),
        ({"documents": 1, "pictures": 1, "recordings": 3}, {"documents": 10, "pictures": 5, "recordings": 0}),
        ({"words": LONG + " https://records.example/12"}, {"links": 3}),
        ({"knows": "saw"}, {"first_hand": 12}),
        ({"knows": "told"}, {"second_hand": 4}),
        ({"knows": "documents"}, {"holds_documents": 12}),
        ({"knows": "other"}, {}),
        ({"place": "Long Quay"}, {"place": 7}),
        ({"happened": "last Tuesday"}, {"time": 6}),
        ({"contactable": True}, {"contactable": 8}),
        ({"bulk": True}, {"bulk": -25}),
        ({"spam_points": 25}, {"spam": -25}),
        ({"spam_points": 500}, {"spam": -60}),
        ({"words": "Call me"}, {"very_short": -15}),
        ({"words": "", "other_files": 1}, {}),
    ],
)
def test_what_is_known_gives_its_points(known, expected):
    assert chips(**known) == expected


@pytest.mark.parametrize(
    "when", ["at 21:40", "um 9.15 Uhr", "à 7h05", "about 6 pm", "2 p.m.", "2026-11-04", "4.11.2026"]
)
def test_a_time_in_the_words_counts(when):
    assert chips(words=f"{LONG} It was {when} and dark.") == {"time": 6}


@pytest.mark.parametrize("no_time", ["25:99", "room 12", "page 3 of 40", "call 555 0199"])
def test_other_numbers_are_no_time(no_time):
    assert chips(words=f"{LONG} It says {no_time}.") == {}


@pytest.mark.parametrize(
    "where",
    [
        {"headline": "Correction"},
        {"headline": "Erratum, page 4"},
        {"words": "Please correct: the mayor was not there on that evening, he was in hospital."},
        {"words": "There is a mistake in your article about the quay: the wall is 40 m long, not 400."},
    ],
)
def test_a_correction_is_at_least_high(where):
    assert judge(replace(PLAIN, **where)).level <= Level.HIGH


def test_a_correction_that_presses_anyway_gets_no_points_for_it():
    known = {"headline": "Correction", "knows": "saw", "contactable": True, "documents": 1}

    assert chips(**known)["correction"] == 0


def test_a_tip_that_has_everything_is_urgent():
    verdict = judge(
        replace(PLAIN, knows="saw", documents=2, pictures=3, place="Long Quay", happened="today", contactable=True)
    )

    assert (verdict.level, verdict.score) == (Level.URGENT, 88)


def test_a_chip_speaks_of_one_or_of_many():
    assert Reason("pictures", 8, 1).template.format(n=1) == "1 photo"
    assert Reason("pictures", 8, 3).template.format(n=3) == "3 photos"
    assert all(one and many for one, many in SENTENCES.values())
