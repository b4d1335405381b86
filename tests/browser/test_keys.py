"""The keys of the desk: on one tip, on several, and none at all."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AtDesk, Site, tip_of
from tests.conftest import person
from tipline.domain.level import Level
from tipline.domain.status import Outcome
from tipline.newsroom import triage

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def shown(page: Page) -> str:
    """The reference of the tip that is open."""
    return page.locator(".read").get_attribute("data-ref") or ""


def test_keys_that_move_and_arrange(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk()
    assert shown(page) == refs[0]

    page.keyboard.press("j")
    expect(page.locator(".read")).to_have_attribute("data-ref", refs[1])
    page.keyboard.press("k")
    expect(page.locator(".read")).to_have_attribute("data-ref", refs[0])
    page.keyboard.press("ArrowDown")
    expect(page.locator(".read")).to_have_attribute("data-ref", refs[1])
    page.keyboard.press("o")
    expect(page.locator("#pane")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".row.cur .s")).to_be_focused()

    page.keyboard.press("t")
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} is yours")
    page.keyboard.press("4")
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} set to low")
    page.keyboard.press("0")
    expect(page.locator(".toast p")).to_contain_text("has the level its reasons give")
    for key in ("a", "v", "a", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} given to Tom Varga")
    for key in ("d", "c", "o", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} moved to Courts and police")
    page.keyboard.press("z")
    expect(page.locator(".toast p")).to_contain_text("Undone: Ines moved it to Courts and police")


def test_keys_that_write_close_and_look(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk(f"/desk/tips/{refs[1]}")
    page.keyboard.press("c")
    page.keyboard.type("j k x t are letters here")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".m-note")).to_contain_text("j k x t are letters here")
    page.keyboard.press("n")
    page.keyboard.press("4")
    expect(page.locator(".toast p")).to_have_text(f"{refs[1]} closed: off topic")
    assert tip_of(site, refs[1]).outcome == Outcome.OFF_TOPIC
    page.keyboard.press("e")
    page.keyboard.press("1")
    expect(page.locator(".toast p")).to_contain_text("closed: kept as background")

    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_after_a_decision_the_cursor_is_on_the_next_row(refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk()
    for ref, after in zip(refs, [*refs[1:], ""], strict=True):
        expect(page.locator(".read")).to_have_attribute("data-ref", ref) if ref else None
        page.keyboard.press("n")
        page.keyboard.press("1")
        expect(page.locator(f".row[data-ref={ref}]")).to_have_count(0)
        if after:
            expect(page.locator(".row.cur .s")).to_be_focused()
            assert page.locator(".row.cur").get_attribute("data-ref") == after
    expect(page.get_by_role("heading", name="Nothing waits for a decision")).to_be_visible()


def test_acts_on_a_selection_are_done_one_by_one(site: Site, refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk()
    page.keyboard.press("x")
    page.keyboard.press("J")
    expect(page.locator(".bulk b")).to_have_text("2 selected")
    triage.close(site.newsroom, refs[3], outcome=Outcome.FALSE, by=person(site.newsroom, "priya"))

    page.keyboard.press("2")
    expect(page.locator(".toast p")).to_have_text("2 done")
    assert {tip_of(site, ref).level for ref in refs[:2]} == {Level.HIGH}
    page.keyboard.press("z")
    expect(page.locator(".toast p")).to_contain_text("Undone")
    assert tip_of(site, refs[0]).level == Level.URGENT

    page.get_by_label(f"Select {refs[2]}").check()
    page.keyboard.press("a")
    page.keyboard.press("p")
    page.keyboard.press("Enter")
    expect(page.locator(".toast p")).to_have_text("1 done")
    assert tip_of(site, refs[2]).assignee_id == person(site.newsroom, "priya").id


def test_single_keys_can_be_switched_off(refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk()
    page.keyboard.press("?")
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()

    page.keyboard.press("t")
    page.keyboard.press("j")

    assert shown(page) == refs[0]
    expect(page.locator(".toast p")).to_have_count(0)
    expect(page.locator(".hints")).to_be_hidden()
