"""The docs name everything there is: each setting, each command, each address; and their links lead somewhere."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from tipline.app import create_app
from tipline.cli import main
from tipline.newsroom import Newsroom
from tipline.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def docs() -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / "docs").rglob("*.md")))


def test_every_setting_is_explained(docs: str) -> None:
    names = [field.name for field in fields(Settings) if field.name != "instance"]

    assert [name for name in names if not said(docs, f"TIPLINE_{name.upper()}") and not said(docs, name)] == []


def test_every_command_is_explained(docs: str) -> None:
    assert [words for words in commands(main, "tipline") if not said(docs, words)] == []


def test_every_address_is_explained(docs: str, newsroom: Newsroom) -> None:
    rules = {rule.rule for rule in create_app(newsroom).url_map.iter_rules()}

    assert sorted(rule for rule in rules if not said(docs, rule)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [link for link in links(page) if not leads_somewhere(page, link)]

    assert lost == []


def said(docs: str, name: str) -> bool:
    """Whether the docs say a name, and not only as a part of a longer one."""
    return re.search(rf"(?<![\w/<>-]){re.escape(name)}(?![\w/<>-])", docs) is not None


def commands(command: click.Command, words: str) -> Iterator[str]:
    """Every command as it is typed; a group's own name is typed only with what follows."""
    if not isinstance(command, click.Group):
        yield words
        return
    with click.Context(command) as ctx:
        for name in command.list_commands(ctx):
            found = command.get_command(ctx, name)
            assert found is not None
            yield from commands(found, f"{words} {name}")


def links(page: Path) -> list[str]:
    """The links of a page that stay in the project."""
    found = LINK.findall(FENCE.sub("", page.read_text()))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether the file is there, and in it the heading."""
    name, _, anchor = link.partition("#")
    path = (page.parent / name).resolve() if name else page
    return path.exists() and (not anchor or path.suffix != ".md" or anchor in headings(path))


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual viewers make them."""
    titles = re.findall(r"^#+ +(.+?) *#*$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
