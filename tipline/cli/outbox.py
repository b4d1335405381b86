"""`tipline outbox`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipline.cli.opened import newsroom_of, refusals, stop
from tipline.i18n import gettext as _
from tipline.i18n import ngettext

if TYPE_CHECKING:
    from tipline.domain.job import Job
    from tipline.newsroom import Newsroom


@click.group(invoke_without_command=True)
@click.pass_context
def outbox(ctx: click.Context) -> None:
    """See what is promised and not yet sent, and try again what was given up."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(listing)


@outbox.command("list")
@click.option("--state", type=click.Choice(["due", "done", "dead"]), help="Only those that stand so.")
@click.pass_obj
def listing(instance: Path, state: str | None = None) -> None:
    """List the newest 200: number, state, since when, tip, tries and what went wrong last."""
    with newsroom_of(instance) as newsroom:
        from tipline.domain.job import JobState  # help starts without the database
        from tipline.newsroom import jobs

        for job in jobs.listing(newsroom, JobState(state) if state else None):
            tries = ngettext("{n} try", "{n} tries", job.attempts)
            ref = job.payload.get("ref", "")
            click.echo(f"{job.id:6} {job.state:5} {_when(job.created_at)}  {ref:9} {tries:8} {job.fault}")


@outbox.command()
@click.argument("number", type=int)
@click.pass_obj
def show(instance: Path, number: int) -> None:
    """Show one in full, as it was or will be sent."""
    with newsroom_of(instance) as newsroom:
        from tipline.newsroom import jobs  # help starts without the database

        found = [job for job in jobs.listing(newsroom) if job.id == number]
        if not found:
            stop([_("There is no {number} in the outbox", number=number)])
        click.echo(_shown(newsroom, found[0]))


@outbox.command()
@click.argument("number", type=int)
@click.pass_obj
def retry(instance: Path, number: int) -> None:
    """Try one again now, its tries forgotten."""
    with refusals(), newsroom_of(instance) as newsroom:
        from tipline.newsroom import jobs  # help starts without the database

        jobs.retry(newsroom, number)
    click.echo(_("It is tried again now"))


def _when(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _shown(newsroom: "Newsroom", job: "Job") -> str:
    from tipline.mail import compose, relay  # only this looks into a mail

    try:
        # Flask-Mail writes a mail out inside of an app only.
        with relay.mail_app(newsroom.settings).app_context():
            mail = compose.compose(newsroom, job).message.as_string()
    except compose.Unfit:
        mail = _("No mail can be made of it")
    return f"{job.id} {job.state} {_when(job.created_at)} {job.fault}\n\n{mail}"
