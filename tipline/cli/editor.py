"""`tipline editor` and `tipline invitation`."""

from pathlib import Path

import click

from tipline.cli.opened import newsroom_of, refusals, stop
from tipline.i18n import gettext as _


@click.group()
def editor() -> None:
    """Invite an editor, or list them."""


@editor.command()
@click.option("--role", type=click.Choice(["reporter", "editor", "admin"]), default="editor", help="What they may do.")
@click.option("--desk", "slugs", multiple=True, metavar="SLUG", help="A desk that they belong to; as often as needed.")
@click.pass_obj
def invite(instance: Path, role: str, slugs: tuple[str, ...]) -> None:
    """Print a link that makes one account, once, within a week."""
    with refusals(), newsroom_of(instance) as newsroom:
        from tipline.domain.editor import Role  # help starts without the database
        from tipline.newsroom import accounts, team

        known = {desk.slug: desk.id for desk in team.desks(newsroom)}
        if unknown := sorted(set(slugs) - known.keys()):
            stop(_("There is no desk {slug}; see: tipline desk list", slug=slug) for slug in unknown)
        desks = frozenset(known[slug] for slug in slugs)
        token = accounts.invite(newsroom, role=Role(role), desks=desks, by=None)
        click.echo(newsroom.links.invitation(token))


@editor.command("list")
@click.pass_obj
def listing(instance: Path) -> None:
    """List everybody with an account, their role and desks."""
    with newsroom_of(instance) as newsroom:
        from tipline.newsroom import team  # help starts without the database

        names = {desk.id: desk.slug for desk in team.desks(newsroom)}
        for one in team.editors(newsroom):
            desks = ", ".join(sorted(names[desk] for desk in one.desks))
            click.echo(f"{one.name:24} {one.email:32} {one.role:9} {desks}" + ("" if one.active else _("  (inactive)")))


@click.command()
@click.pass_obj
def invitation(instance: Path) -> None:
    """Print the link that makes the first account, which works until it is used."""
    with newsroom_of(instance) as newsroom:
        from tipline.newsroom import accounts  # help starts without the database

        token = accounts.first_invitation(newsroom)
        if token is None:
            stop([_("Somebody has an account already. Invite others with: tipline editor invite")])
        click.echo(newsroom.links.invitation(token))
