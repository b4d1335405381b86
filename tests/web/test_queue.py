"""The queue as an editor sees it."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.fakes import DAY, HOUR, MINUTE, FakeClock, sent
from tests.web.visits import Visit, come_in
from tipline.domain.editor import Editor
from tipline.domain.level import Level
from tipline.domain.status import Outcome
from tipline.domain.submission import Channel
from tipline.newsroom import Newsroom, intake, triage


@pytest.fixture
def visit(app: Flask, ines: Editor) -> Visit:
    return come_in(app, ines)


@pytest.fixture
def clock(newsroom: Newsroom) -> FakeClock:
    assert isinstance(newsroom.clock, FakeClock)
    return newsroom.clock


@pytest.fixture
def arrives(newsroom: Newsroom, ines: Editor) -> Callable[..., str]:
    """A tip, at a level that is set by hand where one is given."""

    def arrived(level: Level | None = None, **changes: object) -> str:
        ref = intake.receive(newsroom, sent(**changes)).ref
        if level:
            triage.set_level(newsroom, ref, level=level, by=ines)
        return ref

    return arrived


def rows(page: str) -> list[str]:
    return re.findall(r'data-ref="(T-\w+)" data-version', page)


def test_rows_stand_by_level_and_the_late_ones_of_a_level_first(
    newsroom: Newsroom, clock: FakeClock, visit: Visit, arrives: Callable[..., str]
) -> None:
    late = arrives(Level.HIGH)
    clock.advance(5 * HOUR)
    low, high, urgent = arrives(Level.LOW), arrives(Level.HIGH), arrives(Level.URGENT)

    page = visit.get("/desk").text

    assert rows(page) == [urgent, late, high, low]
    assert re.findall(r'<h2 class="grp[^>]*>([^<]+) <span', page) == ["Urgent", "High, past the promise", "High", "Low"]
    assert "4 to decide, 1 late" in page
    assert '<span class="vh">, overdue</span>' in page


def test_the_first_tip_is_open_beside_the_list(visit: Visit, arrives: Callable[..., str]) -> None:
    arrives(Level.LOW)
    urgent = arrives(Level.URGENT, words="The weir gate is open and nobody is there.")

    page = visit.get("/desk").text

    assert f'aria-label="Tip {urgent}"' in page
    assert "The weir gate is open and nobody is there.</div>" in page


@pytest.mark.parametrize(
    ("passed", "age"), [(0, "now"), (12 * MINUTE, "12 min"), (26 * HOUR, "26 h"), (49 * HOUR, "2 d"), (9 * DAY, "9 d")]
)
def test_ages_are_read_at_a_glance(
    app: Flask, ines: Editor, clock: FakeClock, arrives: Callable[..., str], passed: int, age: str
) -> None:
    arrives()
    clock.advance(passed)

    page = come_in(app, ines).get("/desk").text

    assert f">{age}<" in page


def test_a_row_tells_how_it_came_from_whom_and_whose_it_is(
    visit: Visit, newsroom: Newsroom, tom: Editor, arrives: Callable[..., str]
) -> None:
    ref = arrives(channel=Channel.EMAIL, desk="schools", words="Rats in the kitchen. They were told in May.")
    triage.take(newsroom, ref, by=tom)

    row = html.unescape(visit.get("/desk").text.split('<li class="row', 2)[1])

    for words in ("Email, ", "Anonymous", "They were told in May", "Schools", "Tom Varga"):
        assert words in row


def test_fifty_rows_and_a_link_to_more(visit: Visit, arrives: Callable[..., str]) -> None:
    everything = {arrives() for _ in range(53)}

    first = visit.get("/desk").text
    link = re.search(r'<a class="more" href="([^"]+)">', first)
    assert link
    second = visit.get(html.unescape(link[1])).text

    assert (len(rows(first)), len(rows(second))) == (50, 3)
    assert set(rows(first) + rows(second)) == everything
    assert "Show 50 more" not in second
    assert "To the top" in second
    assert ' <span class="n">50+</span>' in first


def test_the_rail_counts_and_marks_where_one_is(
    visit: Visit, newsroom: Newsroom, ines: Editor, arrives: Callable[..., str]
) -> None:
    refs = [arrives(desk="courts") for _ in range(4)]
    triage.take(newsroom, refs[0], by=ines)
    triage.wait(newsroom, refs[1], by=ines)
    triage.close(newsroom, refs[2], outcome=Outcome.SPAM, by=ines)

    page = visit.get("/desk?q=desk:courts+status:new,open").text

    counted = re.findall(r'<span class="l">([^<]+)</span><span class="c n">(\d+)</span>', page.split("</nav>")[0])
    assert dict(counted) == {"Queue": "2", "Mine": "1", "Waiting": "1", "Courts and police": "2"}
    assert re.findall(r'aria-current="page" title="([^"]+)"', page.split("</nav>")[0]) == ["Courts and police"]
    assert '<h1 id="heading">Courts and police</h1>' in page


def test_each_view_lists_what_it_counts(
    visit: Visit, newsroom: Newsroom, ines: Editor, arrives: Callable[..., str]
) -> None:
    refs = [arrives() for _ in range(3)]
    triage.take(newsroom, refs[0], by=ines)
    triage.wait(newsroom, refs[1], by=ines)
    triage.close(newsroom, refs[2], outcome=Outcome.SPAM, by=ines)
    links = dict(re.findall(r'<a href="([^"]+)"[^>]* title="([^"]+)"', visit.get("/desk").text.split("</nav>")[0]))
    found = {name: rows(visit.get(html.unescape(path)).text) for path, name in links.items() if "team" not in path}

    assert found["Queue"] == found["Mine"] == [refs[0]]
    assert (found["Waiting"], found["Closed"], found["Quarantine"]) == ([refs[1]], [refs[2]], [])


def test_search_and_filters_work_together(visit: Visit, arrives: Callable[..., str]) -> None:
    wanted = arrives(channel=Channel.EMAIL, words="Fuel on the water by slip 3, since six this morning.")
    arrives(words="Fuel on the water by slip 9, since six this morning.")

    page = visit.get("/desk?q=fuel+from:email").text

    assert rows(page) == [wanted]
    assert '<h1 id="heading">Search</h1>' in page
    assert 'value="fuel from:email"' in page
    assert '<a class="chip on" href="/desk?q=from:email">fuel' in page


def test_what_is_not_understood_is_said_with_an_example(visit: Visit, arrives: Callable[..., str]) -> None:
    ref = arrives()

    page = html.unescape(visit.get("/desk?q=status:neu+level:high,urgent+is:on").text)

    assert "“status:neu” was not understood and is left out." in page
    assert "Write status: with new, open, waiting, closed or quarantine" in page
    assert "Write is:late" in page
    assert ref not in rows(page)


def test_a_hostile_filter_is_only_text(visit: Visit) -> None:
    page = visit.get("/desk?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&after=x'%20or%201&did=T-%3Cb%3E.v1").text

    assert "<script>alert" not in page
    assert "No tip matches" in page


def test_nothing_waits_and_what_waits_for_sources_is_a_click_away(
    visit: Visit, newsroom: Newsroom, ines: Editor, arrives: Callable[..., str]
) -> None:
    triage.wait(newsroom, arrives(), by=ines)

    page = visit.get("/desk").text

    assert "Nothing waits for a decision" in page
    assert "1 tip waits for its source." in page
    assert 'href="/desk?q=status:waiting">Look at what is waiting' in page


def test_an_empty_view_leads_back(visit: Visit, arrives: Callable[..., str]) -> None:
    arrives()

    page = visit.get("/desk?q=status:quarantine").text

    assert "No tip is in this view now." in page


def test_a_tip_that_left_the_list_is_still_shown(
    visit: Visit, newsroom: Newsroom, ines: Editor, arrives: Callable[..., str]
) -> None:
    ref, other = arrives(), arrives()
    triage.close(newsroom, ref, outcome=Outcome.SPAM, by=ines)

    page = visit.get(f"/desk/tips/{ref}").text

    assert rows(page) == [other]
    assert f'aria-label="Tip {ref}"' in page


def test_our_script_may_ask_for_the_pane_alone(visit: Visit, arrives: Callable[..., str]) -> None:
    ref = arrives()

    pane = visit.client.get(f"/desk/tips/{ref}?q=is:late", headers={"Tipline-Part": "pane"}).text

    assert pane.lstrip().startswith('<section class="read"')
    assert 'name="q" value="is:late"' in pane
    assert "<html" not in pane
