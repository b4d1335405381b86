"""Damaged and hostile requests get a plain no, never a fault of ours."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import sent
from tests.web.visits import Visit, come_in
from tipline.domain.editor import Editor
from tipline.newsroom import Newsroom, intake
from tipline.web import listing


@pytest.fixture
def visit(app: Flask, ines: Editor) -> Visit:
    return come_in(app, ines)


@pytest.mark.parametrize("given", ["²", "-1", "9" * 5000, "1e3", "x"])
@pytest.mark.parametrize(("act", "field"), [("assign", "to"), ("take", "version"), ("undo", "event")])
def test_a_number_that_is_none_changes_nothing(
    visit: Visit, newsroom: Newsroom, act: str, field: str, given: str
) -> None:
    ref = intake.receive(newsroom, sent()).ref
    assert visit.post(f"/desk/tips/{ref}/{act}", **{field: given}).status_code == 422


@pytest.mark.parametrize("query", ["after=%C2%B2", "after=5", "q=hello&after=1-2-3", "q=" + "w+" * 4000, "q=%22"])
def test_a_strange_address_shows_a_list(visit: Visit, query: str) -> None:
    page = visit.get("/desk?" + query)
    assert page.status_code == 200
    assert len(page.data) < 400 * listing.LONGEST


@pytest.mark.parametrize("path", ["/desk/sign-in", "/tips"])
def test_an_origin_that_is_no_address_is_foreign(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data={"words": "kept"}, headers={"Origin": "http://["})
    assert answer.status_code in (400, 403)


def test_an_onward_address_that_is_none_leads_to_the_desk(client: FlaskClient) -> None:
    assert client.get("/desk/sign-in?next=//[").status_code == 200


def test_what_would_turn_a_line_around_is_not_shown(visit: Visit, newsroom: Newsroom) -> None:
    ref = intake.receive(newsroom, sent(words="pay \u202egnp.exe\x1b[31m now", headline="a\u2066b")).ref
    page = visit.get(f"/desk/tips/{ref}").text
    assert not {"\u202e", "\x1b", "\u2066"} & set(page)
    assert "gnp.exe" in page
