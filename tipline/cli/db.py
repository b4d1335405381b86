"""`tipline db`."""

from pathlib import Path

import click

from tipline.cli.opened import stop, troubles
from tipline.i18n import gettext as _


@click.group()
def db() -> None:
    """Bring the database up to this version."""


@db.command()
@click.pass_obj
def upgrade(instance: Path) -> None:
    """Make the tables that this version needs; each step is one transaction, and a second run changes nothing."""
    from tipline import newsroom  # help starts without the database
    from tipline.server import ready

    settings, faults = ready.look(instance, {}, doors=())
    if settings is None or faults:
        stop(faults)
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with troubles():
        changed = newsroom.upgrade(settings)
    click.echo(_("The database is up to date now") if changed else _("The database was up to date"))
