"""An editor in a real browser: with and without a script, by keyboard, on a phone, in the dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Site, violations
from tests.conftest import person
from tests.fakes import PASSWORD, sent
from tipline.domain.event import Verb
from tipline.domain.level import Level
from tipline.domain.source import Contact, ContactKind
from tipline.domain.status import Outcome, Status
from tipline.domain.submission import Channel
from tipline.domain.tip import Tip
from tipline.newsroom import accounts, conversation, intake, tips, triage

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FLOOD = "The night crew stopped coming in October.\n\nThe notice says the site reopens on 3 March."
KITCHEN = "The kitchen got a one, and parents were not told."


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


@pytest.fixture
def at_desk(site: Site, open_page: OpenPage) -> Callable[..., Page]:
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


def shown(page: Page) -> str:
    """The reference of the tip that is open."""
    return page.locator(".read").get_attribute("data-ref") or ""


def toast(page: Page) -> str:
    return page.locator(".toast p").inner_text()


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


def test_every_key(site: Site, refs: list[str], at_desk: Callable[..., Page]) -> None:
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


def test_after_a_decision_the_cursor_is_on_the_next_row(refs: list[str], at_desk: Callable[..., Page]) -> None:
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


def test_acts_on_a_selection_are_done_one_by_one(site: Site, refs: list[str], at_desk: Callable[..., Page]) -> None:
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


def test_single_keys_can_be_switched_off(refs: list[str], at_desk: Callable[..., Page]) -> None:
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


def test_going_back_in_the_browser(refs: list[str], at_desk: Callable[..., Page]) -> None:
    page = at_desk()
    page.locator(".row .s").nth(2).click()
    expect(page.locator(".read")).to_have_attribute("data-ref", refs[2])
    page.get_by_role("link", name="Waiting").first.click()
    expect(page.get_by_role("heading", name="Waiting")).to_be_visible()

    page.go_back()

    expect(page.locator(".read")).to_have_attribute("data-ref", refs[2])
    assert page.url.endswith(f"/desk/tips/{refs[2]}")


def test_somebody_was_first(site: Site, refs: list[str], at_desk: Callable[..., Page]) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}")
    triage.set_level(site.newsroom, refs[0], level=Level.HIGH, by=person(site.newsroom, "priya"))

    page.keyboard.press("4")
    expect(page.get_by_role("heading", name="Priya Nand changed this while you were looking")).to_be_visible()
    page.get_by_role("button", name="Set “Low” anyway").click()

    expect(page.locator(".toast p")).to_have_text(f"{refs[0]} set to low")
    page.keyboard.press("j")
    expect(page.locator(".row.cur")).to_have_count(1)


def test_what_was_typed_outlives_the_session(site: Site, refs: list[str], at_desk: Callable[..., Page]) -> None:
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


def test_a_server_that_is_gone_changes_nothing_and_says_so(
    site: Site, refs: list[str], at_desk: Callable[..., Page]
) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}")
    page.context.set_offline(True)

    page.keyboard.press("t")

    expect(page.locator(".toast p")).to_have_text("The server cannot be reached. Nothing was changed")
    assert tip_of(site, refs[0]).status == Status.NEW


def test_a_phone_shows_one_pane_at_a_time(site: Site, refs: list[str], at_desk: Callable[..., Page]) -> None:
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
    site: Site, refs: list[str], at_desk: Callable[..., Page], open_page: OpenPage, size: tuple[int, int], scheme: str
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
    site: Site, refs: list[str], at_desk: Callable[..., Page], width: int
) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}", size=(width, 900))
    for direction in ("ltr", "rtl"):
        page.evaluate("dir => document.documentElement.dir = dir", direction)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_forced_colours_keep_the_row_and_the_buttons_apart(refs: list[str], at_desk: Callable[..., Page]) -> None:
    page = at_desk()
    page.emulate_media(forced_colors="active")

    assert page.locator(".row.cur").evaluate("row => getComputedStyle(row).outlineStyle") == "solid"
    assert page.locator(".b.pri").first.evaluate("button => getComputedStyle(button).borderTopStyle") == "solid"


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


def test_history_tells_the_door(site: Site, refs: list[str], at_desk: Callable[..., Page]) -> None:
    page = at_desk(f"/desk/tips/{refs[0]}")
    page.keyboard.press("t")
    expect(page.locator(".act li").first).to_contain_text(re.compile(r"Ines took it.*by web", re.DOTALL))
    events = tips.look(site.newsroom, refs[0], by=person(site.newsroom, "ines")).events
    assert events[0].verb == Verb.TOOK
