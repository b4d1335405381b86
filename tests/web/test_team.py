"""Desks, people and invitations."""

import re

import pytest
from flask import Flask

from tests.conftest import person
from tests.web.visits import Visit, come_in
from tipline.domain.editor import Editor, Role
from tipline.newsroom import Newsroom, team


@pytest.fixture
def visit(app: Flask, ines: Editor) -> Visit:
    return come_in(app, ines)


def test_everybody_and_every_desk_is_there(visit: Visit) -> None:
    page = visit.get("/desk/team").text

    for words in ("Ines Okoro", "Priya Nand", "Tom Varga", "tom@ledger.example", "Courts and police", "desk:city-hall"):
        assert words in page


def test_a_desk_is_added(newsroom: Newsroom, visit: Visit) -> None:
    assert visit.post("/desk/team/desks", name="Sport", slug="sport").location == "/desk/team"

    assert "sport" in [desk.slug for desk in team.desks(newsroom)]


def test_a_desk_with_faults_is_told_at_the_field_with_what_was_typed(visit: Visit) -> None:
    answer = visit.post("/desk/team/desks", name="Sport", slug="The Sport")

    assert answer.status_code == 422
    assert 'value="The Sport" aria-invalid="true" aria-describedby="fault-slug"' in answer.text
    assert "Use small letters, digits and hyphens" in answer.text
    assert "<title>Error: " in answer.text


def test_an_invitation_is_shown_once_and_works(app: Flask, visit: Visit, newsroom: Newsroom) -> None:
    desk = team.desks(newsroom)[0].id
    made = visit.post("/desk/team/invitations", role="reporter", desks=[desk])

    assert made.status_code == 201
    link = re.search(r"http://127\.0\.0\.1:8000(/desk/join/[\w-]+)", made.text)
    assert link
    assert "as: reporter" in app.test_client().get(link[1]).text
    assert link[1] not in visit.get("/desk/team").text


def test_somebody_changes_roles_and_desks(newsroom: Newsroom, visit: Visit, tom: Editor) -> None:
    desks = {desk.slug: desk.id for desk in team.desks(newsroom)}
    chosen = [desks["courts"], desks["city-hall"]]

    visit.post(f"/desk/team/people/{tom.id}", role="editor", desks=chosen, active="yes")

    changed = person(newsroom, "tom")
    assert (changed.role, changed.desks, changed.active) == (Role.EDITOR, frozenset(chosen), True)


def test_the_last_admin_stays(newsroom: Newsroom, visit: Visit, ines: Editor) -> None:
    answer = visit.post(f"/desk/team/people/{ines.id}", role="reporter", active="yes")

    assert answer.status_code == 409
    assert "There must be at least one admin" in answer.text
    assert person(newsroom, "ines").role == Role.ADMIN


def test_a_role_that_is_none_changes_nothing(newsroom: Newsroom, visit: Visit, tom: Editor) -> None:
    assert visit.post(f"/desk/team/people/{tom.id}", role="owner", active="yes").status_code == 422
    assert visit.post("/desk/team/invitations", role="").status_code == 422
    assert visit.post("/desk/team/people/999", role="reporter", active="yes").status_code == 404
