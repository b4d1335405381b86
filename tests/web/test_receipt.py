"""The receipt: six words, once."""

import re

import pytest

from tests.web.conftest import WORDS, Reader, code_of, taken
from tipline.newsroom import Newsroom, returning


def test_the_code_is_shown_once_and_opens_the_tip(reader: Reader, newsroom: Newsroom) -> None:
    reader.send()
    page = reader.thanked()
    code = code_of(page)

    assert returning.look(newsroom, code, visitor="192.0.2.1").ref == taken(newsroom)[0].tip.ref
    assert 'download="note.txt"' in page
    assert "data:text/plain;charset=utf-8," + code.replace(" ", "%20") in page
    assert WORDS in page
    again = reader.thanked()
    assert "A code is shown once" in again
    assert not any(word in again.split() for word in code.split())


def test_what_happens_next_has_dates_and_no_hour(reader: Reader) -> None:
    reader.send()
    page = reader.thanked()
    assert "Wednesday 25 November, morning" in page
    assert "By Saturday morning" in page
    assert "delete" not in page, "nothing is promised that is not built"
    assert not re.search(r"\d\d:\d\d", page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "You have not told us who you are."),
        ({"contact": "email", "email": "me@example.com"}, "If we have a question we write to the address you gave."),
        ({"contact": "phone", "phone": "123"}, "If we have a question we call or message you."),
    ],
)
def test_it_says_how_we_come_back(reader: Reader, fields: dict[str, str], said: str) -> None:
    reader.send(**fields)
    assert said in reader.thanked()


def test_the_cookie_lives_for_one_page(reader: Reader) -> None:
    cookie = reader.send().headers["Set-Cookie"]
    assert cookie.startswith("tipline-receipt=")
    for part in ("HttpOnly", "SameSite=Strict", "Max-Age=600", "Path=/tips/thanks"):
        assert part in cookie
    assert "Max-Age=0" in reader.client.get("/tips/thanks").headers["Set-Cookie"]


def test_by_tls_the_cookie_is_locked_to_the_host(app_with, newsroom: Newsroom) -> None:
    client = app_with(public_url="https://tips.ledger.example")
    page = client.get("/tips", base_url="https://tips.ledger.example")
    token = page.text.split('name="token" value="')[1].split('"')[0]
    answer = client.post("/tips", data={"token": token, "words": WORDS}, base_url="https://tips.ledger.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tipline-receipt=")
    assert "; Secure" in cookie
    assert "; Path=/;" in cookie
    assert "Domain" not in cookie


def test_the_cookie_tells_the_code_to_nobody(reader: Reader) -> None:
    cookie = reader.send().headers["Set-Cookie"].split(";")[0]
    code = code_of(reader.thanked())
    assert not any(word in cookie for word in code.split() if len(word) > 3)


@pytest.mark.parametrize("cookie", ["", "nonsense", "0" * 32 + ".T-000000.seed"])
def test_a_forged_cookie_shows_nothing(reader: Reader, cookie: str) -> None:
    reader.client.set_cookie("tipline-receipt", cookie, path="/tips/thanks")
    assert "A code is shown once" in reader.thanked()


def test_many_readers_of_one_place_all_get_their_code(reader: Reader) -> None:
    for n in range(15):
        reader.send(words=f"{WORDS} {n}")
        assert f"{WORDS} {n}" in reader.thanked()
