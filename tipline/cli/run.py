"""`tipline run`."""

from pathlib import Path

import click

from tipline.cli.opened import stop, troubles


@click.command()
@click.option("--port", "web_port", metavar="PORT", help="Where the web listens, instead of web_port.")
@click.option("--mail-port", metavar="PORT", help="Where the mail door listens, instead of mail_port.")
@click.option("--demo", is_flag=True, help="Fill the desk with 60 invented tips first; see `tipline demo remove`.")
@click.pass_obj
def run(instance: Path, web_port: str | None, mail_port: str | None, *, demo: bool) -> None:
    """Start everything under one parent, and print the four lines that a newcomer needs. Ctrl-C stops it in order."""
    from tipline.server import ready  # `tipline run --help` starts without these
    from tipline.server import run as everything

    flags = {name: value for name, value in (("web_port", web_port), ("mail_port", mail_port)) if value is not None}
    settings, faults = ready.look(instance, flags)
    if settings is None or faults:
        stop(faults)
    with troubles():
        everything.run(settings, demo=demo)
