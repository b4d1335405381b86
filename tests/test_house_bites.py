"""The rules of the house bite: each finds its violation, planted in a copy of the tree."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import floors, manners, pages, shape
from tests.test_house import ROOT, RULES

Rule = Callable[[Path], list[str]]
HEAD = '"""A planted file."""\n\n'
LONG = HEAD + "A = 1\n" * 300
LONG_FUNCTION = HEAD + "def walk() -> None:\n" + "    print()\n" * 40
CAUGHT = HEAD + "try:\n    print()\nexcept {}:\n    print()\n"
QUIET = HEAD + "print()  # no" + "qa: T201\n"
SILENT = HEAD + ("print()  # no" + "qa: T201 - planted\n") * 40
UNDONE = HEAD + "# TO" + "DO: write it\n"
HOME = '"/ho' + 'me/ines/tips"'
REGISTRY = "from https://py" + "pi.org/simple\n"

PLANTS: tuple[tuple[Rule, str, str], ...] = (
    (floors.imports_point_down, "tipline/domain/plant.py", "from tipline.store import schema"),
    (floors.imports_point_down, "tipline/domain/plant.py", "from tipline import clock"),
    (floors.imports_point_down, "tipline/domain/plant.py", "from ..newsroom import intake"),
    (floors.imports_point_down, "tipline/store/plant.py", "import tipline.newsroom"),
    (floors.imports_point_down, "tipline/newsroom/plant.py", "from tipline.web import send"),
    (floors.imports_point_down, "tipline/web/plant.py", "from tipline.store import tips"),
    (floors.imports_point_down, "tipline/web/plant.py", "from tipline.mail import read"),
    (floors.imports_point_down, "tipline/mail/plant.py", "from tipline import web"),
    (floors.imports_point_down, "tipline/links.py", "from tipline.domain import tip"),
    (floors.imports_point_down, "tipline/newsroom/plant.py", "from tipline import worker"),
    (floors.imports_point_down, "tipline/annexe/plant.py", "A = 1"),
    (floors.libraries_stay_in_their_room, "tipline/domain/plant.py", "import flask"),
    (floors.libraries_stay_in_their_room, "tipline/newsroom/plant.py", "from sqlalchemy import select"),
    (floors.libraries_stay_in_their_room, "tipline/web/plant.py", "import email.message"),
    (floors.libraries_stay_in_their_room, "tipline/store/plant.py", "import sqlite3"),
    (floors.libraries_stay_in_their_room, "tipline/web/plant.py", "import a_library_that_nobody_chose"),
    (floors.nothing_imports_in_a_circle, "tipline/domain/level.py", "from tipline.domain import desk"),
    (floors.imports_stand_at_the_top, "tipline/web/plant.py", "def late():\n    import json"),
    (shape.files_are_short, "tipline/web/plant.py", LONG),
    (shape.functions_are_short, "tests/web/plant.py", LONG_FUNCTION),
    (shape.files_say_what_they_hold, "tests/plant.py", "# A comment\nprint()"),
    (shape.files_say_what_they_hold, "bench/plant.py", '\n"""Too late."""'),
    (shape.files_have_names, "tipline/web/helpers.py", "A = 1"),
    (shape.files_have_names, "tipline/web/utils/dates.py", "A = 1"),
    (manners.only_the_clock_asks_the_time, "tipline/web/plant.py", "import time\nprint(time.time())"),
    (manners.only_the_clock_asks_the_time, "tipline/mail/plant.py", "import datetime\ndatetime.datetime.now()"),
    (manners.only_the_clock_asks_the_time, "tipline/store/plant.py", "from datetime import date\ntoday = date.today"),
    (manners.only_the_clock_asks_the_time, "tipline/store/plant.py", "from time import time_ns"),
    (manners.chance_comes_from_refs, "tipline/newsroom/plant.py", "import secrets"),
    (manners.chance_comes_from_refs, "tipline/newsroom/plant.py", "from uuid import uuid4"),
    (manners.only_the_newsroom_opens_transactions, "tipline/web/plant.py", "with store.writing() as tx:\n    pass"),
    (manners.only_the_newsroom_opens_transactions, "tipline/cli/plant.py", "store.reading()"),
    (manners.bugs_are_not_caught, "tipline/web/plant.py", CAUGHT.format("Exception")),
    (manners.bugs_are_not_caught, "tipline/web/plant.py", CAUGHT.format("(KeyError, BaseException) as fault")),
    (manners.bugs_are_not_caught, "tipline/newsroom/plant.py", CAUGHT.format("")),
    (manners.the_linter_is_heard, "tests/plant.py", QUIET),
    (manners.the_linter_is_heard, "tipline/web/plant.py", SILENT),
    (manners.words_can_be_translated, "tipline/web/plant.py", '_(f"{n} tips")'),
    (manners.words_can_be_translated, "tipline/web/plant.py", 'ngettext("one tip", many, n)'),
    (manners.nothing_of_ours_is_mocked, "tests/plant.py", "from unittest.mock import patch"),
    (manners.nothing_is_left_to_do, "tipline/web/plant.py", UNDONE),
    (pages.pages_are_still, "templates/plant.html", "{{ words | safe }}"),
    (pages.pages_are_still, "templates/plant.html", "{% autoescape false %}"),
    (pages.pages_are_still, "templates/plant.html", "<script>alert()</script>"),
    (pages.pages_are_still, "templates/desk/plant.html", '<a onclick="go()">'),
    (pages.pages_are_still, "templates/desk/plant.html", '<a href="javascript:go()">'),
    (pages.pages_are_still, "templates/desk/plant.html", '<b style="color: red">'),
    (pages.pages_are_still, "templates/desk/plant.html", "<style>b { color: red }</style>"),
    (pages.pages_are_still, "templates/mail/plant.html", "{{ words | safe }}"),
    (pages.markup_is_made_in_one_place, "tipline/web/plant.py", "from markupsafe import Markup"),
    (pages.markup_is_made_in_one_place, "tipline/web/plant.py", "import markupsafe"),
    (pages.nothing_names_a_machine, "docs/plant.md", HOME),
    (pages.nothing_names_a_machine, "tests/plant.py", HOME),
    (pages.nothing_names_a_machine, "README.md", REGISTRY),
)


def named(part: object) -> str:
    """A short name for a part of a plant: the rule's own, and of words the beginning."""
    return getattr(part, "__name__", None) or str(part).strip().splitlines()[-1][:30]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything the rules look at."""
    root = tmp_path_factory.mktemp("house")
    unread = shutil.ignore_patterns("__pycache__", "*.eml", "*.png", "*.woff2")
    for place in filter(lambda place: (ROOT / place).is_dir(), ("tipline", "templates", "tests", "bench", "docs")):
        shutil.copytree(ROOT / place, root / place, ignore=unread)
    shutil.copy(ROOT / "dev.py", root)
    return root


@pytest.fixture
def plant(copy: Path) -> Iterator[Callable[[str, str], Path]]:
    """Plants words in a file of the copy, and takes them out again."""
    before: dict[Path, str | None] = {}

    def put(place: str, words: str) -> Path:
        path = copy / place
        before[path] = path.read_text() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((before[path] or "") + words + "\n")
        return copy

    yield put
    for path, words in before.items():
        path.unlink() if words is None else path.write_text(words)


@pytest.mark.parametrize(("rule", "place", "words"), PLANTS, ids=named)
def test_a_rule_finds_what_breaks_it(plant: Callable[[str, str], Path], rule: Rule, place: str, words: str) -> None:
    assert any(found_in(rule(plant(place, words)), place))


def test_every_rule_has_something_to_bite() -> None:
    assert {rule for rule, _, _ in PLANTS} == set(RULES)


@pytest.mark.parametrize(
    ("rule", "place", "words"),
    [
        (
            manners.bugs_are_not_caught,
            "tipline/web/plant.py",
            "try:\n    go()\nexcept BaseException:\n    end()\n    raise",
        ),
        (manners.only_the_clock_asks_the_time, "tipline/web/plant.py", "import time\ntime.monotonic()"),
        (
            floors.imports_stand_at_the_top,
            "tipline/cli/plant.py",
            "def a():\n    # help must be quick\n    import json",
        ),
        (
            floors.imports_point_down,
            "tipline/web/plant.py",
            "from tipline import clock\nfrom tipline.newsroom import queue",
        ),
        (floors.nothing_imports_in_a_circle, "tipline/web/plant.py", "from tipline.web import Newsroom"),
        (pages.pages_are_still, "templates/plant.html", '<script type="module" src="/desk.js"></script>'),
        (manners.the_linter_is_heard, "tests/plant.py", QUIET.strip() + " - a person reads it"),
        (pages.nothing_names_a_machine, "docs/plant.md", "/home/tipline/instance and /var/lib/tipline"),
    ],
    ids=named,
)
def test_a_rule_lets_pass_what_keeps_it(plant: Callable[[str, str], Path], rule: Rule, place: str, words: str) -> None:
    assert not any(found_in(rule(plant(place, words)), place))


def found_in(faults: list[str], place: str) -> Iterator[str]:
    """The faults of one file, or of the whole package."""
    return (fault for fault in faults if fault.startswith((f"{place}:", "tipline:")))
