"""Decisions by the forms of the page, without a script."""

import html
import re

import pytest
from flask import Flask

from tests.fakes import sent
from tests.web.visits import Visit, come_in
from tipline.domain.editor import Editor
from tipline.domain.level import Level
from tipline.domain.status import Outcome, Status
from tipline.newsroom import Newsroom, intake, tips, triage


@pytest.fixture
def ref(newsroom: Newsroom) -> str:
    return intake.receive(newsroom, sent(desk="schools")).ref


@pytest.fixture
def visit(app: Flask, ines: Editor) -> Visit:
    return come_in(app, ines)


def test_take_it(newsroom: Newsroom, visit: Visit, ines: Editor, ref: str) -> None:
    answer = visit.act(ref, "take")

    assert (answer.status_code, answer.location) == (303, f"/desk/tips/{ref}?did={ref}.v2")
    tip = tips.look(newsroom, ref, by=ines).tip
    assert (tip.status, tip.assignee_id) == (Status.OPEN, ines.id)
    assert f"{ref} is yours" in visit.get(answer.location).text


def test_give_it_and_take_it_away(newsroom: Newsroom, visit: Visit, ines: Editor, tom: Editor, ref: str) -> None:
    given = visit.act(ref, "assign", to=tom.id)
    assert f"{ref} given to Tom Varga" in visit.get(given.location).text

    visit.act(ref, "assign", to="")

    tip = tips.look(newsroom, ref, by=ines).tip
    assert (tip.status, tip.assignee_id) == (Status.OPEN, None)
    assert "Ines took it from its owner" in visit.get(f"/desk/tips/{ref}").text


def test_to_a_desk_and_to_none(newsroom: Newsroom, visit: Visit, ines: Editor, ref: str) -> None:
    moved = visit.act(ref, "desk", desk="city-hall")
    assert f"{ref} moved to City hall" in visit.get(moved.location).text

    visit.act(ref, "desk", desk="")

    assert tips.look(newsroom, ref, by=ines).tip.desk_id is None


def test_a_level_by_hand_and_back_to_the_reasons(newsroom: Newsroom, visit: Visit, ines: Editor, ref: str) -> None:
    computed = tips.look(newsroom, ref, by=ines).tip.level
    visit.act(ref, "level", level=1)
    page = visit.get(f"/desk/tips/{ref}").text
    assert "Ines set the level to urgent" in page
    assert "Set by hand. The reasons give" in page

    visit.act(ref, "release")

    tip = tips.look(newsroom, ref, by=ines).tip
    assert (tip.level, tip.by_hand) == (computed, False)


@pytest.mark.parametrize("level", ["", "0", "5", "urgent"])
def test_there_are_four_levels(visit: Visit, ref: str, level: str) -> None:
    assert visit.act(ref, "level", level=level).status_code == 422


def test_after_a_decision_the_next_row_is_open(newsroom: Newsroom, visit: Visit) -> None:
    for _ in range(3):
        intake.receive(newsroom, sent())
    rows = re.findall(r'data-ref="(T-\w+)" data-version', visit.get("/desk").text)

    first = visit.act(rows[0], "close", outcome="not_newsworthy")
    assert first.location == f"/desk/tips/{rows[1]}?did={rows[0]}.v2"
    assert f"{rows[0]} closed: not a story" in visit.get(first.location).text

    last = visit.act(rows[2], "wait")
    assert last.location == f"/desk/tips/{rows[1]}?did={rows[2]}.v2"

    only = visit.act(rows[1], "close", outcome="spam")
    assert only.location == f"/desk?did={rows[1]}.v2"


def test_an_act_keeps_the_filter_and_the_page(newsroom: Newsroom, visit: Visit, ref: str) -> None:
    path = f"/desk/tips/{ref}?q=desk:schools+status:new"
    form = re.search(rf'action="/desk/tips/{ref}/take".*?</form>', visit.get(path).text, re.DOTALL)
    assert form
    assert 'name="q" value="desk:schools status:new"' in html.unescape(form.group())

    answer = visit.act(ref, "take", q="desk:schools status:new", after="3-17-4")

    assert answer.location == f"/desk/tips/{ref}?q=desk:schools+status:new&after=3-17-4&did={ref}.v2"


@pytest.mark.parametrize("outcome", [one for one in Outcome if one != Outcome.PUBLISHED])
def test_each_outcome_is_offered_and_taken(
    newsroom: Newsroom, visit: Visit, ines: Editor, ref: str, outcome: Outcome
) -> None:
    assert f'name="outcome" value="{outcome}"' in visit.get(f"/desk/tips/{ref}").text

    visit.act(ref, "close", outcome=outcome)

    assert tips.look(newsroom, ref, by=ines).tip.outcome == outcome


def test_published_asks_for_the_story(newsroom: Newsroom, visit: Visit, ines: Editor, ref: str) -> None:
    without = visit.act(ref, "close", outcome="published", url="ledger.example/flood")

    assert without.status_code == 422
    assert 'value="ledger.example/flood" aria-invalid="true" aria-describedby="fault-url"' in without.text
    assert "Give the address of the story, beginning with https://" in without.text

    visit.act(ref, "close", outcome="published", url=" https://ledger.example/flood ")

    assert tips.look(newsroom, ref, by=ines).tip.outcome_url == "https://ledger.example/flood"


def test_no_outcome_is_no_close(newsroom: Newsroom, visit: Visit, ines: Editor, ref: str) -> None:
    assert visit.act(ref, "close", outcome="").status_code == 422
    assert tips.look(newsroom, ref, by=ines).tip.status == Status.NEW


def test_put_back_and_reopen(newsroom: Newsroom, visit: Visit, ines: Editor, ref: str) -> None:
    visit.act(ref, "take")
    visit.act(ref, "put-back")
    assert tips.look(newsroom, ref, by=ines).tip.status == Status.NEW

    visit.act(ref, "close", outcome="spam")
    visit.act(ref, "reopen")
    assert tips.look(newsroom, ref, by=ines).tip.status == Status.OPEN


def test_a_note_is_written_once_however_often_it_is_sent(visit: Visit, ref: str) -> None:
    form = visit.form(ref, "note") | {"words": "Called the yard: <no> night shift."}

    for _ in range(2):
        answer = visit.client.post(f"/desk/tips/{ref}/note", data=form)

    page = visit.get(answer.location or "").text
    assert page.count("Called the yard: &lt;no&gt; night shift.") == 1
    assert f"Note on {ref} saved" in page


def test_a_note_that_is_too_long_comes_back_whole(visit: Visit, ref: str) -> None:
    answer = visit.act(ref, "note", words="word " * 5000)

    assert answer.status_code == 422
    assert "word " * 4999 in answer.text
    assert 'aria-describedby="fault-words"' in answer.text


def test_undo_by_the_line_that_is_shown_after_an_act(newsroom: Newsroom, visit: Visit, ines: Editor, ref: str) -> None:
    done = visit.get(visit.act(ref, "level", level=4).location or "").text
    toast = done[done.index('class="toast"') :]
    event = re.search(r'name="event" value="(\d+)"', toast)
    assert event

    undone = visit.post(f"/desk/tips/{ref}/undo", event=event[1])

    assert tips.look(newsroom, ref, by=ines).tip.level != Level.LOW
    page = visit.get(undone.location or "").text
    assert "Undone: Ines set the level to low" in page
    assert '<li class="undone"><b>Ines set the level to low</b>' in page


def test_undo_of_what_is_not_there(visit: Visit, ref: str) -> None:
    assert visit.post(f"/desk/tips/{ref}/undo").status_code == 409
    assert visit.post(f"/desk/tips/{ref}/undo", event=999_999).status_code == 404


def test_two_editors_on_one_field_see_both_values(
    newsroom: Newsroom, app: Flask, visit: Visit, priya: Editor, ines: Editor
) -> None:
    ref = intake.receive(newsroom, sent(desk="courts")).ref
    seen = visit.form(ref, "level")
    triage.set_level(newsroom, ref, level=Level.HIGH, by=priya)

    conflict = visit.client.post(f"/desk/tips/{ref}/level", data=seen | {"level": "4"})

    assert conflict.status_code == 409
    for words in ("Priya Nand changed this while you were looking", "<dd>High</dd>", "<dd>Low</dd>", "Keep “High”"):
        assert words in conflict.text
    assert tips.look(newsroom, ref, by=ines).tip.level == Level.HIGH

    anyway = re.search(rf'<form method="post" action="/desk/tips/{ref}/level">.*?</form>', conflict.text)
    assert anyway
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', anyway.group()))
    assert visit.client.post(f"/desk/tips/{ref}/level", data=fields).status_code == 303
    assert tips.look(newsroom, ref, by=ines).tip.level == Level.LOW


def test_two_editors_on_two_fields_both_hold(newsroom: Newsroom, visit: Visit, priya: Editor, ines: Editor) -> None:
    ref = intake.receive(newsroom, sent(desk="courts")).ref
    seen = visit.form(ref, "level")
    triage.take(newsroom, ref, by=priya)

    visit.client.post(f"/desk/tips/{ref}/level", data=seen | {"level": "4"})

    tip = tips.look(newsroom, ref, by=ines).tip
    assert (tip.level, tip.assignee_id) == (Level.LOW, priya.id)


@pytest.mark.parametrize(
    ("act", "change", "shown"),
    [
        ("assign", {"to": "2"}, ("<dd>Tom Varga</dd>", "<dd>Priya Nand</dd>")),
        ("desk", {"desk": "courts"}, ("<dd>No desk</dd>", "<dd>Courts and police</dd>")),
        ("close", {"outcome": "spam"}, ("<dd>False</dd>", "<dd>Spam</dd>")),
    ],
)
def test_a_conflict_names_people_desks_and_outcomes(
    newsroom: Newsroom,
    visit: Visit,
    tom: Editor,
    ines: Editor,
    act: str,
    change: dict[str, str],
    shown: tuple[str, str],
) -> None:
    ref = intake.receive(newsroom, sent(desk="schools")).ref
    triage.close(newsroom, ref, outcome=Outcome.OFF_TOPIC, by=ines)
    seen = visit.form(ref, act)
    triage.close(newsroom, ref, outcome=Outcome.FALSE, by=ines)
    triage.assign(newsroom, ref, to=tom.id, by=ines)
    triage.move(newsroom, ref, desk=None, by=ines)

    conflict = visit.client.post(f"/desk/tips/{ref}/{act}", data=seen | change)

    assert conflict.status_code == 409
    assert all(value in conflict.text for value in shown)


def test_a_move_that_is_not_in_the_table_names_those_that_are(
    newsroom: Newsroom, visit: Visit, ines: Editor, ref: str
) -> None:
    triage.close(newsroom, ref, outcome=Outcome.SPAM, by=ines)

    answer = visit.post(f"/desk/tips/{ref}/wait")

    assert answer.status_code == 409
    assert "A tip that is closed cannot become waiting. It can become: closed, open" in answer.text


def test_what_a_role_may_not_do_is_not_offered(newsroom: Newsroom, app: Flask, tom: Editor, ref: str) -> None:
    visit = come_in(app, tom)
    page = visit.get(f"/desk/tips/{ref}").text

    assert f"/desk/tips/{ref}/take" in page
    for act in ("assign", "desk", "level", "release"):
        assert f"/desk/tips/{ref}/{act}" not in page
    refused = visit.post(f"/desk/tips/{ref}/level", level="1")
    assert refused.status_code == 403
    assert "You may not do this" in refused.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_from_another_site_does_nothing(
    newsroom: Newsroom, visit: Visit, ines: Editor, ref: str, headers: dict[str, str]
) -> None:
    answer = visit.client.post(f"/desk/tips/{ref}/take", data={"csrf_token": visit.csrf}, headers=headers)

    assert answer.status_code == 403
    assert tips.look(newsroom, ref, by=ines).tip.status == Status.NEW


def test_a_form_without_the_sessions_token_does_nothing_and_keeps_the_words(visit: Visit, ref: str) -> None:
    answer = visit.client.post(f"/desk/tips/{ref}/note", data={"words": "Called the yard.", "csrf_token": "x"})

    assert answer.status_code == 403
    assert "Called the yard." in answer.text
