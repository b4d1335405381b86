"""`tipline demo`."""

from pathlib import Path

import click

from tipline.cli.opened import newsroom_of
from tipline.i18n import gettext as _


@click.group()
def demo() -> None:
    """Fill the desk with invented tips, or take them away again."""


@demo.command()
@click.pass_obj
def fill(instance: Path) -> None:
    """Add 60 invented tips with desks, levels, files and conversations."""
    with newsroom_of(instance) as newsroom:
        from tipline.newsroom import demo as invented  # help starts without the database

        invented.fill(newsroom)
    click.echo(_("The desk is filled with invented tips. Take them away with: tipline demo remove"))


@demo.command()
@click.pass_obj
def remove(instance: Path) -> None:
    """Take away everything that `demo fill` added, and nothing else."""
    with newsroom_of(instance) as newsroom:
        from tipline.newsroom import demo as invented  # help starts without the database

        invented.remove(newsroom)
    click.echo(_("The invented tips are gone"))
