"""A reader in a real browser: with and without a script, by keyboard, on a phone, in the dark."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Site, violations
from tests.conftest import person
from tipline.domain.filter import QUEUE
from tipline.newsroom import queue

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WORDS = "The night crew stopped coming in October.\n\nThe notice says the site reopens on 3 March."
STORY = "https://ledger.example/2026/11/flood-wall?from=mail#top"
PHOTO = {"name": "fence-notice.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"0" * 5000}
VIDEO = {"name": "site-video.mov", "mimeType": "video/quicktime", "buffer": b"0" * 1_200_000}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_reader_sends_a_tip_with_files_and_comes_back(site: Site, open_page: OpenPage, script: bool) -> None:
    page = open_page(script=script)
    page.goto(f"{site.url}/tips?about={STORY}")
    page.get_by_label("What do you know?").fill(WORDS)
    page.get_by_label("Photos, recordings or documents").set_input_files([PHOTO, VIDEO])
    page.get_by_label("Email me").check()
    page.get_by_label("Your email address").fill("reader@")
    send(page)

    assert page.title() == "Error: Send a tip – The Larkmouth Ledger"
    assert page.locator("#errs").evaluate("box => document.activeElement === box") if script else True
    assert page.get_by_role("link", name="“site-video.mov” is 1.2 MB. Files must be under 1 MB").is_visible()
    assert page.get_by_label("What do you know?").input_value() == WORDS

    page.get_by_label("Your email address").fill("reader@example.com")
    send(page)

    code = page.locator("#code").inner_text().split()
    assert len(code) == 6
    assert page.get_by_text("fence-notice.jpg").is_visible()
    with page.expect_download() as note:
        page.get_by_role("link", name="Save as note.txt").click()
    assert note.value.suggested_filename == "note.txt"
    assert note.value.path().read_text().split() == code
    page.reload()
    assert page.title().startswith("A code is shown once")

    page.get_by_role("link", name="I have a code").first.click()
    page.get_by_label("Your six words").fill(", ".join(code).upper())
    page.get_by_role("button", name="Open").click()
    assert page.get_by_text("The notice says the site reopens").is_visible()
    assert page.get_by_text("ledger.example/2026/11/flood-wall", exact=True).is_visible()
    assert page.context.cookies() == []


def test_copy_and_print_are_offered_where_a_script_can_do_them(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sent(page, site)
    code = " ".join(page.locator("#code").inner_text().split())
    page.get_by_role("button", name="Copy code").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code

    page = open_page(script=False)
    sent(page, site)
    assert not page.get_by_role("button").all()


def test_a_double_click_makes_one_tip(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site.url}/tips")
    page.get_by_label("What do you know?").fill(WORDS)
    page.get_by_role("button", name="Send tip").dblclick()
    page.locator("#code").wait_for()

    assert len(queue.look(site.newsroom, QUEUE, by=person(site.newsroom, "ines")).rows) == 1


def test_the_form_costs_two_requests_and_no_more_than_15_kilobytes(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{site.url}/tips")

    assert len(answers) == 2
    assert {answer.url.split("/")[2] for answer in answers} == {site.url.split("/")[2]}
    on_the_wire = [answer.request.sizes() for answer in answers]
    assert sum(one["responseBodySize"] + one["responseHeadersSize"] for one in on_the_wire) <= 15_000


def test_everything_is_reached_by_keyboard(site: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site.url}/tips")
    tab_to(page, "words")
    page.keyboard.type("I saw it happen on Quay Street, twice this week, and so did others.")
    tab_to(page, "c-code")
    page.keyboard.press("ArrowDown")
    tab_to(page, "email")
    page.keyboard.type("reader@example.com")
    page.keyboard.press("Enter")
    page.locator("#code").wait_for()


@pytest.mark.parametrize("width", [320, 390])
def test_a_narrow_phone_never_scrolls_sideways(site: Site, open_page: OpenPage, width: int) -> None:
    page = open_page(size=(width, 700))
    for _ in states(page, site):
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(site: Site, open_page: OpenPage, scheme: str, size: tuple[int, int]) -> None:
    page = open_page(scheme=scheme, size=size, csp=False)
    found = {state: violations(page) for state in states(page, site)}
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def states(page: Page, site: Site):
    """Walk through every state of the reader's pages, naming each while it is on the screen."""
    page.goto(f"{site.url}/tips?about={STORY}")
    yield "form"
    for fold in page.locator("summary:visible").all():
        fold.click()
    page.get_by_label("Call or message me").check()
    yield "opened"
    page.get_by_label("What do you know?").fill("x" * 400)
    page.get_by_label("Email me").check()
    page.get_by_label("Photos, recordings or documents").set_input_files([PHOTO, VIDEO])
    send(page)
    yield "errors"
    page.get_by_label("Your email address").fill("reader@example.com")
    send(page)
    page.locator("#code").wait_for()
    code = page.locator("#code").inner_text()
    yield "receipt"
    page.reload()
    yield "receipt again"
    page.goto(f"{site.url}/tips/return")
    yield "return"
    page.get_by_label("Your six words").fill("not these")
    page.get_by_role("button", name="Open").click()
    yield "wrong code"
    page.get_by_label("Your six words").fill(code)
    page.get_by_role("button", name="Open").click()
    page.get_by_text("You sent it on").wait_for()
    yield "returned"
    page.goto(f"{site.url}/tips/nothing")
    yield "no such page"


def sent(page: Page, site: Site) -> None:
    """A tip of words alone, up to its receipt."""
    page.goto(f"{site.url}/tips")
    page.get_by_label("What do you know?").fill(WORDS)
    send(page)
    page.locator("#code").wait_for()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send tip").click()
    page.wait_for_load_state()


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")
