"""A tip, and what may become of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.desk import HOUR, PROMISES, Desk, due_at
from tipline.domain.editor import Editor, Role
from tipline.domain.level import Level
from tipline.domain.refusals import Invalid, Refused
from tipline.domain.status import Outcome, Status
from tipline.domain.submission import Channel
from tipline.domain.tip import CHANGING, EXCERPT, FIELDS, HEADLINE, Tip, excerpt_of, headline_of

NOW = 1_790_000_000_000
INES = Editor(1, "ines@ledger.example", "Ines Okoro", Role.ADMIN)
COURTS = Desk(2, "courts", "Courts and police", 3, promises=(2, 8, 48, 96))
NEW = Tip(
    id=7,
    ref="T-7K3MQ9",
    channel=Channel.FORM,
    status=Status.NEW,
    level=Level.NORMAL,
    computed=Level.NORMAL,
    by_hand=False,
    received_at=NOW - HOUR,
    due_at=NOW + 23 * HOUR,
    headline="Flood wall",
    excerpt="The night crew is gone",
    sender="Anonymous",
    files=0,
    version=1,
)
OPEN = replace(NEW, status=Status.OPEN, assignee_id=1, decided_at=NOW)
WAITING = replace(OPEN, status=Status.WAITING)
QUARANTINED = replace(NEW, status=Status.QUARANTINE)
PUBLISHED = replace(OPEN, status=Status.CLOSED, outcome=Outcome.PUBLISHED, outcome_url="https://ledger.example/1")

anything = st.builds(
    replace,
    st.sampled_from([NEW, OPEN, WAITING, QUARANTINED, PUBLISHED]),
    level=st.sampled_from(Level),
    desk_id=st.none() | st.integers(1, 9),
    headline=st.text(max_size=9),
)


@pytest.mark.parametrize("tip", [NEW, WAITING, QUARANTINED, PUBLISHED])
def test_taking_a_tip_accepts_it_and_makes_it_mine(tip):
    taken = tip.taken_by(INES, now=NOW)

    assert (taken.status, taken.assignee_id, taken.decided_at) == (Status.OPEN, INES.id, NOW)
    assert (taken.outcome, taken.outcome_url) == (None, "")


def test_taking_an_open_tip_of_somebody_else_changes_only_whose_it_is():
    assert replace(OPEN, assignee_id=5).taken_by(INES, now=NOW + 1) == OPEN


def test_giving_a_new_tip_to_somebody_accepts_it():
    given_away = NEW.assigned_to(INES, now=NOW)

    assert (given_away.status, given_away.assignee_id, given_away.decided_at) == (Status.OPEN, INES.id, NOW)


@pytest.mark.parametrize("tip", [OPEN, WAITING, QUARANTINED, PUBLISHED])
def test_giving_any_other_tip_away_moves_nothing_else(tip):
    assert tip.assigned_to(INES, now=NOW) == replace(tip, assignee_id=INES.id)
    assert tip.assigned_to(None, now=NOW) == replace(tip, assignee_id=None)


def test_giving_a_new_tip_to_nobody_decides_nothing():
    assert NEW.assigned_to(None, now=NOW) == NEW


def test_another_desk_has_its_own_promise():
    assert NEW.moved_to(COURTS) == replace(NEW, desk_id=COURTS.id, due_at=NEW.received_at + 48 * HOUR)
    assert NEW.moved_to(COURTS).moved_to(None) == replace(NEW, due_at=NEW.received_at + 24 * HOUR)


def test_a_level_set_by_hand_stays_until_it_is_given_back_to_the_reasons():
    urgent = NEW.levelled(Level.URGENT, desk=COURTS)

    assert (urgent.level, urgent.by_hand, urgent.computed) == (Level.URGENT, True, Level.NORMAL)
    assert urgent.due_at == NEW.received_at + 2 * HOUR
    assert urgent.released(desk=None) == NEW


def test_putting_back_makes_a_tip_undecided_and_nobody_s():
    assert OPEN.put_back() == replace(NEW, assignee_id=None)
    assert QUARANTINED.put_back() == NEW


@pytest.mark.parametrize("tip", [NEW, WAITING, PUBLISHED])
def test_what_is_not_in_hand_cannot_be_put_back(tip):
    with pytest.raises(Refused):
        tip.put_back()


def test_waiting_for_the_source_is_a_decision():
    assert NEW.waiting(now=NOW) == replace(NEW, status=Status.WAITING, decided_at=NOW)
    with pytest.raises(Refused):
        QUARANTINED.waiting(now=NOW)


def test_closing_says_what_came_of_it_and_keeps_the_time_of_the_first_decision():
    closed = OPEN.closed(Outcome.BACKGROUND, now=NOW + HOUR)

    assert closed == replace(OPEN, status=Status.CLOSED, outcome=Outcome.BACKGROUND)
    assert NEW.closed(Outcome.SPAM, now=NOW).decided_at == NOW


@pytest.mark.parametrize("url", ["", "ledger.example/1", "javascript:alert(1)"])
def test_a_published_tip_names_its_story(url):
    with pytest.raises(Invalid) as refusal:
        OPEN.closed(Outcome.PUBLISHED, url=url, now=NOW)

    assert set(refusal.value.faults) == {"url"}
    assert OPEN.closed(Outcome.PUBLISHED, url="https://ledger.example/1", now=NOW) == PUBLISHED


def test_the_outcome_can_be_changed_and_takes_the_story_with_it():
    assert PUBLISHED.closed(Outcome.FALSE, url="https://ledger.example/1", now=NOW).outcome_url == ""


@pytest.mark.parametrize("tip", [WAITING, PUBLISHED])
def test_reopening_forgets_the_outcome(tip):
    assert tip.reopened(now=NOW) == OPEN


@pytest.mark.parametrize(
    ("tip", "late"),
    [
        (replace(NEW, due_at=NOW - 1), True),
        (replace(NEW, due_at=NOW), False),
        (replace(OPEN, due_at=NOW - 1), False),
        (replace(QUARANTINED, due_at=NOW - 1), False),
    ],
)
def test_late_is_what_was_not_decided_in_time(tip, late):
    assert tip.late(NOW) is late


@given(anything, anything)
def test_undo_puts_back_every_changed_field_and_no_other(before, after):
    was, became = after.changes_from(before)

    assert was.keys() == became.keys() <= set(CHANGING) <= set(FIELDS)
    assert before.with_fields(became).with_fields(was) == before
    assert after.with_fields(was).changes_from(before) == ({}, {})


def test_stored_fields_come_back_as_what_they_were():
    back = NEW.with_fields({"status": "closed", "level": 1, "outcome": "false", "assignee_id": None})

    assert back.status is Status.CLOSED
    assert back.level is Level.URGENT
    assert back.outcome is Outcome.FALSE
    assert PUBLISHED.with_fields({"outcome": None}).outcome is None


@pytest.mark.parametrize("level", Level)
def test_a_promise_is_kept_from_the_hour_of_receipt(level):
    assert due_at(NOW, level, None) == NOW + PROMISES[level - 1] * HOUR
    assert due_at(NOW, level, COURTS) == NOW + COURTS.promises[level - 1] * HOUR


@pytest.mark.parametrize(
    ("headline", "words", "shown"),
    [
        ("Rats in the market", "Second time this year.", "Rats in the market"),
        ("", "\n  \nDear  all,\nthe bus is gone", "Dear all,"),
        ("  ", "The bus is gone", "The bus is gone"),
        (" two \n lines ", "", "two lines"),
        ("", "", ""),
        ("", "word " * 40, ("word " * 24).strip() + "…"),
        ("x" * 116 + " , tail", "", "x" * 116 + "…"),
    ],
)
def test_a_headline_is_one_line(headline, words, shown):
    assert headline_of(headline, words) == shown


@given(st.text(max_size=400), st.text(max_size=400))
def test_headline_and_excerpt_are_short_and_of_one_line(headline, words):
    for line, most in ((headline_of(headline, words), HEADLINE + 1), (excerpt_of(words), EXCERPT)):
        assert len(line) <= most
        assert len(line.splitlines()) <= 1


def test_an_excerpt_is_the_beginning():
    assert excerpt_of("One.\n\nTwo.") == "One. Two."
    assert excerpt_of("word " * 100) == ("word " * 40).strip()[:EXCERPT] + "…"
