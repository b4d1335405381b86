"""The real app on a port of its own, and Debian's Chromium to look at it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.conftest import person
from tests.fakes import PASSWORD, sent
from tests.skips import CHROMIUM
from tipline import newsroom as rooms
from tipline.app import create_app
from tipline.domain.level import Level
from tipline.domain.source import Contact, ContactKind
from tipline.domain.submission import Channel
from tipline.domain.tip import Tip
from tipline.newsroom import Newsroom, accounts, intake, tips, triage
from tipline.settings import Settings

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PHONE, DESKTOP = (390, 844), (1440, 900)


@dataclass(frozen=True)
class Site:
    """The served app: its address, and the newsroom behind it."""

    url: str
    newsroom: Newsroom


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """The app with every part of the reader's page filled in, on the machine's clock."""
    newsroom = rooms.open_newsroom(replace(settings, **FULL))
    server = make_server("127.0.0.1", 0, create_app(newsroom), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", newsroom)
    server.shutdown()
    thread.join()
    server.server_close()
    newsroom.close()


FULL: dict[str, Any] = {
    "newsroom_hosts": ("ledger.example",),
    "newsroom_onion": "http://ledgertips2d7q.onion",
    "newsroom_signal": "ledgertips.58",
    "newsroom_phone": "01632 960 184, weekdays 9 to 6",
    "newsroom_post": "Tips, 4 Quay Street, Larkmouth",
    "newsroom_safety_url": "https://ledger.example/safer",
    "newsroom_corrections_url": "https://ledger.example/corrections",
    "newsroom_letters_url": "https://ledger.example/letters",
    "newsroom_delivery_url": "https://ledger.example/delivery",
    "newsroom_privacy_url": "https://ledger.example/privacy",
    "limits_file_bytes": 1_000_000,
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]
FLOOD = "The night crew stopped coming in October.\n\nThe notice says the site reopens on 3 March."
KITCHEN = "The kitchen got a one, and parents were not told."


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open an empty page with a memory of its own; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(
        *, script: bool = True, scheme: str = "light", size: tuple[int, int] = DESKTOP, csp: bool = True
    ) -> Page:
        context = browser.new_context(
            java_script_enabled=script,
            color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
            viewport={"width": size[0], "height": size[1]},
            accept_downloads=True,
            bypass_csp=not csp,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page that was opened with `csp=False`: our policy keeps its script out."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}" for one in found["violations"]
    ]


@pytest.fixture
def refs(site: Site) -> list[str]:
    """Four tips in the order of the list: urgent, high, normal, low."""
    ines = person(site.newsroom, "ines")
    made = []
    for level, words in zip(Level, (FLOOD, KITCHEN, "Rats in the covered market.", "Choir in the final."), strict=True):
        by_mail = words == KITCHEN
        submission = sent(
            words=words,
            desk="schools" if by_mail else None,
            channel=Channel.EMAIL if by_mail else Channel.FORM,
            contact=Contact(ContactKind.EMAIL, "marta@mail.example", "Marta L.") if by_mail else Contact(),
        )
        made.append(intake.receive(site.newsroom, submission).ref)
        triage.set_level(site.newsroom, made[-1], level=level, by=ines)
    return made


AtDesk = Callable[..., Page]


@pytest.fixture
def at_desk(site: Site, open_page: OpenPage) -> AtDesk:
    """A page of the desk in a browser that is signed in."""

    def come(path: str = "/desk", *, email: str = "ines@ledger.example", **options: object) -> Page:
        page = open_page(**options)
        token = accounts.sign_in(site.newsroom, email, PASSWORD, visitor=f"192.0.{id(page) % 250}.1")
        page.context.add_cookies([{"name": "tipline-session", "value": token, "url": site.url}])
        page.goto(site.url + path)
        return page

    return come


def tip_of(site: Site, ref: str) -> Tip:
    return tips.look(site.newsroom, ref, by=person(site.newsroom, "ines")).tip
