"""Decisions: each changes a tip, is written down, and can be taken back."""

import pytest

from tests.fakes import HOUR, NOW, FakeClock, sent
from tipline.domain.editor import Editor
from tipline.domain.event import Door, Verb
from tipline.domain.filter import QUEUE
from tipline.domain.level import Level
from tipline.domain.refusals import Forbidden, Invalid, NotFound, Refused, Stale
from tipline.domain.status import Outcome, Status
from tipline.domain.tip import Tip
from tipline.newsroom import Newsroom, conversation, intake, queue, tips, triage


@pytest.fixture
def ref(newsroom: Newsroom) -> str:
    """A new tip on the courts desk."""
    return intake.receive(newsroom, sent(desk="courts")).ref


def test_taking_a_tip_accepts_it(newsroom: Newsroom, ref: str, priya: Editor) -> None:
    tip = triage.take(newsroom, ref, by=priya)

    assert (tip.status, tip.assignee_id, tip.decided_at) == (Status.OPEN, priya.id, NOW)
    event = tips.look(newsroom, ref, by=priya).events[0]
    assert (event.verb, event.who, event.door, event.version) == (Verb.TOOK, "Priya Nand", Door.WEB, 2)


def test_taking_ones_own_tip_again_changes_nothing(newsroom: Newsroom, ref: str, priya: Editor) -> None:
    first = triage.take(newsroom, ref, by=priya)
    assert triage.take(newsroom, ref, by=priya) == first
    assert len(tips.look(newsroom, ref, by=priya).events) == 2


def test_a_colleague_is_given_a_tip_and_nobody_can_be(
    newsroom: Newsroom, ref: str, ines: Editor, priya: Editor
) -> None:
    assert triage.assign(newsroom, ref, to=priya.id, by=ines).status == Status.OPEN
    assert triage.assign(newsroom, ref, to=None, by=ines).assignee_id is None
    with pytest.raises(Refused):
        triage.assign(newsroom, ref, to=999, by=ines)


def test_another_desk_has_another_promise(newsroom: Newsroom, ref: str, ines: Editor) -> None:
    assert triage.move(newsroom, ref, desk="schools", by=ines).due_at == NOW + 24 * HOUR
    assert triage.move(newsroom, ref, desk=None, by=ines).desk_id is None
    with pytest.raises(Refused):
        triage.move(newsroom, ref, desk="weather", by=ines)


def test_a_level_by_hand_stays_until_it_is_given_back(newsroom: Newsroom, ref: str, ines: Editor) -> None:
    urgent = triage.set_level(newsroom, ref, level=Level.URGENT, by=ines)
    assert (urgent.by_hand, urgent.due_at) == (True, NOW + HOUR)

    released = triage.release(newsroom, ref, by=ines)
    assert (released.level, released.by_hand) == (urgent.computed, False)


def test_the_move_goes_round(newsroom: Newsroom, ref: str, priya: Editor) -> None:
    triage.take(newsroom, ref, by=priya)
    assert triage.wait(newsroom, ref, by=priya).status == Status.WAITING
    assert triage.reopen(newsroom, ref, by=priya).status == Status.OPEN
    back = triage.put_back(newsroom, ref, by=priya)
    assert (back.status, back.assignee_id, back.decided_at) == (Status.NEW, None, None)


def test_a_move_outside_the_table_is_refused_with_the_allowed_ones(newsroom: Newsroom, ref: str, priya: Editor) -> None:
    triage.close(newsroom, ref, outcome=Outcome.DUPLICATE, by=priya)
    with pytest.raises(Refused, match="closed, open"):
        triage.wait(newsroom, ref, by=priya)


def test_a_closed_tip_says_what_came_of_it(newsroom: Newsroom, ref: str, priya: Editor) -> None:
    with pytest.raises(Invalid):
        triage.close(newsroom, ref, outcome=Outcome.PUBLISHED, by=priya)
    story = "https://ledger.example/2026/flood"
    tip = triage.close(newsroom, ref, outcome=Outcome.PUBLISHED, url=story, by=priya)

    assert (tip.outcome, tip.outcome_url) == (Outcome.PUBLISHED, story)
    assert queue.look(newsroom, QUEUE, by=priya).rows == ()
    reopened = triage.reopen(newsroom, ref, by=priya)
    assert (reopened.outcome, reopened.outcome_url) == (None, "")


def test_two_editors_and_two_fields_both_hold(newsroom: Newsroom, ref: str, ines: Editor, priya: Editor) -> None:
    triage.set_level(newsroom, ref, level=Level.HIGH, by=ines, version=1)
    tip = triage.assign(newsroom, ref, to=priya.id, by=priya, version=1)

    assert (tip.level, tip.assignee_id) == (Level.HIGH, priya.id)


def test_two_editors_and_one_field_is_told(newsroom: Newsroom, ref: str, ines: Editor, priya: Editor) -> None:
    triage.set_level(newsroom, ref, level=Level.HIGH, by=ines, version=1)
    with pytest.raises(Stale) as refusal:
        triage.set_level(newsroom, ref, level=Level.LOW, by=priya, version=1)

    told = refusal.value
    assert (told.field, told.theirs, told.yours, told.who) == ("level", Level.HIGH, Level.LOW, "Ines Okoro")
    assert tips.look(newsroom, ref, by=ines).tip.level == Level.HIGH
    assert triage.set_level(newsroom, ref, level=Level.LOW, by=priya, version=2).level == Level.LOW


def test_the_same_wish_twice_is_no_conflict(newsroom: Newsroom, ref: str, ines: Editor, priya: Editor) -> None:
    triage.set_level(newsroom, ref, level=Level.HIGH, by=ines, version=1)
    assert triage.set_level(newsroom, ref, level=Level.HIGH, by=priya, version=1).version == 2


def _acts(newsroom: Newsroom, ref: str, by: Editor) -> list[tuple[str, Tip]]:
    return [
        ("take", triage.take(newsroom, ref, by=by)),
        ("level", triage.set_level(newsroom, ref, level=Level.LOW, by=by)),
        ("desk", triage.move(newsroom, ref, desk="city-hall", by=by)),
        ("wait", triage.wait(newsroom, ref, by=by)),
        ("close", triage.close(newsroom, ref, outcome=Outcome.FALSE, by=by)),
    ]


def test_every_act_can_be_undone_newest_first(newsroom: Newsroom, ref: str, ines: Editor) -> None:
    was = tips.look(newsroom, ref, by=ines).tip
    done = _acts(newsroom, ref, ines)
    for _ in done:
        undone = triage.undo(newsroom, ref, by=ines)

    assert undone.changes_from(was) == ({}, {})
    with pytest.raises(Refused):
        triage.undo(newsroom, ref, by=ines)


def test_what_was_changed_again_since_is_not_undone(newsroom: Newsroom, ref: str, ines: Editor, priya: Editor) -> None:
    triage.set_level(newsroom, ref, level=Level.LOW, by=priya)
    first = tips.look(newsroom, ref, by=ines).events[0].id
    triage.set_level(newsroom, ref, level=Level.URGENT, by=ines)

    with pytest.raises(Refused, match="level was changed again"):
        triage.undo(newsroom, ref, event=first, by=priya)


def test_an_event_is_undone_once_and_only_on_its_own_tip(newsroom: Newsroom, ref: str, ines: Editor) -> None:
    triage.take(newsroom, ref, by=ines)
    event = tips.look(newsroom, ref, by=ines).events[0].id
    other = intake.receive(newsroom, sent()).ref
    with pytest.raises(NotFound):
        triage.undo(newsroom, other, event=event, by=ines)

    triage.undo(newsroom, ref, event=event, by=ines)
    assert tips.look(newsroom, ref, by=ines).events[1].undone_by is not None
    with pytest.raises(Refused, match="undone already"):
        triage.undo(newsroom, ref, event=event, by=ines)


def test_a_note_is_for_the_newsroom_and_can_be_taken_back(newsroom: Newsroom, ref: str, priya: Editor) -> None:
    once = conversation.note(newsroom, ref, words=" Call the clerk ", by=priya, key="k")
    assert conversation.note(newsroom, ref, words="Call the clerk", by=priya, key="k").id == once.id
    assert tips.look(newsroom, ref, by=priya).messages[-1].words == "Call the clerk"
    triage.undo(newsroom, ref, by=priya)
    assert tips.look(newsroom, ref, by=priya).messages[-1].withdrawn_at == NOW
    with pytest.raises(Invalid):
        conversation.note(newsroom, ref, words="  ", by=priya)
    assert conversation.note(newsroom, ref, words="again", by=priya).words == "again"


def test_a_reporter_decides_but_does_not_direct(newsroom: Newsroom, tom: Editor) -> None:
    ref = intake.receive(newsroom, sent(desk="schools")).ref
    assert triage.take(newsroom, ref, by=tom).assignee_id == tom.id
    with pytest.raises(Forbidden):
        triage.move(newsroom, ref, desk="courts", by=tom)


def test_what_one_may_not_see_one_cannot_change(newsroom: Newsroom, ref: str, tom: Editor) -> None:
    for act in (triage.take, triage.wait, triage.undo):
        with pytest.raises(NotFound):
            act(newsroom, ref, by=tom)
    with pytest.raises(NotFound):
        conversation.note(newsroom, ref, words="hello", by=tom)


def test_late_is_what_has_had_no_decision_in_time(newsroom: Newsroom, ref: str, ines: Editor) -> None:
    assert isinstance(newsroom.clock, FakeClock)
    newsroom.clock.advance(80 * HOUR)
    assert queue.look(newsroom, QUEUE, by=ines).counts.late == 1
    triage.take(newsroom, ref, by=ines)
    assert queue.look(newsroom, QUEUE, by=ines).counts.late == 0


def test_a_reporter_undoes_only_what_a_reporter_may_do(newsroom: Newsroom, ines: Editor, tom: Editor) -> None:
    ref = intake.receive(newsroom, sent(desk="schools")).ref
    triage.set_level(newsroom, ref, level=Level.URGENT, by=ines)
    level = tips.look(newsroom, ref, by=tom).events[0].id
    conversation.note(newsroom, ref, words="Call the head", by=ines)
    theirs = tips.look(newsroom, ref, by=tom).events[0].id
    conversation.note(newsroom, ref, words="Called", by=tom)

    for event in (level, theirs):
        with pytest.raises(Forbidden):
            triage.undo(newsroom, ref, event=event, by=tom)
    triage.undo(newsroom, ref, by=tom)
    triage.undo(newsroom, ref, event=theirs, by=ines)
    assert [one.withdrawn_at for one in tips.look(newsroom, ref, by=ines).messages] == [None, NOW, NOW]


def test_other_words_under_one_key_are_another_note(newsroom: Newsroom, ref: str, priya: Editor) -> None:
    first = conversation.note(newsroom, ref, words="Call the clerk", by=priya, key="k")
    assert conversation.note(newsroom, ref, words="The clerk says no", by=priya, key="k").id != first.id
