"""`tipline check`."""

from pathlib import Path

import click

from tipline.cli.opened import newsroom_of
from tipline.i18n import gettext as _


@click.command()
@click.pass_obj
def check(instance: Path) -> None:
    """Look at settings, folders, database, mail, clock and files. Ends with exit code 1 if anything is wrong."""
    with newsroom_of(instance, upgraded_or_not=True) as newsroom:
        from tipline.newsroom import checks  # help starts without the database

        click.echo(_("ok      settings   No fault in them"))
        findings = checks.run(newsroom)
    for finding in findings:
        click.echo(f"{'ok     ' if finding.ok else 'WRONG  '} {finding.name:10} {finding.said}")
        if not finding.ok:
            click.echo(f"        {'':10} {finding.advice}")
    raise SystemExit(any(not finding.ok for finding in findings))
