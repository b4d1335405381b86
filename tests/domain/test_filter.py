"""The filter language: what an editor writes in the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.filter import EXAMPLES, QUEUE, TipFilter, Words, parse
from tipline.domain.level import Level
from tipline.domain.status import Status
from tipline.domain.submission import Channel

pieces = st.sampled_from([*EXAMPLES, ":", '"', "*", "-", ",", " ", "new", "open", "urgent", "late", "é", "市長", "\n"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", TipFilter()),
        ("   ", TipFilter()),
        ("status:new", TipFilter(statuses=(Status.NEW,))),
        ("STATUS:New,Waiting", TipFilter(statuses=(Status.NEW, Status.WAITING))),
        ("level:urgent,high", TipFilter(levels=(Level.URGENT, Level.HIGH))),
        ("desk:City-Hall", TipFilter(desk="city-hall")),
        ("desk:none", TipFilter(desk="none")),
        ("assignee:me", TipFilter(assignee="me")),
        ("assignee:Priya@Ledger.example", TipFilter(assignee="priya@ledger.example")),
        ("from:email", TipFilter(channel=Channel.EMAIL)),
        ("is:late", TipFilter(late=True)),
        ('desk:"courts"', TipFilter(desk="courts")),
        ("flood wall", TipFilter(words=(Words(("flood",)), Words(("wall",))))),
        ('"flood wall"', TipFilter(words=(Words(("flood", "wall")),))),
        ("-flood", TipFilter(words=(Words(("flood",), excluded=True),))),
        ('-"flood wall"', TipFilter(words=(Words(("flood", "wall"), excluded=True),))),
        ("contract*", TipFilter(words=(Words(("contract",), prefix=True),))),
        ('"flood wa"*', TipFilter(words=(Words(("flood", "wa"), prefix=True),))),
        ("市長", TipFilter(words=(Words(("市長",)),))),
        ("T-7K3MQ9", TipFilter(words=(Words(("t", "7k3mq9")),))),
        ("https://a.example", TipFilter(words=(Words(("https", "a", "example")),))),
        ('- * "" "!" ?', TipFilter()),
        ('"never closed', TipFilter(words=(Words(("never",)), Words(("closed",))))),
    ],
)
def test_a_filter_is_read(text, expected):
    found = parse(text)

    assert found == TipFilter(**{**fields(expected), "text": text.strip()})


def fields(wanted):
    return {name: getattr(wanted, name) for name in TipFilter.__slots__}


@pytest.mark.parametrize(
    "token", ["status:gone", "status:", "level:5", "level:", "desk:", "assignee:", "from:pigeon", "is:early", 'from:"']
)
def test_what_is_not_understood_is_said_with_an_example_and_the_rest_holds(token):
    found = parse(f"{token} flood is:late")

    assert found.faults == ((token, EXAMPLES[token.partition(":")[0]]),)
    assert found.late
    assert found.words == (Words(("flood",)),)


def test_the_last_of_two_contradicting_tokens_holds():
    assert parse("desk:courts desk:schools").desk == "schools"


def test_the_queue_is_a_filter_like_any_other():
    assert parse(QUEUE.text) == QUEUE
    assert QUEUE.queued
    assert parse("status:open,new").queued
    assert not parse("status:new").queued


@pytest.mark.parametrize(
    ("text", "by_level"),
    [
        ("status:new,open", True),
        ("status:waiting desk:courts", True),
        ("assignee:me", True),
        ("status:closed", False),
        ("status:new,waiting", False),
        ("status:new flood", False),
        ("status:new -flood", True),
        ("status:closed assignee:me", False),
        ("desk:courts", False),
        ("", False),
    ],
)
def test_what_waits_for_us_is_listed_by_level_and_the_rest_by_arrival(text, by_level):
    assert parse(text).by_level is by_level


@given(st.text(max_size=80) | st.lists(pieces, max_size=12).map("".join))
def test_reading_a_filter_never_fails(text):
    found = parse(text)

    assert found.text == text.strip()
    assert all(words.terms for words in found.words)
    assert all(token in text and help_ in EXAMPLES.values() for token, help_ in found.faults)


@given(st.text(max_size=40))
def test_the_text_of_a_filter_gives_the_same_filter_again(text):
    assert parse(parse(text).text) == parse(text)
