"""`tipline serve web`, `tipline serve mail` and `tipline worker`: one process each, for a service manager."""

from pathlib import Path

import click

from tipline.cli.opened import newsroom_of, stop


@click.group()
def serve() -> None:
    """Start one door alone, as a service manager does."""


@serve.command()
@click.pass_obj
def web(instance: Path) -> None:
    """Serve the reader's form and the desk."""
    _serve(instance, "web")


@serve.command()
@click.pass_obj
def mail(instance: Path) -> None:
    """Take in mail by SMTP and LMTP."""
    _serve(instance, "mail")


@click.command()
@click.pass_obj
def worker(instance: Path) -> None:
    """Read the mails that came, send what is in the outbox, clear away what was left lying."""
    _serve(instance, "worker")


def _serve(instance: Path, door: str) -> None:
    from tipline.server import ready  # help starts without these
    from tipline.server import run as processes

    settings, faults = ready.look(instance, {}, doors=(door,))
    if settings is None or faults:
        stop(faults)
    # A door that opens on an old database would answer each with an error.
    with newsroom_of(instance):
        pass
    processes.serve(settings, door)
