"""Settings and the newsroom for a command; what is in the way is told in plain lines, with exit code 1."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from tipline.settings import Faults, Settings, load

if TYPE_CHECKING:
    from tipline.newsroom import Newsroom


def settings_of(instance: Path, flags: Mapping[str, str] | None = None) -> Settings:
    """The instance's settings; faulty ones end the command."""
    try:
        return load(instance, os.environ, flags)
    except Faults as fault:
        stop(fault.lines)


@contextmanager
def newsroom_of(instance: Path) -> Iterator["Newsroom"]:
    """The instance's newsroom, open while the command works."""
    from tipline import logs  # a command that only shows its help starts without these two
    from tipline.newsroom import open_newsroom

    settings = settings_of(instance)
    logs.configure(settings)
    with closing(open_newsroom(settings)) as newsroom:
        yield newsroom


@contextmanager
def refusals() -> Iterator[None]:
    """What the newsroom says no to is told in a line."""
    from tipline.domain.refusals import Invalid, Refusal  # a command that only shows its help starts without these
    from tipline.i18n import gettext, translate

    try:
        yield
    except Invalid as refusal:
        stop(gettext(fault) for fault in refusal.faults.values() or [translate(refusal)])
    except Refusal as refusal:
        stop([translate(refusal)])


def stop(lines: Iterable[str]) -> NoReturn:
    """End the command, with a line for each thing that is wrong."""
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(1)
