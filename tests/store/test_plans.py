"""How SQLite goes about every list, count and search among a hundred thousand tips."""

from collections.abc import Iterator
from contextlib import closing
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, text

from bench.filled import Instance
from bench.generate import NOW
from bench.vocabulary import FEW, RARE, TWICE
from tipline.domain.editor import Editor, Role
from tipline.domain.filter import parse
from tipline.newsroom import Newsroom
from tipline.store.tips import cursor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SIZE = 100_000
PEOPLE = (
    Editor(1, "editor1@ledger.example", "Ines Okoro", Role.ADMIN),
    Editor(2, "editor2@ledger.example", "Priya Nand", Role.EDITOR, frozenset({1})),
    Editor(3, "editor3@ledger.example", "Tom Varga", Role.REPORTER, frozenset({2, 3})),
)
STATUSES = (
    "",
    "status:new,open",
    "status:new",
    "status:waiting",
    "status:closed",
    "status:quarantine",
    "status:waiting,closed",
)
PARTS = (
    "",
    "desk:desk-1",
    "desk:none",
    "assignee:me",
    "assignee:nobody",
    "assignee:editor4@ledger.example",
    "from:email",
    "from:api",
    "level:urgent",
    "level:urgent,high",
    "is:late",
    "desk:desk-1 from:email",
    "desk:desk-1 assignee:nobody level:low",
)
SEARCHES = (RARE, f"{TWICE} {FEW}", f'"{TWICE} {FEW}"', "salt*", f"{TWICE} -{FEW}", f"-{TWICE}", "nobodywrotethis")
FILTERS = tuple(" ".join(both).strip() for both in product(STATUSES, PARTS)) + tuple(
    " ".join(both).strip() for both in product(SEARCHES, ("", "status:new,open", "status:closed desk:desk-2"))
)
MOST = (
    "",
    "status:waiting,closed",
    "status:waiting,closed level:urgent,high",
    f"-{TWICE}",
    "level:urgent,high",
    "status:closed",
    "status:closed level:urgent,high",
)
"""Filters that hold for so many tips that whoever walks from the newest back has a page soon."""


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    """A hundred thousand tips, made once for this schema."""
    with closing(Instance(SIZE)) as made:
        yield made


@pytest.fixture(scope="module", params=["counted", "never counted"])
def large(instance: Instance, request: pytest.FixtureRequest) -> Iterator[Newsroom]:
    """With what ANALYZE found out, and as a database is on which nobody ever ran it."""
    with closing(instance.open()) as newsroom:
        if request.param == "never counted":
            with newsroom.store.engine.begin() as connection:
                connection.execute(text("DELETE FROM sqlite_stat1"))
            newsroom.store.engine.dispose()
        yield newsroom


class Plans:
    """The plans of the statements of a transaction."""

    def __init__(self, tx: Any) -> None:
        self._connection = tx.connection
        self._said: list[tuple[str, Any]] = []
        event.listen(self._connection, "before_cursor_execute", self._hear)

    def last(self) -> list[str]:
        """How SQLite went about the last one."""
        statement, parameters = self._said[-1]
        return [row[3] for row in self._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]

    def _hear(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith("EXPLAIN"):
            self._said.append((statement, parameters))


def sorts(plan: list[str]) -> bool:
    return any("TEMP B-TREE" in step for step in plan)


def walks(plan: list[str]) -> bool:
    """Whether it looks at one tip after another; along an index that is the order asked for is no such walk."""
    return any(step.startswith("SCAN tips") and "INDEX" not in step for step in plan)


@pytest.mark.parametrize("words", FILTERS)
def test_a_page_is_read_in_its_order_and_neither_sorted_nor_searched_for(large: Newsroom, words: str) -> None:
    wanted = parse(words)

    for asker in PEOPLE:
        with large.store.reading() as tx:
            plans = Plans(tx)
            after = ""
            for _page in range(2):
                rows = tx.tips.page(wanted, asker=asker, now=NOW, after=after, size=51)
                plan = plans.last()
                assert not sorts(plan), (asker.role, plan)
                assert not walks(plan) or words in MOST, (asker.role, plan)
                after = cursor(rows[-1], wanted) if rows else ""


@pytest.mark.parametrize("words", [words for words in FILTERS if words.startswith("status:new,open") or not words])
def test_the_rail_is_counted_along_an_index(large: Newsroom, words: str) -> None:
    for asker in PEOPLE[:1] if not words else PEOPLE:
        with large.store.reading() as tx:
            plans = Plans(tx)
            tx.tips.counts({"one": parse(words)}, asker=asker, now=NOW)

            assert not walks(plans.last()), (asker.role, plans.last())


@pytest.mark.parametrize("act", ["get", "by_key", "by_receipt", "of"])
def test_one_tip_is_found_by_an_index(large: Newsroom, act: str) -> None:
    with large.store.reading() as tx:
        plans = Plans(tx)
        some = tx.tips.page(parse("status:new"), asker=PEOPLE[0], now=NOW, after="", size=1)[0]
        found: dict[str, Any] = {
            "get": lambda: [tx.tips.get(some.ref, asker=asker) for asker in PEOPLE[:1]],
            "by_key": lambda: tx.tips.by_key("bench-7"),
            "by_receipt": lambda: tx.tips.by_receipt("0" * 64),
            "of": lambda: [room.of(some.id) for room in (tx.messages, tx.events)],
        }
        found[act]()

        assert all(step.startswith(("SEARCH", "USE")) for step in plans.last() if "tips" in step or "events" in step)
        assert not any(step.startswith("SCAN") for step in plans.last())
