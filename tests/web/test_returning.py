"""The way back: six words, however they are written."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import person
from tests.web.conftest import WORDS, Reader, code_of, file, taken
from tipline.domain.status import Outcome
from tipline.newsroom import Newsroom, conversation, triage


@pytest.fixture
def code(reader: Reader) -> str:
    reader.send(files=file(b"%PDF-1.7", "minutes.pdf"))
    return code_of(reader.thanked())


@pytest.mark.parametrize("written", ["{}", "  {}  ", "{commas}", "{hyphens}", "{capitals}", "{lines}"])
def test_the_code_shows_what_was_sent(client: FlaskClient, code: str, written: str) -> None:
    ways = {
        "commas": code.replace(" ", ", "),
        "hyphens": code.replace(" ", "-"),
        "capitals": code.upper(),
        "lines": code.replace(" ", "\r\n"),
    }
    page = client.post("/tips/return", data={"code": written.format(code, **ways)})

    assert page.status_code == 200
    assert "You sent it on 25 November." in page.text
    assert WORDS in page.text
    assert "minutes.pdf" in page.text
    assert not {"Set-Cookie", "ETag"} & set(page.headers.keys())
    assert page.headers["Cache-Control"] == "no-store"


def test_every_code_opens_also_one_with_a_rare_word(reader: Reader, newsroom: Newsroom) -> None:
    assert all(newsroom.signer.code(str(seed)).replace(" ", "").isalpha() for seed in range(3000))


def test_a_wrong_code_says_one_thing_and_keeps_what_was_typed(client: FlaskClient, code: str) -> None:
    pages = [client.post("/tips/return", data={"code": typed}) for typed in ("", "six words", code + " more", "<b>x")]
    assert {page.status_code for page in pages} == {404}
    assert all(page.text.count("We know no tip by these words") == 2 for page in pages)
    assert all("<title>Error:" in page.text for page in pages)
    assert 'value="&lt;b&gt;x"' in pages[-1].text


def test_guessing_is_slowed(client: FlaskClient) -> None:
    pages = [client.post("/tips/return", data={"code": "not these"}) for _ in range(12)]
    assert pages[-1].status_code == 429
    assert int(pages[-1].headers["Retry-After"]) > 0
    assert "Too many tries" in pages[-1].text


def test_where_it_stands_is_said_coarsely_and_no_note_is_shown(
    client: FlaskClient, newsroom: Newsroom, code: str
) -> None:
    priya, ref = person(newsroom, "priya"), taken(newsroom)[0].tip.ref

    def shown() -> str:
        return client.post("/tips/return", data={"code": code}).text

    assert "Your tip is waiting to be read." in shown()
    triage.take(newsroom, ref, by=priya)
    conversation.note(newsroom, ref, words="Sounds invented", by=priya)
    assert "Your tip is being looked into." in shown()
    triage.close(newsroom, ref, outcome=Outcome.UNVERIFIABLE, by=priya)
    assert "We have finished with your tip." in shown()
    assert "invented" not in shown()
    assert "unverifiable" not in shown()


def test_while_nothing_can_be_written_the_code_is_kept_in_the_page(
    client: FlaskClient, newsroom: Newsroom, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.store.gate.PATIENCE", 0.05)
    with newsroom.store.writing():
        page = client.post("/tips/return", data={"code": code})
    assert page.status_code == 503
    assert code in page.text
    assert page.headers["Retry-After"] == "30"
