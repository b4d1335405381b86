"""An editor in a real browser: with and without a script, by keyboard, on a phone, in the dark."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import KITCHEN, PHONE, AtDesk, OpenPage, Site, tip_of
from tests.conftest import person
from tests.fakes import PASSWORD
from tipline.domain.event import Verb
from tipline.domain.level import Level
from tipline.domain.status import Outcome, Status
from tipline.newsroom import tips, triage

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_editor_signs_in_and_decides(site: Site, refs: list[str], open_page: OpenPage, script: bool) -> None:
    page = open_page(script=script)
    page.goto(site.url + "/desk")
    page.get_by_label("Email").fill("ines@ledger.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    expect(page.locator(".row")).to_have_count(4)
    page.get_by_role("link", name=KITCHEN).click()
    expect(page.locator(".words")).to_have_text(KITCHEN)
    expect(page.locator(".who").first).to_contain_text("Marta L.")

    page.locator("summary", has_text="change the level").click()
    page.locator("[data-act=set_level] button", has_text="Low").click()
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} set to low")
    page.locator("summary", has_text="give it to somebody").click()
    page.get_by_role("button", name="Tom Varga").click()
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} given to Tom Varga")
    page.get_by_label("Internal note").fill("Called the school.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".m-note")).to_contain_text("Called the school.")
    page.locator("summary", has_text="Done").click()
    page.get_by_label("Published: the story’s address").fill("https://ledger.example/kitchen")
    page.get_by_role("button", name="Close as published").click()
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} closed: published")

    closed = tip_of(site, refs[1])
    assert (closed.status, closed.level, closed.outcome) == (Status.CLOSED, Level.LOW, Outcome.PUBLISHED)
    expect(page.locator(".row")).to_have_count(3)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".row")).to_have_count(4)
    assert tip_of(site, refs[1]).status == Status.OPEN


def test_going_back_in_the_browser(refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk()
    page.locator(".row .s").nth(2).click()
    expect(page.locator(".read")).to_have_attribute("data-ref", refs[2])
    page.get_by_role("link", name="Waiting").first.click()
    expect(page.get_by_role("heading", name="Waiting")).to_be_visible()

    page.go_back()

    expect(page.locator(".read")).to_have_attribute("data-ref", refs[2])
    assert page.url.endswith(f"/desk/tips/{refs[2]}")


def test_somebody_was_first(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}")
    triage.set_level(site.newsroom, refs[0], level=Level.HIGH, by=person(site.newsroom, "priya"))

    page.keyboard.press("4")
    expect(page.get_by_role("heading", name="Priya Nand changed this while you were looking")).to_be_visible()
    page.get_by_role("button", name="Set “Low” anyway").click()

    expect(page.locator(".toast p")).to_have_text(f"{refs[0]} set to low")
    page.keyboard.press("j")
    expect(page.locator(".row.cur")).to_have_count(1)


def test_what_was_typed_outlives_the_session(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}")
    page.get_by_label("Internal note").fill("Called the harbour office.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save note").click()

    expect(page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    expect(page.get_by_text("Called the harbour office.")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill("ines@ledger.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith(f"/desk/tips/{refs[0]}")


def test_a_server_that_is_gone_changes_nothing_and_says_so(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}")
    page.context.set_offline(True)

    page.keyboard.press("t")

    expect(page.locator(".toast p")).to_have_text("The server cannot be reached. Nothing was changed")
    assert tip_of(site, refs[0]).status == Status.NEW


def test_a_phone_shows_one_pane_at_a_time(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk(size=PHONE)
    expect(page.locator(".read")).to_be_hidden()

    page.get_by_role("link", name=KITCHEN).click()
    expect(page.locator(".words")).to_have_text(KITCHEN)
    expect(page.locator(".list")).to_be_hidden()
    page.get_by_role("button", name="Take it").click()
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} is yours")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator(".list")).to_be_visible()
    expect(page.locator(".read")).to_be_hidden()
    page.get_by_role("button", name="All views").click()
    page.get_by_role("link", name="Schools").last.click()
    expect(page.get_by_role("heading", name="Schools")).to_be_visible()


def test_the_scripts_are_small(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site.url + "/desk/sign-in")
    style = page.locator("link[rel=stylesheet]").get_attribute("href") or ""
    folder = style.rpartition("/")[0]
    names = ["desk.js", "desk-acts.js", "desk-keys.js", "desk-list.js", "desk-page.js"]
    sizes = [
        int(
            page.request.get(f"{site.url}{folder}/{name}", headers={"Accept-Encoding": "gzip"}).headers[
                "content-length"
            ]
        )
        for name in names
    ]

    assert sum(sizes) < 25_000


def test_history_tells_the_door(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}")
    page.keyboard.press("t")
    expect(page.locator(".act li").first).to_contain_text(re.compile(r"Ines took it.*by web", re.DOTALL))
    events = tips.look(site.newsroom, refs[0], by=person(site.newsroom, "ines")).events
    assert events[0].verb == Verb.TOOK
