"""What must be so before anything is started: a folder that takes files, ports that are free. It changes nothing."""

import os
import socket
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tipline.i18n import gettext as _
from tipline.settings import WHOLE, Faults, Settings, load
from tipline.signing import KEY_BYTES


def look(
    instance: Path, flags: Mapping[str, str], *, doors: Iterable[str] = ("web", "mail")
) -> tuple[Settings | None, list[str]]:
    """The settings, if they are whole, and a line for each thing that is in the way of serving these doors."""
    wrong: frozenset[str] = frozenset()
    found: list[str] = []
    try:
        settings = load(instance, os.environ, flags)
    except Faults as faults:
        settings, wrong = faults.rest, faults.names
        found += faults.lines
    whole = not found
    found += _folder(settings.instance)
    found += _key(settings.key_file)
    # A default in the place of a faulty setting is not what anybody asked for: it is not tried.
    if "web" in doors and not wrong & {WHOLE, "web_host", "web_port"}:
        found += _port("web_port", settings.web_host, settings.web_port)
    if "mail" in doors and not wrong & {WHOLE, "mail_host", "mail_port"}:
        found += _port("mail_port", settings.mail_host, settings.mail_port)
    if "mail" in doors and not wrong & {WHOLE, "mail_lmtp", "mail_port"}:
        found += _lmtp(settings.mail_lmtp)
    return settings if whole else None, found


def _folder(instance: Path) -> Iterator[str]:
    nearest = instance
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    try:
        # It has no name and is gone when closed: nothing is left of the trial.
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as fault:
        said = os.strerror(fault.errno or 0)
        yield _("instance: the folder {folder} cannot be written to ({said})", folder=instance, said=said)


def _key(key_file: str) -> Iterator[str]:
    try:
        if key_file and len(Path(key_file).read_bytes()) < KEY_BYTES:
            yield _("key_file: {path} holds fewer than {n} bytes", path=key_file, n=KEY_BYTES)
    except OSError as fault:
        yield _("key_file: {path} cannot be read ({said})", path=key_file, said=os.strerror(fault.errno or 0))


def _port(name: str, host: str, port: int) -> Iterator[str]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # As servers do: a port that only waits for its last packets is free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as fault:
            said = os.strerror(fault.errno) if fault.errno and fault.errno > 0 else type(fault).__name__
            yield _("{name}: {host}:{port} cannot be opened ({said})", name=name, host=host, port=port, said=said)


def _lmtp(place: str) -> Iterator[str]:
    if place.startswith("unix:"):
        yield from _unix_socket(Path(place.removeprefix("unix:")))
    elif place:
        host, _colon, port = place.rpartition(":")
        yield from _port("mail_lmtp", host.strip("[]"), int(port))


def _unix_socket(path: Path) -> Iterator[str]:
    if not os.access(path.parent, os.W_OK):
        yield _("mail_lmtp: a socket cannot be made in the folder {folder}", folder=path.parent)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
        if path.exists() and trial.connect_ex(str(path)) == 0:
            yield _("mail_lmtp: another program answers at {path}", path=path)
