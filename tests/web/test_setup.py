"""The first hour of a newsroom."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.fakes import PASSWORD, FakeClock, sent
from tests.web.visits import come_in, hidden
from tipline import newsroom as rooms
from tipline.app import create_app
from tipline.domain.editor import Editor
from tipline.newsroom import Newsroom, accounts, intake
from tipline.settings import Settings


@pytest.fixture
def nobodys(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom just set up, in which nobody has an account."""
    settings = Settings(instance=tmp_path)
    rooms.upgrade(settings)
    opened = rooms.open_newsroom(settings, clock=FakeClock())
    yield opened
    opened.close()


def test_without_an_account_the_desk_says_where_the_link_is(nobodys: Newsroom) -> None:
    client = create_app(nobodys).test_client()

    for path in ("/desk", "/desk/tips/T-000000", "/desk/sign-in"):
        assert client.get(path).location == "/desk/welcome"
    page = client.get("/desk/welcome").text
    assert "it printed a one-time link that makes the first account" in page
    assert accounts.first_invitation(nobodys) not in page


def test_the_first_account_is_an_admins_and_the_welcome_is_over(nobodys: Newsroom) -> None:
    client = create_app(nobodys).test_client()
    path = f"/desk/join/{accounts.first_invitation(nobodys)}"

    joined = join(client, path)

    assert joined.location == "/desk"
    page = client.get("/desk").text
    assert "Three steps before readers write to you" in page
    assert "Add desks" in page
    assert client.get("/desk/welcome").location == "/desk"
    assert client.get(path).status_code == 404


def test_the_checklist_ticks_what_is_done_and_goes_with_the_first_tip(
    newsroom: Newsroom, app: Flask, ines: Editor
) -> None:
    visit = come_in(app, ines)
    page = visit.get("/desk").text
    assert "3 desks" in page
    assert "You and 2 others" in page

    intake.receive(newsroom, sent())

    assert "Three steps" not in visit.get("/desk").text


def test_only_an_admin_is_shown_the_checklist(app: Flask, tom: Editor) -> None:
    page = come_in(app, tom).get("/desk").text

    assert "Three steps" not in page
    assert "Nothing waits for a decision" in page


@pytest.mark.slow
def test_one_click_fills_the_desk_and_one_click_empties_it(newsroom: Newsroom, app: Flask, ines: Editor) -> None:
    visit = come_in(app, ines)
    kept = intake.receive(newsroom, sent()).ref

    assert visit.post("/desk/demo/fill").location == "/desk"
    page = visit.get("/desk").text
    assert "Some of these tips are invented." in page
    assert page.count('<li class="row') > 30

    assert visit.post("/desk/demo/remove").location == "/desk"
    page = visit.get("/desk").text
    assert "invented" not in page
    assert page.count('<li class="row') == 1
    assert kept in page


def join(client: FlaskClient, path: str) -> TestResponse:
    token = hidden(client.get(path).text)["token"]
    given = {"token": token, "name": "Ines Okoro", "email": "ines@ledger.example", "password": PASSWORD}
    return client.post(path, data=given)
