"""The queue: by level and promise, in pages that hold still, and only what one may see."""

import pytest

from tests.fakes import HOUR, FakeClock, sent
from tipline.domain.editor import Editor
from tipline.domain.filter import QUEUE, parse
from tipline.domain.level import Level
from tipline.domain.refusals import NotFound
from tipline.domain.status import Outcome
from tipline.newsroom import Newsroom, intake, queue, tips, triage


def refs(newsroom: Newsroom, wanted: str, by: Editor) -> list[str]:
    return [row.ref for row in queue.look(newsroom, parse(wanted), by=by).rows]


def test_the_order_is_level_then_promise(newsroom: Newsroom, ines: Editor) -> None:
    assert isinstance(newsroom.clock, FakeClock)
    first = intake.receive(newsroom, sent()).ref
    newsroom.clock.advance(HOUR)
    second, third = (intake.receive(newsroom, sent()).ref for _ in range(2))
    triage.set_level(newsroom, third, level=Level.URGENT, by=ines)

    assert refs(newsroom, "status:new,open", ines) == [third, first, second]


@pytest.mark.parametrize("wanted", ["status:new,open", "status:new", "status:closed", "night"])
def test_pages_meet_without_gap_or_double(newsroom: Newsroom, ines: Editor, wanted: str) -> None:
    for n in range(7):
        ref = intake.receive(newsroom, sent()).ref
        triage.set_level(newsroom, ref, level=Level(n % 4 + 1), by=ines)
        if "closed" in wanted:
            triage.close(newsroom, ref, outcome=Outcome.SPAM, by=ines)
    seen, after = [], ""
    while True:
        page = queue.look(newsroom, parse(wanted), by=ines, after=after, size=3)
        seen += [row.ref for row in page.rows]
        intake.receive(newsroom, sent(words="arrives while we read"))
        if page.after is None or len(seen) > 20:
            break
        after = page.after

    early = [ref for ref in seen if "arrives" not in tips.look(newsroom, ref, by=ines).tip.headline]
    assert len(early) == len(set(early)) == 7


def test_a_strange_cursor_begins_at_the_start(newsroom: Newsroom, ines: Editor) -> None:
    ref = intake.receive(newsroom, sent()).ref
    for after in ("x", "1-2", "1-2-3-4", "9" * 30, "-", "1-x-3"):
        assert queue.look(newsroom, QUEUE, by=ines, after=after).rows[0].ref == ref


def test_filters_narrow(newsroom: Newsroom, ines: Editor, priya: Editor) -> None:
    courts = intake.receive(newsroom, sent(desk="courts")).ref
    loose = intake.receive(newsroom, sent()).ref
    triage.assign(newsroom, courts, to=priya.id, by=ines)

    assert refs(newsroom, "desk:courts", ines) == [courts]
    assert refs(newsroom, "desk:none", ines) == [loose]
    assert refs(newsroom, "assignee:nobody", ines) == [loose]
    assert refs(newsroom, "assignee:priya@ledger.example", ines) == [courts]
    assert refs(newsroom, "assignee:me", priya) == [courts]
    assert refs(newsroom, "from:email", ines) == []
    assert refs(newsroom, "level:normal from:form", ines) == [loose, courts]
    assert refs(newsroom, "status:open", ines) == [courts]
    assert refs(newsroom, "level:low,urgent", ines) == []
    triage.close(newsroom, courts, outcome=Outcome.FALSE, by=priya)
    assert refs(newsroom, "assignee:me", priya) == []


def test_counts_say_what_waits(newsroom: Newsroom, ines: Editor, priya: Editor, tom: Editor) -> None:
    courts = intake.receive(newsroom, sent(desk="courts")).ref
    intake.receive(newsroom, sent(spam_points=99))
    triage.take(newsroom, courts, by=priya)
    triage.wait(newsroom, courts, by=priya)

    counts = queue.look(newsroom, QUEUE, by=priya).counts
    assert (counts.queue, counts.mine, counts.waiting, counts.quarantine) == (0, 1, 1, 1)
    assert set(counts.desks.values()) == {0}
    assert queue.look(newsroom, QUEUE, by=tom).counts.waiting == 0


def test_each_role_sees_its_own(newsroom: Newsroom, ines: Editor, priya: Editor, tom: Editor) -> None:
    courts, schools, loose = (intake.receive(newsroom, sent(desk=desk)).ref for desk in ("courts", "schools", None))

    assert set(refs(newsroom, "", ines)) == {courts, schools, loose}
    assert set(refs(newsroom, "", priya)) == {courts, loose}
    assert set(refs(newsroom, "night", tom)) == {schools}
    with pytest.raises(NotFound):
        tips.look(newsroom, courts, by=tom)
    triage.assign(newsroom, courts, to=tom.id, by=ines)
    assert set(refs(newsroom, "", tom)) == {schools, courts}


def test_what_is_on_the_page_is_found_by_id(newsroom: Newsroom, ines: Editor) -> None:
    view = queue.look(newsroom, QUEUE, by=ines)
    assert view.editor(ines.id) == ines
    assert view.editor(None) is None
    assert view.desk(view.desks[0].id) == view.desks[0]
    assert view.desk(999) is None


@pytest.mark.parametrize("after", ["7", "1-2-3", "1-2", "x", "²", "1-2-x", "9" * 30, "-1"])
@pytest.mark.parametrize("text", ["status:new,open", "flood", ""])
def test_a_place_in_another_list_is_no_fault(newsroom: Newsroom, ines: Editor, text: str, after: str) -> None:
    intake.receive(newsroom, sent(words="The flood wall"))

    assert len(queue.look(newsroom, parse(text), by=ines, after=after).rows) == 1


def test_my_closed_ones_are_found(newsroom: Newsroom, ines: Editor) -> None:
    ref = intake.receive(newsroom, sent()).ref
    triage.take(newsroom, ref, by=ines)
    triage.close(newsroom, ref, outcome=Outcome.BACKGROUND, by=ines)

    assert refs(newsroom, "status:closed assignee:me", ines) == [ref]
    assert refs(newsroom, "assignee:me", ines) == []
