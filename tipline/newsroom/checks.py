"""Whether everything is in order, and what to do where it is not."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tipline.domain.refusals import Busy
from tipline.i18n import gettext as _
from tipline.i18n import ngettext
from tipline.newsroom import Newsroom
from tipline.store import condition

MINUTE = 60_000
MAIL_MINUTES, JOB_MINUTES = 10, 60
"""Minutes after which a mail that is not read, and a mail that is not sent, say that something is wrong."""

ROOM = 1_000_000_000
"""Free bytes that a disk should have."""

NEEDED = ("database", "schema")
"""What must be in order before anything can be read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One look at one thing: what was seen, and what to do if it is not as it should be."""

    name: str
    ok: bool
    said: str
    advice: str = ""


def run(newsroom: Newsroom) -> tuple[Finding, ...]:
    """Look at everything. A database that does not answer is a finding, not an error."""
    looks: list[Callable[[Newsroom], Iterator[Finding]]] = [_folders, _key, _relay, _database, _work, _files]
    found: list[Finding] = []
    while looks and not any(finding.name in NEEDED and not finding.ok for finding in found):
        found += _safely(looks.pop(0), newsroom)
    return tuple(found)


def ready(newsroom: Newsroom) -> bool:
    """Whether we could take a tip now: the database answers without waiting for a writer, and files can be written."""
    try:
        with newsroom.store.reading() as tx:
            condition.answers(tx.connection)
    except Busy:
        return False
    return os.access(newsroom.blobs.drafts, os.W_OK)


def upgraded(newsroom: Newsroom) -> bool:
    """Whether the database has the tables that this version needs. Raises Busy."""
    with newsroom.store.reading() as tx:
        return condition.upgraded(tx.connection)


def _safely(look: Callable[[Newsroom], Iterator[Finding]], newsroom: Newsroom) -> Iterator[Finding]:
    try:
        yield from look(newsroom)
    except Busy:
        advice = _("See whether its server runs, its disk has room and its file can be read; then look again")
        yield Finding("database", False, _("It does not answer"), advice)


def _folders(newsroom: Newsroom) -> Iterator[Finding]:
    for folder in (newsroom.settings.instance, newsroom.blobs.folder):
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            advice = _("Give it to the user that tipline runs as")
            yield Finding("folders", False, _("{folder} cannot be written to", folder=folder), advice)
            continue
        free = shutil.disk_usage(folder).free
        said = _("{folder} can be written to and has {size} GB free", folder=folder, size=f"{free / ROOM:.1f}")
        yield Finding("folders", free >= ROOM, said, _("Make room: without it no tip can be kept"))


def _key(newsroom: Newsroom) -> Iterator[Finding]:
    settings = newsroom.settings
    path = Path(settings.key_file) if settings.key_file else settings.instance / "keys" / "master.key"
    private = path.stat().st_mode & 0o077 == 0
    said = _("{path} is for its owner alone", path=path) if private else _("{path} can be read by others", path=path)
    yield Finding("key", private, said, _("Say: chmod 600 {path}", path=path))


def _database(newsroom: Newsroom) -> Iterator[Finding]:
    with newsroom.store.reading() as tx:
        found = condition.of(tx.connection)
    synced = _("{product} syncs each commit to disk", product=found.product)
    unsynced = _("{product} does not sync each commit to disk", product=found.product)
    advice = _("Turn on fsync and synchronous_commit in PostgreSQL; on SQLite, report this as a fault of tipline")
    yield Finding("database", found.safe, synced if found.safe else unsynced, advice)
    current = found.schema == found.wanted
    said = _("The schema is {schema}", schema=found.schema)
    yield Finding("schema", current, said, _("Say: tipline db upgrade"))
    said = _("It holds together") if not found.faults else "; ".join(found.faults)
    yield Finding(
        "integrity", not found.faults, said, _("Stop tipline, keep a copy of the file, restore the last backup")
    )


def _work(newsroom: Newsroom) -> Iterator[Finding]:
    now = newsroom.clock.now()
    with newsroom.store.reading() as tx:
        waiting = condition.waiting(tx.connection)
    ahead = (waiting.newest_tip or 0) - now
    said = _("No tip is from the future") if ahead <= MINUTE else _("The newest tip is from the future")
    yield Finding(
        "clock", ahead <= MINUTE, said, _("The clock went back: see whether time is synchronised (timedatectl)")
    )
    yield _waits(
        "mail", waiting.oldest_mail, now, MAIL_MINUTES, _("Every mail is read"), _("See whether the worker runs")
    )
    if newsroom.settings.smtp_host:
        nothing, advice = _("Nothing waits to be sent"), _("See: tipline outbox, which tells what the mail server said")
        yield _waits("outbox", waiting.oldest_job, now, JOB_MINUTES, nothing, advice)
    else:
        yield Finding("outbox", True, _("Mails stay in the outbox, as no smtp_host is set"))
    yield _given_up("mail", waiting.failed_mails, _("Look at them on the desk: they came whole, but could not be read"))
    yield _given_up("outbox", waiting.dead_jobs, _("See: tipline outbox, and: tipline outbox retry"))


def _waits(name: str, oldest: int | None, now: int, most: int, nothing: str, advice: str) -> Finding:
    if oldest is None:
        return Finding(name, True, nothing)
    minutes = max(0, now - oldest) // MINUTE
    return Finding(
        name, minutes < most, ngettext("One has waited {n} minute", "One has waited {n} minutes", minutes), advice
    )


def _given_up(name: str, many: int, advice: str) -> Finding:
    return Finding(name, many == 0, ngettext("{n} was given up", "{n} were given up", many), advice)


def _files(newsroom: Newsroom) -> Iterator[Finding]:
    # What is on disk first: a file that comes meanwhile is then at worst an orphan too few.
    there = {path.name for path in newsroom.blobs.all()}
    with newsroom.store.reading() as tx:
        held = tx.messages.hashes()
    missing = sum(not newsroom.blobs.path(sha256).is_file() for sha256 in held - there)
    said = ngettext("{n} file of a tip is missing", "{n} files of tips are missing", missing)
    yield Finding("files", missing == 0, said, _("Bring back the folder blobs from the last backup"))
    orphans = len(there - held)
    yield Finding("orphans", True, ngettext("{n} file belongs to no tip", "{n} files belong to no tip", orphans))


def _relay(newsroom: Newsroom) -> Iterator[Finding]:
    settings = newsroom.settings
    if not settings.smtp_host:
        return
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        socket.create_connection((settings.smtp_host, settings.smtp_port), timeout=settings.smtp_timeout).close()
    except OSError as fault:
        said = os.strerror(fault.errno) if fault.errno and fault.errno > 0 else type(fault).__name__
        yield Finding("relay", False, _("{place} does not answer ({said})", place=place, said=said), _("See smtp_host"))
    else:
        yield Finding("relay", True, _("{place} answers", place=place))
