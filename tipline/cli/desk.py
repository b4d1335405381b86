"""`tipline desk`."""

from pathlib import Path

import click

from tipline.cli.opened import newsroom_of, refusals
from tipline.i18n import gettext as _


@click.group()
def desk() -> None:
    """Add a desk, or list them."""


@desk.command()
@click.argument("slug")
@click.argument("name")
@click.pass_obj
def add(instance: Path, slug: str, name: str) -> None:
    """Add a desk by a short name for addresses (courts) and one to show ("Courts and police")."""
    with refusals(), newsroom_of(instance) as newsroom:
        from tipline.newsroom import team  # help starts without the database

        added = team.add_desk(newsroom, name=name, slug=slug, by=None)
    click.echo(_("{name} is there, as desk:{slug}", name=added.name, slug=added.slug))


@desk.command("list")
@click.pass_obj
def listing(instance: Path) -> None:
    """List the desks."""
    with newsroom_of(instance) as newsroom:
        from tipline.newsroom import team  # help starts without the database

        for one in team.desks(newsroom):
            click.echo(f"{one.slug:20} {one.name}")
