"""Style sheets and scripts: asked for once, and packed."""

import gzip
import re

import pytest
from flask.testing import FlaskClient


@pytest.fixture
def style(client: FlaskClient) -> str:
    """The address of the reader's style sheet."""
    found = re.search(r'href="(/static/[^"]+/public.css)"', client.get("/tips").text)
    assert found
    return found[1]


def test_an_asset_is_kept_for_a_year(client: FlaskClient, style: str) -> None:
    answer = client.get(style)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"--brand" in answer.data


def test_an_old_address_still_answers_but_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/static/yesterday/public.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["../../app.py", "..%2f..%2fapp.py", "none.css", ""])
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/x/{name}").status_code == 404


def test_pages_and_assets_are_packed_where_the_browser_takes_it(client: FlaskClient, style: str) -> None:
    for path in ("/tips", style):
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert len(gzip.decompress(packed.data)) > len(packed.data)
        plain = client.get(path, headers={"Accept-Encoding": "identity, gzip;q=0"})
        assert "Content-Encoding" not in plain.headers


def test_the_form_and_its_style_are_light(client: FlaskClient, style: str) -> None:
    packed = [client.get(path, headers={"Accept-Encoding": "gzip"}).data for path in ("/tips", style)]
    assert sum(map(len, packed)) < 12_000
