"""Signing in and out, and joining by an invitation."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.fakes import HOUR, PASSWORD, FakeClock
from tests.web.visits import come_in, hidden
from tipline.domain.editor import Editor, Role
from tipline.newsroom import Newsroom, accounts, team
from tipline.web import guard

EMAIL = "ines@ledger.example"


def test_who_signs_in_comes_to_where_they_wanted(client: FlaskClient) -> None:
    wanted = client.get("/desk?q=is:late")
    assert wanted.status_code == 303

    answer = enter(client, next=hidden(client.get(wanted.location).text)["next"])

    assert (answer.status_code, answer.location) == (303, "/desk?q=is:late")
    assert client.get("/desk").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = enter(client).headers["Set-Cookie"]

    assert cookie.startswith("tipline-session=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Secure" not in cookie  # browsers would refuse it by plain http


def test_with_tls_the_cookie_is_bound_to_the_host(app_with: Callable[..., FlaskClient]) -> None:
    client = app_with(public_url="https://tips.ledger.example")

    cookie = enter(client, base_url="https://tips.ledger.example").headers["Set-Cookie"]

    assert cookie.startswith("__Host-tipline-session=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "not the password"), ("nobody@ledger.example", PASSWORD), ("", "")]
)
def test_a_wrong_name_and_a_wrong_password_answer_alike(client: FlaskClient, email: str, password: str) -> None:
    answer = enter(client, email=email, password=password)

    assert answer.status_code == 401
    assert "We do not know this address with this password" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_many_tries_are_stopped_and_told_how_long(client: FlaskClient) -> None:
    answers = [enter(client, password="wrong") for _ in range(9)]

    assert [answer.status_code for answer in answers] == [401] * 8 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Too many tries" in answers[-1].text


def test_a_form_that_is_not_ours_opens_nothing(client: FlaskClient) -> None:
    forged = client.post("/desk/sign-in", data={"token": "x", "email": EMAIL, "password": PASSWORD})
    assert forged.status_code == 400

    from_elsewhere = enter(client, headers={"Sec-Fetch-Site": "cross-site"})
    assert from_elsewhere.status_code == 400


def test_signing_in_gives_a_new_name_and_ends_the_old_session(client: FlaskClient, newsroom: Newsroom) -> None:
    token = hidden(client.get("/desk/sign-in").text)["token"]
    enter(client)
    old = session_of(client)

    client.post("/desk/sign-in", data={"token": token, "email": EMAIL, "password": PASSWORD})

    assert session_of(client) != old
    assert accounts.session(newsroom, old) is None


def test_signing_out_ends_the_session_here_and_on_the_server(client: FlaskClient, newsroom: Newsroom) -> None:
    enter(client)
    token = session_of(client)
    csrf = hidden(client.get("/desk").text)["csrf_token"]

    assert client.post("/desk/sign-out", data={"csrf_token": "x"}).status_code == 403
    assert client.post("/desk/sign-out", data={"csrf_token": csrf}).location == "/desk/sign-in"
    assert accounts.session(newsroom, token) is None
    assert client.get_cookie("tipline-session") is None


def test_an_idle_session_ends_and_what_was_typed_is_shown(app: Flask, newsroom: Newsroom, ines: Editor) -> None:
    visit = come_in(app, ines)
    clock = newsroom.clock
    assert isinstance(clock, FakeClock)
    clock.advance(13 * HOUR)

    answer = visit.post("/desk/tips/T-000000/note", words="Called the yard <twice>.", back="/desk/tips/T-000000")

    assert answer.status_code == 401
    assert "Called the yard &lt;twice&gt;." in answer.text
    assert 'href="/desk/sign-in?next=/desk/tips/T-000000"' in answer.text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/desk",
        "//evil.example/desk",
        "/tips",
        "/desktop",
        "/desk\\@evil",
        "/desk/../tips",
        "/desk\n",
    ],
)
def test_only_the_desk_is_gone_on_to(wanted: str) -> None:
    assert guard.safe_next(wanted) == "/desk"


def test_who_is_no_longer_active_is_out_at_once(app: Flask, newsroom: Newsroom, ines: Editor, tom: Editor) -> None:
    visit = come_in(app, tom)
    team.set_member(newsroom, tom.id, desks=frozenset(), role=Role.REPORTER, active=False, by=ines)

    assert visit.get("/desk").status_code == 303


def test_somebody_joins_by_an_invitation_and_is_signed_in(client: FlaskClient, newsroom: Newsroom) -> None:
    path = "/desk/join/" + accounts.invite(newsroom, role=Role.EDITOR, by=None)
    page = client.get(path)
    assert "as: editor" in page.text

    short = join(client, path, email="dele@", password="too short")
    assert short.status_code == 422
    assert 'aria-describedby="password-hint fault-password"' in short.text
    assert 'value="Dele Aduba"' in short.text
    assert "too short" not in short.text

    assert join(client, path).location == "/desk"
    assert client.get("/desk").status_code == 200
    assert client.get(path).status_code == 404


def test_an_invitation_that_is_none_says_so(client: FlaskClient) -> None:
    answer = client.get("/desk/join/never")

    assert answer.status_code == 404
    assert "used already or is too old" in answer.text


def test_readers_pages_look_up_no_session(client: FlaskClient) -> None:
    enter(client)

    answer = client.get("/tips")

    assert "Set-Cookie" not in answer.headers
    assert "Ines" not in answer.text


def enter(
    client: FlaskClient, base_url: str = "http://localhost", headers: dict[str, str] | None = None, **fields: str
) -> TestResponse:
    token = hidden(client.get("/desk/sign-in", base_url=base_url).text)["token"]
    given = {"token": token, "email": EMAIL, "password": PASSWORD, "next": "/desk"} | fields
    return client.post("/desk/sign-in", data=given, base_url=base_url, headers=headers)


def join(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = hidden(client.get(path).text)["token"]
    given = {"token": token, "name": "Dele Aduba", "email": "dele@ledger.example", "password": PASSWORD} | fields
    return client.post(path, data=given)


def session_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("tipline-session")
    assert cookie is not None
    return cookie.value
