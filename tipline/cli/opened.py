"""Settings and the newsroom for a command; what is in the way is told in plain lines, with exit code 1."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from tipline import i18n
from tipline.i18n import gettext as _
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
def newsroom_of(instance: Path, *, upgraded_or_not: bool = False) -> Iterator["Newsroom"]:
    """The instance's newsroom, open while the command works."""
    from tipline import logs  # a command that only shows its help starts without these
    from tipline.newsroom import checks, open_newsroom

    settings = settings_of(instance)
    if not settings.instance.is_dir():
        stop([_("There is no folder {folder}; name it by --instance", folder=instance)])
    logs.configure(settings)
    with troubles(), closing(open_newsroom(settings)) as newsroom:
        if not upgraded_or_not and not checks.upgraded(newsroom):
            stop([_("The database is not up to date. Say: tipline db upgrade")])
        yield newsroom


@contextmanager
def troubles() -> Iterator[None]:
    """What keeps a database or the key from being opened is told in a line."""
    from tipline.domain.refusals import Busy  # a command that only shows its help starts without these
    from tipline.signing import BadKey
    from tipline.store.engine import Unsafe  # and without the database
    from tipline.store.migrations import Newer

    try:
        yield
    except Busy:
        stop([_("database: it does not answer, or its disk is full")])
    except (Unsafe, Newer) as fault:
        stop([f"database: {fault}"])
    except BadKey as fault:
        stop([f"key_file: {fault}"])
    except BrokenPipeError:
        raise  # who reads what we print has enough; click ends quietly
    except OSError as fault:
        stop([f"{fault.filename}: {os.strerror(fault.errno or 0)}"])


@contextmanager
def refusals() -> Iterator[None]:
    """What the newsroom says no to is told in a line."""
    from tipline.domain.refusals import Invalid, Refusal  # a command that only shows its help starts without these

    try:
        yield
    except Invalid as refusal:
        stop(i18n.gettext(fault) for fault in refusal.faults.values() or [i18n.translate(refusal)])
    except Refusal as refusal:
        stop([i18n.translate(refusal)])


def stop(lines: Iterable[str]) -> NoReturn:
    """End the command, with a line for each thing that is wrong."""
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(1)
