"""Whoever watches us gets a plain answer, without a session."""

from flask.testing import FlaskClient

from tipline.app import create_app
from tipline.newsroom import Newsroom


def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


def test_a_living_and_ready_web_says_so_and_sets_nothing(newsroom: Newsroom) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client(newsroom).get(path)

        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_a_web_without_its_database_lives_and_is_not_ready(newsroom: Newsroom) -> None:
    web = client(newsroom)
    newsroom.store.close()
    file = newsroom.settings.instance / "tipline.sqlite"
    file.rename(file.with_name("elsewhere"))
    file.mkdir()

    assert web.get("/healthz").status_code == 200
    answer = web.get("/readyz")
    assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (503, "not ready\n", "5")


def test_a_writer_at_work_does_not_make_it_unready(newsroom: Newsroom) -> None:
    web = client(newsroom)
    with newsroom.store.writing():
        assert web.get("/readyz").status_code == 200
