"""The form: what a reader fills in becomes one tip, and nothing typed is ever lost on the way."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import WORDS, Reader, code_of, file, hidden, taken
from tipline.domain.source import ContactKind
from tipline.domain.status import Status
from tipline.domain.submission import Channel
from tipline.newsroom import Newsroom, dump

STORY = "https://ledger.example/2026/11/flood-wall"


def test_words_alone_are_a_tip(reader: Reader, newsroom: Newsroom) -> None:
    answer = reader.send()
    assert (answer.status_code, answer.location) == (303, "/tips/thanks")

    [tip] = taken(newsroom)
    assert tip.messages[0].words == WORDS
    assert (tip.tip.channel, tip.details.contact) == (Channel.FORM, ContactKind.CODE)
    assert len(code_of(reader.thanked()).split()) == 6


def test_everything_filled_in_reaches_the_desk(app_with, newsroom: Newsroom) -> None:
    reader = Reader(app_with(newsroom_hosts=("ledger.example",)), newsroom.clock)
    reader.send(
        about=STORY + "?from=mail#top",
        place=" Quay Street ",
        happened="early October",
        contact="phone",
        phone="01632 960 184",
        times="after six",
        name="A. Reader",
        knows="saw",
        quote="y",
        by_name="y",
        files=file(b"\xff\xd8\xff picture", "/photos/fence.jpg"),
    )

    [tip] = taken(newsroom)
    assert (tip.details.about, tip.details.place, tip.details.happened) == (STORY, "Quay Street", "early October")
    assert tip.source
    assert (tip.source.phone, tip.source.name, tip.source.times) == (
        "01632 960 184",
        "A. Reader",
        "after six",
    )
    assert (tip.details.knows, tip.details.consents) == ("saw", {"quote", "name", "ask_first"})
    assert [(one.name, one.media_type, one.wish) for one in tip.attachments] == [("fence.jpg", "image/jpeg", True)]


def test_a_file_alone_is_a_tip(reader: Reader, newsroom: Newsroom) -> None:
    assert reader.send(words="", files=file(b"%PDF-1.7", "minutes.pdf")).status_code == 303
    assert taken(newsroom)[0].attachments[0].name == "minutes.pdf"


def test_what_belongs_to_another_choice_is_let_go(reader: Reader, newsroom: Newsroom) -> None:
    reader.send(contact="code", email="me@example.com", phone="123", name="Me", by_name="y")

    [tip] = taken(newsroom)
    assert (tip.source, tip.details.consents) == (None, {"ask_first"})
    assert "me@example.com" not in str(list(dump.lines(newsroom)))


def test_an_address_without_a_choice_is_a_choice(reader: Reader, newsroom: Newsroom) -> None:
    reader.send(email="me@example.com")
    assert taken(newsroom)[0].details.contact == ContactKind.EMAIL


def test_nobody_is_asked_who_left_no_way_back(reader: Reader, newsroom: Newsroom) -> None:
    reader.send(contact="none")
    assert taken(newsroom)[0].details.consents == frozenset()


def test_a_reader_who_gave_an_address_is_thanked_by_mail(reader: Reader, newsroom: Newsroom) -> None:
    reader.send(contact="email", email="me@example.com")
    [job] = [line for line in dump.lines(newsroom) if line["table"] == "outbox"]
    assert "me@example.com" in str(job["payload"])


def test_sent_twice_it_is_one_tip_with_one_code(reader: Reader, newsroom: Newsroom) -> None:
    fields = {**reader.open(), "words": WORDS}
    codes = set()
    for _ in range(2):
        reader.press({**fields, "files": file(b"picture", "a.jpg")})
        codes.add(code_of(reader.thanked()))

    assert len(taken(newsroom)) == 1
    assert len(codes) == 1


@pytest.mark.parametrize("change", [{"words": WORDS + " More."}, {"place": "Quay"}, {"knows": "saw"}, {"wish": ""}])
def test_edited_and_sent_again_it_is_another_tip(reader: Reader, newsroom: Newsroom, change: dict[str, str]) -> None:
    fields = {**reader.open(), "words": WORDS}
    reader.press(fields)
    reader.press({name: value for name, value in {**fields, **change}.items() if value})

    assert len(taken(newsroom)) == 2


def test_two_readers_who_say_the_same_are_two_tips(reader: Reader, newsroom: Newsroom) -> None:
    reader.send()
    reader.send()
    assert len(taken(newsroom)) == 2


def test_an_empty_form_says_what_is_missing(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.send(words=" \n ")

    assert page.status_code == 422
    assert "<title>Error: Send a tip" in page.text
    assert page.text.count("Tell us what you know, or add a file") == 2
    assert 'href="#words"' in page.text
    assert taken(newsroom) == []


@pytest.mark.parametrize(
    ("fields", "at", "said"),
    [
        ({"contact": "email", "email": "reader@"}, "email", "Enter an email address in full, like name@example.com"),
        ({"contact": "email", "email": "a@b.example\nBcc: c@d.example"}, "email", "Enter an email address in full"),
        ({"contact": "email"}, "email", "Enter an email address in full"),
        ({"contact": "phone"}, "phone", "Enter a phone number or a Signal name"),
        ({"place": "x" * 201}, "place", "Shorten this to 200 characters"),
        ({"words": "x" * 50_001}, "words", "You wrote 50001 characters and we can take 50000"),
    ],
)
def test_each_fault_is_told_above_and_at_its_field(reader: Reader, fields: dict[str, str], at: str, said: str) -> None:
    page = reader.send(**fields)

    assert page.status_code == 422
    assert f'<a href="#{at}">{said}' in page.text
    assert re.search(rf'id="{at}-err"><span class="vh">Error:</span> {said}', page.text)
    assert f'{at}-err" aria-invalid="true"' in page.text


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=200),
    lines=st.fixed_dictionaries(dict.fromkeys(("place", "happened", "phone", "times", "name"), TEXT)),
    knows=st.sampled_from(["", "saw", "told", "documents", "other"]),
    ticks=st.sets(st.sampled_from(["wish", "quote", "by_name", "ask_first"])),
)
def test_whatever_was_typed_comes_back(reader: Reader, words, lines, knows, ticks) -> None:
    given = {**lines, **dict.fromkeys(ticks, "y"), "words": words, "knows": knows, "email": "no address"}
    page = reader.press({"token": reader.open()["token"], "contact": "email", **given})

    assert page.status_code == 422
    fields = Fields(page.text)
    assert fields.values["words"] == words
    assert {name: fields.values[name] for name in lines} == {name: value.strip() for name, value in lines.items()}
    assert fields.values["email"] == "no address"
    assert fields.checked == {
        ("contact", "email"),
        *((tick, "y") for tick in ticks),
        *([("knows", knows)] if knows else []),
    }


class Fields(HTMLParser):
    """What a browser shows in the fields of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self.checked: set[tuple[str, str]] = set()
        self._open: str | None = None
        # The parser of a browser drops one line end right after <textarea> (HTML standard, 13.2.6.4.7).
        self.feed(re.sub(r"(<textarea[^>]*>)\n", r"\1", page))

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag == "textarea":
            self._open = attributes["name"]
            self.values[self._open] = ""
        if tag == "input" and attributes["type"] in ("radio", "checkbox"):
            self.checked |= {(attributes["name"], attributes["value"])} if "checked" in attributes else set()
        elif tag == "input":
            self.values[attributes["name"]] = attributes.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.values[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        self._open = None if tag == "textarea" else self._open


@pytest.mark.parametrize("token", ["", "nonsense", "0" * 32 + ".nonce.1"])
def test_a_form_that_is_not_ours_comes_back_with_the_words_and_can_be_sent(
    reader: Reader, newsroom: Newsroom, token: str
) -> None:
    page = reader.press({"token": token, "words": WORDS})
    assert page.status_code == 403
    assert WORDS in page.text
    assert taken(newsroom) == []

    assert reader.press({**hidden(page), "words": WORDS}).status_code == 303


def test_a_form_of_last_week_is_as_good_as_new(reader: Reader) -> None:
    fields = {**reader.open(), "words": WORDS}
    reader.clock.advance(7 * 24 * 3_600_000)
    assert reader.press(fields).status_code == 303


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_send_for_a_reader(client: FlaskClient, reader: Reader, headers: dict[str, str]) -> None:
    page = client.post("/tips", data={**reader.open(), "words": WORDS}, headers=headers)
    assert page.status_code == 403
    assert WORDS in page.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://localhost"}]
)
def test_browsers_send_our_own_form_with_these(client: FlaskClient, reader: Reader, headers: dict[str, str]) -> None:
    assert client.post("/tips", data={**reader.open(), "words": WORDS}, headers=headers).status_code == 303


def test_a_filled_trap_goes_to_quarantine_and_looks_like_success(reader: Reader, newsroom: Newsroom) -> None:
    assert reader.send(website="https://buy.example").status_code == 303
    assert taken(newsroom)[0].tip.status == Status.QUARANTINE


def test_haste_alone_costs_points_and_no_more(reader: Reader, newsroom: Newsroom) -> None:
    token = hidden(reader.client.get("/tips"))["token"]
    assert reader.press({"token": token, "words": WORDS}).status_code == 303

    [tip] = taken(newsroom)
    assert tip.tip.status == Status.NEW
    assert ("spam", -40) in [(reason.code, reason.points) for reason in tip.details.reasons]


def test_while_nothing_can_be_written_the_form_comes_back_whole(
    reader: Reader, newsroom: Newsroom, monkeypatch
) -> None:
    fields = {**reader.open(), "words": WORDS}
    with newsroom.store.writing():
        monkeypatch.setattr("tipline.store.gate.PATIENCE", 0.05)
        page = reader.press({**fields, "files": file(b"picture", "a.jpg")})
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert WORDS in page.text

    assert reader.press({**fields, **hidden(page)}).status_code == 303
    assert [one.name for one in taken(newsroom)[0].attachments] == ["a.jpg"]


def test_the_words_are_escaped_wherever_they_are_shown(reader: Reader) -> None:
    hostile = "</textarea><script>alert(1)</script>\"'>"
    page = reader.send(words=hostile, contact="email", email=hostile)
    assert "<script" not in page.text
    assert unescape(page.text).count(hostile) == 2

    reader.send(words=hostile)
    assert "<script>" not in reader.thanked()


def test_reader_pages_set_no_cookie_and_name_nothing_of_a_visit(client: FlaskClient) -> None:
    page = client.get("/tips")
    assert not {"Set-Cookie", "ETag", "Last-Modified"} & set(page.headers.keys())
    assert not re.search(r"<script|<svg|<img|style=|url\(", page.text)


@pytest.mark.parametrize("slash", ["/tips", "/tips/"])
def test_the_form_is_found_with_and_without_a_slash(client: FlaskClient, slash: str) -> None:
    assert client.get(slash).status_code == 200


def test_parts_without_a_setting_are_left_out(client: FlaskClient, app_with) -> None:
    plain = client.get("/tips").text
    assert not [
        word for word in ("Signal</b>", "Phone</b>", "Post</b>", "Not a tip?", "privacy notice") if word in plain
    ]
    assert "Could this put your job or safety at risk?" in plain

    full = (
        app_with(newsroom_signal="ledgertips.58", newsroom_corrections_url="https://ledger.example/c").get("/tips").text
    )
    assert "ledgertips.58" in full
    assert "Not a tip?" in full
