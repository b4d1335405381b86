"""Mails coming in: kept first, read later."""

import hashlib
from dataclasses import dataclass

from tipline.domain.mail import Envelope, Mail, MailKind, MailState
from tipline.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail that is on disk; `again` when it was there already."""

    mail_id: int
    again: bool


@dataclass(frozen=True, slots=True)
class Route:
    """Where an address leads: a desk's slug, or the common queue; and what stood behind its plus."""

    desk: str | None
    token: str | None = None


def route(newsroom: Newsroom, address: str) -> Route | None:
    """Where a recipient leads: `tips@`, `tips+courts@`, `courts-tips@`, `tips+anything@`; none for who is not ours."""
    local, _, domain = address.lower().rpartition("@")
    box, _, own_domain = newsroom.settings.mail_address.lower().rpartition("@")
    if domain not in {own_domain, *(one.lower() for one in newsroom.settings.mail_domains)}:
        return None
    name, _, tag = local.partition("+")
    with newsroom.store.reading() as tx:
        slugs = {desk.slug for desk in tx.people.desks()}
    if name == box:
        return Route(tag if tag in slugs else None, token=tag if tag and tag not in slugs else None)
    desk = name.removesuffix(f"-{box}")
    return Route(desk) if desk != name and desk in slugs else None


def keep(newsroom: Newsroom, raw: bytes, envelope: Envelope) -> Kept:
    """Keep a mail's exact bytes: committed and synced when this returns. Raises Busy; then nothing was kept."""
    sha256 = hashlib.sha256(raw).hexdigest()
    with newsroom.store.writing() as tx:
        mail_id, again = tx.mails.keep(raw, envelope, sha256=sha256, at=newsroom.clock.now())
    return Kept(mail_id, again)


def unread(newsroom: Newsroom, limit: int = 20) -> tuple[Mail, ...]:
    """The oldest mails that wait to be read, with their bytes."""
    with newsroom.store.reading() as tx:
        return tx.mails.unread(limit)


def file(newsroom: Newsroom, mail: Mail, kind: MailKind) -> None:
    """A mail was read and is no tip: an automatic answer, a bounce, a loop."""
    with newsroom.store.writing() as tx:
        tx.mails.became(mail.id, state=MailState.READ, kind=kind, tip_id=None)


def fail(newsroom: Newsroom, mail: Mail, fault: str) -> None:
    """A try to read a mail failed; after three it waits for a person. `fault` names the error, never its words."""
    with newsroom.store.writing() as tx:
        tx.mails.failed(mail.id, fault=fault)
