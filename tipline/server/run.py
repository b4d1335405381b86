"""`tipline run`: everything under one parent, and the four lines that a newcomer needs."""

import gc
import socket
from collections.abc import Iterator
from functools import partial
from importlib import import_module

import click

from tipline import logs
from tipline.i18n import gettext as _
from tipline.links import Links
from tipline.server.children import Child, Parent
from tipline.settings import Settings

PROCESSES = {"web": "tipline.server.web", "mail": "tipline.server.mail", "worker": "tipline.worker"}
PATIENCE = 2400
"""Looks, 25 ms apart, at whether the doors answer before it is given up."""


def run(settings: Settings, *, demo: bool) -> None:
    """Upgrade the database, start web, mail and worker, print the lines once they answer, stay until told to stop."""
    logs.configure(settings)
    # All that is loaded stays loaded: looking for what could be freed is a tenth of the time to start.
    gc.disable()
    invitation = _prepare(settings, demo=demo)
    parent = Parent(family(settings))
    # The web loads its own part while this process loads what the others need.
    parent.start("web")
    _load("mail", "worker")
    parent.start()
    if not _answers(parent, settings):
        parent.stop()
        raise click.ClickException(_("The doors do not answer within a minute; the log says why"))
    if not parent.stopping:
        click.echo("\n".join(lines(settings, invitation)))
    # A web process that dies is then there again at once.
    _load("web")
    parent.watch()


def _answers(parent: Parent, settings: Settings) -> bool:
    """Wait until both doors answer, or we are told to stop; false when they never do."""
    for _look in range(PATIENCE):
        if parent.stopping or (_web_answers(settings) and _mail_answers(settings)):
            return True
        parent.wait(0.025)
        parent.start()
    return False


def serve(settings: Settings, door: str) -> None:
    """Be one door alone; a web of several processes has a parent of its own."""
    if door == "web" and settings.web_processes > 1:
        logs.configure(settings)
        _load(door)
        Parent(family(settings, doors=(door,))).watch()
    else:
        import_module(PROCESSES[door]).serve(settings)


def family(settings: Settings, *, doors: tuple[str, ...] = ("web", "mail", "worker")) -> Iterator[Child]:
    """The children that serve these doors, as many of the web as the settings say."""
    for door in doors:
        for _number in range(settings.web_processes if door == "web" else 1):
            yield Child(door, partial(_be, door, settings), last=door == "worker")


def lines(settings: Settings, invitation: str | None) -> Iterator[str]:
    """The form, the desk, the mail door, and how to come in."""
    links = Links(settings.public_url)
    doors = {"SMTP": f"{settings.mail_host}:{settings.mail_port}", "LMTP": settings.mail_lmtp}
    mail = ", ".join(f"{place} ({name})" for name, place in doors.items() if place)
    yield _("Form       {link}", link=links.form)
    yield _("Desk       {link}", link=links.desk)
    yield _("Mail door  {places}, for {address}", places=mail, address=settings.mail_address)
    if invitation is None:
        yield _("Accounts   sign in at the desk; invite others with: tipline editor invite")
    else:
        yield _("Accounts   make the first one, once, at {link}", link=links.invitation(invitation))


def _be(door: str, settings: Settings) -> None:
    """The life of a child."""
    gc.freeze()
    gc.enable()
    import_module(PROCESSES[door]).serve(settings)


def _load(*doors: str) -> None:
    for door in doors:
        import_module(PROCESSES[door])


def _prepare(settings: Settings, *, demo: bool) -> str | None:
    from tipline import newsroom as newsrooms  # `tipline run --help` starts without it
    from tipline.newsroom import accounts

    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    newsrooms.upgrade(settings)
    newsroom = newsrooms.open_newsroom(settings)
    try:
        if demo:
            from tipline.newsroom import demo as invented  # only who asks for it loads it

            invented.fill(newsroom)
        return accounts.first_invitation(newsroom)
    finally:
        # A connection that lives across a fork is one that two processes use.
        newsroom.close()


def _web_answers(settings: Settings) -> bool:
    asked = (
        f"GET {Links(settings.public_url).prefix}/healthz HTTP/1.0\r\nHost: {Links(settings.public_url).host}\r\n\r\n"
    )
    return b" 200 " in _said(_near(settings.web_host), settings.web_port, asked.encode())[:20]


def _mail_answers(settings: Settings) -> bool:
    return _said(_near(settings.mail_host), settings.mail_port).startswith(b"220")


def _near(host: str) -> str:
    """Where a server that listens on every address is reached from here."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _said(host: str, port: int, asked: bytes = b"") -> bytes:
    try:
        with socket.create_connection((host, port), timeout=2.0) as line:
            line.sendall(asked)
            return line.recv(512)
    except OSError:
        return b""
