"""The app over a newsroom, asked without a server."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from tests.conftest import person
from tests.fakes import FakeClock
from tipline.app import App, create_app
from tipline.domain.filter import TipFilter
from tipline.newsroom import Newsroom, queue, tips
from tipline.newsroom.tips import TipView

WORDS = "The night crew stopped coming in October. The notice says the site reopens on 3 March."
HIDDEN = re.compile(r'name="(token|story|kept)" value="([^"]*)"')


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile each template once, not once for each test's app."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "jinja_options", {**App.jinja_options, "bytecode_cache": cache})
        yield


@pytest.fixture
def app(newsroom: Newsroom) -> Flask:
    return create_app(newsroom)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def app_with(newsroom: Newsroom) -> Callable[..., FlaskClient]:
    """A client of the same newsroom under other settings."""

    def made(**settings: Any) -> FlaskClient:
        return create_app(replaced(newsroom, **settings)).test_client()

    return made


def replaced(newsroom: Newsroom, **settings: Any) -> Newsroom:
    """The same newsroom under other settings."""
    changed = replace(newsroom.settings, **settings)
    return replace(newsroom, settings=changed, links=replace(newsroom.links, public_url=changed.public_url))


@dataclass
class Reader:
    """Somebody at the form who takes a minute to write."""

    client: FlaskClient
    clock: FakeClock

    def open(self, about: str = "") -> dict[str, Any]:
        """The form's hidden fields and ticks, as a browser would send them back."""
        page = self.client.get("/tips", query_string={"about": about} if about else {})
        self.clock.advance(60_000)
        return {**hidden(page), "wish": "y", "ask_first": "y", "about": "y"}

    def send(self, *, about: str = "", **fields: Any) -> TestResponse:
        """Fill in a fresh form and press Send."""
        return self.press({**self.open(about), "words": WORDS, **fields})

    def press(self, fields: dict[str, Any]) -> TestResponse:
        """Press Send on a form that is filled in."""
        return self.client.post("/tips", data=fields, content_type="multipart/form-data")

    def thanked(self) -> str:
        """The page after Send."""
        page = self.client.get("/tips/thanks")
        assert page.status_code == 200
        return page.text


@pytest.fixture
def reader(client: FlaskClient, newsroom: Newsroom) -> Reader:
    return Reader(client, newsroom.clock)  # type: ignore[arg-type]  # the newsroom of tests has a FakeClock


def hidden(page: TestResponse) -> dict[str, Any]:
    """The hidden fields of a page, `kept` as the list it may be."""
    found: dict[str, Any] = {}
    for name, value in HIDDEN.findall(page.text):
        if name == "kept":
            found.setdefault("kept", []).append(unescape(value))
        else:
            found[name] = unescape(value)
    return found


def file(content: bytes, name: str) -> tuple[BytesIO, str]:
    """A file as the client sends it."""
    return BytesIO(content), name


def code_of(page: str) -> str:
    """The six words that a receipt shows."""
    return " ".join(re.findall(r"<span>([a-z]+)</span>", page.split('id="code"')[1].split("</p>")[0]))


def taken(newsroom: Newsroom) -> list[TipView]:
    """Every tip that was taken in, as an admin sees it."""
    ines = person(newsroom, "ines")
    rows = queue.look(newsroom, TipFilter(), by=ines).rows
    return [tips.look(newsroom, row.ref, by=ines) for row in rows]
