"""The desk for every eye: light and dark, small and large, either direction, forced colours, axe's rules."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, AtDesk, OpenPage, Site, violations
from tests.conftest import person
from tipline.domain.level import Level
from tipline.newsroom import accounts, conversation, triage

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def rich(site: Site, refs: list[str]) -> None:
    """A tip with everything on its page."""
    ines = person(site.newsroom, "ines")
    triage.take(site.newsroom, refs[0], by=ines)
    conversation.note(site.newsroom, refs[0], words="Called.", by=ines)
    triage.undo(site.newsroom, refs[0], by=ines)


PLACES = {
    "sign-in": "/desk/sign-in",
    "queue": "/desk",
    "tip": "/desk/tips/{ref}",
    "no match": "/desk?q=xyzzy+status:neu",
    "empty view": "/desk?q=status:quarantine",
    "team": "/desk/team",
    "keys": "/desk/keys",
    "missing": "/desk/tips/T-000000",
    "join": "/desk/join/{token}",
}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    site: Site, refs: list[str], at_desk: AtDesk, open_page: OpenPage, size: tuple[int, int], scheme: str
) -> None:
    rich(site, refs)
    token = accounts.invite(site.newsroom, role=person(site.newsroom, "tom").role, by=None)
    page = at_desk(size=size, scheme=scheme, csp=False)
    signed_out = open_page(size=size, scheme=scheme, csp=False)

    for name, place in PLACES.items():
        at = signed_out if name in ("sign-in", "join") else page
        at.goto(site.url + place.format(ref=refs[0], token=token))
        assert violations(at) == [], name
        assert at.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"

    page.goto(f"{site.url}/desk/tips/{refs[0]}")
    for menu in page.locator("details.menu > summary:visible").all() if size == PHONE else ():
        menu.click()
        assert violations(page) == []
    triage.set_level(site.newsroom, refs[0], level=Level.LOW, by=person(site.newsroom, "priya"))
    page.locator("summary", has_text="change the level").click()
    page.locator("[data-act=set_level] button", has_text="High").click()
    expect(page.get_by_role("heading", name="changed this while you were looking")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 600, 834, 1024, 1440, 1920])
def test_nothing_is_wider_than_the_window_in_either_direction(
    site: Site, refs: list[str], at_desk: AtDesk, width: int
) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}", size=(width, 900))
    for direction in ("ltr", "rtl"):
        page.evaluate("dir => document.documentElement.dir = dir", direction)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_forced_colours_keep_the_row_and_the_buttons_apart(refs: list[str], at_desk: AtDesk) -> None:
    page = at_desk()
    page.emulate_media(forced_colors="active")

    assert page.locator(".row.cur").evaluate("row => getComputedStyle(row).outlineStyle") == "solid"
    assert page.locator(".b.pri").first.evaluate("button => getComputedStyle(button).borderTopStyle") == "solid"
