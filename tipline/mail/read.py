"""A mail's bytes and envelope read into what it says and who says it. Pure, and never raises."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from tipline.domain.mail import Envelope, MailKind
from tipline.mail import address, automatic, body, charsets, parts
from tipline.mail.address import Mailbox
from tipline.mail.body import ReadFile
from tipline.mail.headers import Headers

REFERENCES = 100
FROMS = 5
"""Message-IDs of a thread that are looked at, the last ones, and From headers."""

ORIGINAL = "original.eml"
MESSAGE_ID = re.compile(r"<([^<>]{1,998})>")
KNOWN = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "mime-version",
    "content-type",
    "sender",
    "reply-to",
)
CURTAILED = frozenset(("header_limit", "nesting_limit", "part_limit", "text_limit", "unreadable"))


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What a mail says.

    `sender` is who wrote it, by From or else by the envelope; `reply_to` is where an answer goes; `date_claimed` is in
    milliseconds since 1970. `acknowledge` is whether a machine may thank the envelope's sender.
    """

    kind: MailKind
    becomes_tip: bool
    acknowledge: bool
    sender: Mailbox
    reply_to: str
    subject: str
    words: str
    files: tuple[ReadFile, ...] = ()
    flags: tuple[str, ...] = ()
    from_count: int = 1
    message_id: str = ""
    references: tuple[str, ...] = ()
    date_claimed: int | None = None
    language: str = "en"


def read(raw: bytes, envelope: Envelope, *, domains: Collection[str] = ()) -> ReadMail:
    """Read a mail; `domains` are those of our own mail. What cannot be read comes back with the original attached."""
    try:
        return _read(raw, envelope, domains)
    except Exception:  # noqa: BLE001 - the reader's last resort: an ugly tip rather than a lost one
        return unreadable(raw, envelope)


def unreadable(raw: bytes, envelope: Envelope) -> ReadMail:
    """A mail that could not be read: its bytes as a file, its sender by the envelope."""
    return ReadMail(
        kind=MailKind.UNREADABLE,
        becomes_tip=True,
        acknowledge=False,
        sender=Mailbox("", _clean(envelope.sender)),
        reply_to=_clean(envelope.sender),
        subject="",
        words="",
        files=(ReadFile(ORIGINAL, raw, "message/rfc822"),),
        flags=("unreadable",),
    )


def _read(raw: bytes, envelope: Envelope, domains: Collection[str]) -> ReadMail:
    if not raw:
        return ReadMail(MailKind.UNREADABLE, False, False, Mailbox(), "", "", "", flags=("unreadable",))
    found = parts.cut(raw)
    headers = found.top.headers
    authors = tuple(mailbox for value in headers.all("from")[:FROMS] for mailbox in address.mailboxes(value))
    first = authors[0] if authors else Mailbox("", "")
    subject = headers.text("subject")
    judged = automatic.judge(automatic.Suspect(found, envelope, first, subject, domains))
    headless = not any(name in headers for name in KNOWN)
    if headless:
        judged = automatic.Judged(MailKind.UNREADABLE, becomes_tip=True, answerable=False)
    said = body.read(found)
    words = "" if judged.kind is MailKind.UNREADABLE and _is_noise(said.words) else said.words
    sender = _author(headers, first, judged.kind) if authors else Mailbox("", _clean(envelope.sender))
    reply_to = _reply_to(headers, sender)
    flags = _flags(headers, judged, authors, sender, reply_to) | set(found.flags) | set(said.flags)
    flags |= {"no_headers"} if headless else set()
    whole = (ReadFile(ORIGINAL, raw, "message/rfc822"),) if flags & CURTAILED else ()
    return ReadMail(
        kind=judged.kind,
        becomes_tip=judged.becomes_tip,
        acknowledge=judged.answerable and bool(authors),
        sender=sender,
        reply_to=reply_to,
        subject=subject[:1000],
        words=words,
        files=said.files + whole,
        flags=tuple(sorted(flags)),
        from_count=len(authors),
        message_id=next(iter(_ids(headers, "message-id")), ""),
        references=(_ids(headers, "references") + _ids(headers, "in-reply-to"))[-REFERENCES:],
        date_claimed=_date(headers),
        language=headers.text("content-language")[:2].lower() or "en",
    )


def _author(headers: Headers, first: Mailbox, kind: MailKind) -> Mailbox:
    """Who wrote a mail that a list passed on under its own address."""
    if kind is not MailKind.LIST:
        return first
    for name in ("x-original-from", "reply-to"):
        found = address.mailboxes(headers.first(name))
        if found and " via " in first.name:
            return found[0]
    return first


def _reply_to(headers: Headers, sender: Mailbox) -> str:
    found = address.mailboxes(headers.first("reply-to"))
    return found[0].address if found else sender.address


def _flags(
    headers: Headers, judged: automatic.Judged, authors: tuple[Mailbox, ...], sender: Mailbox, reply_to: str
) -> set[str]:
    told = {
        "duplicate_from": len(headers.all("from")) > 1,
        "several_authors": len(authors) > 1,
        "no_from": not authors,
        "reply_to_differs": bool(reply_to) and reply_to.lower() != sender.address.lower(),
        "loop": judged.kind is MailKind.LOOP,
        "unreadable": judged.kind is MailKind.UNREADABLE,
    }
    return {flag for flag, holds in told.items() if holds} | set(address.oddities(sender))


def _ids(headers: Headers, name: str) -> tuple[str, ...]:
    """The Message-IDs in a header, without their brackets and any white space that folding left in them."""
    raw = charsets.decode(headers.first(name))
    return tuple(re.sub(r"\s+", "", found) for found in MESSAGE_ID.findall(raw)[-REFERENCES:])


def _date(headers: Headers) -> int | None:
    try:
        claimed = parsedate_to_datetime(headers.text("date")[:200])
        # "-0000" says that the sender's zone is unknown, not that it is this machine's (RFC 5322, 3.3).
        aware = claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)
        return int(aware.timestamp() * 1000)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _is_noise(words: str) -> bool:
    strange = sum(c < " " and c not in "\n\t\r" for c in words[:10_000])
    return 20 * strange > len(words[:10_000])


def _clean(text: str) -> str:
    return re.sub(r"[\s<>\x00-\x1f\x7f]", "", charsets.tidy(text))[:320]
