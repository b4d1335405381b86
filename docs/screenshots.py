"""Makes the pictures in docs/images: the real site with its invented tips, as Chromium shows it.

.venv/bin/python docs/screenshots.py
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
MOST_BYTES = 200_000
PORT, MAIL_PORT = "18470", "18471"
SIZE = {"width": 1140, "height": 680}
# Letters drawn with coloured edges take twice the bytes.
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--force-color-profile=srgb"]
LEDGER = {
    "TIPLINE_NEWSROOM_PHONE": "01632 960 184, weekdays 9 to 6",
    "TIPLINE_NEWSROOM_SIGNAL": "ledgertips.58",
    "TIPLINE_NEWSROOM_POST": "Tips, 4 Quay Street, Larkmouth",
    "TIPLINE_MAIL_ADDRESS": "tips@ledger.example",
    "TIPLINE_MAIL_DOMAINS": "ledger.example",
    "TIPLINE_MAIL_LMTP": "",
}
TIP = (
    "The hall of Quay School has been closed since Monday. I saw water under the doors, and parents were told nothing."
)


def main() -> None:
    """Start the site in a folder of its own, look at it, take it away."""
    with site() as lines, sync_playwright() as playwright:
        form, _desk, _mail, invitation = (line.split()[-1] for line in lines)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        page = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="en-GB").new_page()
        look_at_form(page, form)
        look_at_desk(page, invitation)
        browser.close()


def look_at_form(page: Page, form: str) -> None:
    """The empty form, and the receipt of what was sent by it."""
    page.goto(form)
    take(page, "form")
    page.get_by_label("What do you know?").fill(TIP)
    # A form that comes back within two seconds looks like the work of a machine.
    page.wait_for_timeout(2_500)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks")
    take(page, "receipt")


def look_at_desk(page: Page, invitation: str) -> None:
    """The queue, as the first editor finds it."""
    page.goto(invitation)
    page.get_by_label("Name").fill("Ada Quill")
    page.get_by_label("Email").fill("ada@ledger.example")
    page.get_by_label("Password").fill("orchard lantern pebble sixty")
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/desk")
    take(page, "desk")


def take(page: Page, name: str) -> None:
    """Keep what is on the screen. Too large a picture is not kept in a project for ever."""
    picture = page.screenshot()
    if len(picture) > MOST_BYTES:
        sys.exit(f"{name}.png has {len(picture)} bytes, and {MOST_BYTES} is the most")
    (IMAGES / f"{name}.png").write_bytes(picture)


@contextmanager
def site() -> Iterator[list[str]]:
    """The four lines of a running site."""
    with TemporaryDirectory() as instance:
        words = ("--instance", instance, "run", "--demo", "--port", PORT, "--mail-port", MAIL_PORT)
        running = subprocess.Popen(
            [sys.executable, "-m", "tipline", *words], env=os.environ | LEDGER, stdout=subprocess.PIPE, text=True
        )
        try:
            assert running.stdout is not None
            yield [running.stdout.readline() for _line in range(4)]
        finally:
            running.terminate()
            running.wait()


if __name__ == "__main__":
    main()
