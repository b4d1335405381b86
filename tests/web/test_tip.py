"""A tip's page, and its files."""

import html
import io
import re

import pytest
from flask import Flask

from tests.fakes import DAY, HOUR, FakeClock, sent
from tests.web.visits import Visit, come_in
from tipline.domain.editor import Editor
from tipline.domain.level import START
from tipline.domain.source import Contact, ContactKind
from tipline.domain.status import Outcome
from tipline.domain.submission import Channel, SubmittedFile
from tipline.newsroom import Newsroom, conversation, intake, tips, triage

HOSTILE = '<script>alert(1)</script>\n"><img src=x onerror=alert(1)> https://evil.example/x'


@pytest.fixture
def visit(app: Flask, ines: Editor) -> Visit:
    return come_in(app, ines)


def file(name: str, content: bytes) -> SubmittedFile:
    return SubmittedFile(name, io.BytesIO(content))


def test_everything_that_came_is_on_the_page(newsroom: Newsroom, visit: Visit) -> None:
    contact = Contact(ContactKind.PHONE, "01632 960 184", "Marta L.", "after six")
    submission = sent(
        words="The kitchen got a one.\nParents were not told.",
        contact=contact,
        place="Hollins Primary",
        happened="6 October",
        knows="saw",
        consents=frozenset({"quote", "ask_first"}),
        about="https://ledger.example/2026/kitchens",
        flags=("reply_to_differs", "some_new_flag"),
        desk="schools",
    )
    page = html.unescape(visit.get(f"/desk/tips/{intake.receive(newsroom, submission).ref}").text)

    for words in (
        "The kitchen got a one.\nParents were not told.",
        "Marta L.",
        "01632 960 184",
        "after six",
        "Hollins Primary",
        "6 October",
        "saw it",
        "May be quoted",
        "Ask before quoting",
        "ledger.example/2026/kitchens",
        "Answers would go to another address",
        "Some new flag",
        "Schools",
    ):
        assert words in page


def test_the_reasons_add_up_to_the_score(newsroom: Newsroom, visit: Visit) -> None:
    submission = sent(place="Slip 3", happened="today", knows="saw", files=(file("a.jpg", b"\xff\xd8\xff"),))
    page = visit.get(f"/desk/tips/{intake.receive(newsroom, submission).ref}").text

    chips = [
        int(points.replace("−", "-")) for points in re.findall(r'<li class="(?:up|down)?">[^<]+ <b>([^<]+)</b>', page)
    ]
    score = re.search(r"(\d+) of 100, with 40 to begin with", page)

    assert score
    assert START + sum(chips) == int(score[1])
    assert "1 photo <b>+8</b>" in page


def test_the_sources_words_are_text_and_links_lead_nowhere(newsroom: Newsroom, visit: Visit) -> None:
    ref = intake.receive(newsroom, sent(words=HOSTILE, about="javascript:alert(1)", place=HOSTILE)).ref

    page = visit.get(f"/desk/tips/{ref}").text

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "evil.example" in page
    assert not re.search(r'(href|src)="[^"]*(evil|javascript)', page)


def test_who_did_what_when_and_by_which_door(newsroom: Newsroom, visit: Visit, priya: Editor, ines: Editor) -> None:
    ref = intake.receive(newsroom, sent(channel=Channel.EMAIL, desk="courts")).ref
    assert isinstance(newsroom.clock, FakeClock)
    newsroom.clock.advance(HOUR)
    triage.take(newsroom, ref, by=priya)
    conversation.note(newsroom, ref, words="Called.", by=priya)
    triage.assign(newsroom, ref, to=ines.id, by=priya)
    triage.move(newsroom, ref, desk="schools", by=priya)
    triage.wait(newsroom, ref, by=ines)
    triage.reopen(newsroom, ref, by=ines)
    triage.close(newsroom, ref, outcome=Outcome.BACKGROUND, by=ines)
    triage.put_back(newsroom, triage.reopen(newsroom, ref, by=ines).ref, by=ines)

    history = html.unescape(visit.get(f"/desk/tips/{ref}").text.split('<ol class="act">')[1])

    assert re.findall(r"<b>([^<]+)</b>", history) == [
        "Ines put it back in the queue",
        "Ines opened it again",
        "Ines closed it: kept as background",
        "Ines opened it again",
        "Ines waits for the source",
        "Priya moved it to Schools",
        "Priya gave it to Ines Okoro",
        "Priya wrote a note",
        "Priya took it",
        "Received",
    ]
    assert '<time datetime="2026-11-25T11:00+00:00">11:00</time>, by web' in history
    assert '<time datetime="2026-11-25T10:00+00:00">10:00</time>, email' in history


@pytest.mark.parametrize(
    ("days", "shown"),
    [(0, "10:00"), (1, "yesterday 10:00"), (3, "Wed 10:00"), (10, "25 Nov 10:00"), (400, "25 Nov 2026")],
)
def test_when_it_came_is_said_as_people_say_it(
    newsroom: Newsroom, app: Flask, ines: Editor, days: int, shown: str
) -> None:
    ref = intake.receive(newsroom, sent()).ref
    assert isinstance(newsroom.clock, FakeClock)
    newsroom.clock.advance(days * DAY)

    page = come_in(app, ines).get(f"/desk/tips/{ref}").text

    assert f'<time datetime="2026-11-25T10:00+00:00">{shown}</time></div>' in page


def test_a_note_that_was_taken_back_keeps_its_place_without_its_words(
    newsroom: Newsroom, visit: Visit, ines: Editor
) -> None:
    ref = intake.receive(newsroom, sent()).ref
    conversation.note(newsroom, ref, words="Slander.", by=ines)
    triage.undo(newsroom, ref, by=ines)

    page = visit.get(f"/desk/tips/{ref}").text

    assert "Slander." not in page
    assert "Taken back" in page


def test_a_file_is_only_ever_saved(newsroom: Newsroom, visit: Visit, ines: Editor) -> None:
    files = (file("../naïve “page”.html", b"<script>alert(1)</script>"),)
    ref = intake.receive(newsroom, sent(files=files)).ref
    attachment = tips.look(newsroom, ref, by=ines).attachments[0]
    assert "25 bytes, document" in visit.get(f"/desk/tips/{ref}").text

    answer = visit.get(f"/desk/tips/{ref}/files/{attachment.id}")

    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''na%C3%AFve%20%E2%80%9Cpage%E2%80%9D.html" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Length"] == "25"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"Last-Modified", "ETag"} & set(answer.headers.keys())


def test_a_file_of_another_tip_is_not_there(newsroom: Newsroom, visit: Visit, ines: Editor) -> None:
    ref = intake.receive(newsroom, sent(files=(file("a.pdf", b"%PDF-1.7"),))).ref
    other = intake.receive(newsroom, sent()).ref
    attachment = tips.look(newsroom, ref, by=ines).attachments[0]

    assert visit.get(f"/desk/tips/{other}/files/{attachment.id}").status_code == 404
