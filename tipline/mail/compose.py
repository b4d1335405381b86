"""A job of the outbox as a mail: its words from templates/mail, its headers such that no machine answers it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_mail import Message
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tipline import i18n
from tipline.domain.job import Job
from tipline.i18n import gettext as _
from tipline.mail import address, ours, words
from tipline.mail.automatic import BOUNCE_TAG, LOOP_HEADER
from tipline.newsroom import Newsroom
from tipline.settings import Settings

PACKAGE = Path(__file__).parents[1]


class Unfit(Exception):
    """A job from which no mail can be made: it would send something else than we mean, or to somebody else."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, and the envelope's sender, to which its bounces go."""

    message: Message
    returns_to: str


def compose(newsroom: Newsroom, job: Job) -> Letter:
    """The acknowledgement of a tip. Raises Unfit."""
    settings, payload = newsroom.settings, job.payload
    i18n.use(payload.get("language", i18n.ENGLISH))
    to, answered = payload["to"], payload.get("in_reply_to", "")
    if (
        not address.sendable(to)
        or not (answered == "" or _is_message_id(answered))
        or not _is_message_id(job.message_id)
    ):
        raise Unfit
    subject = _("Your message to {name}: {ref}", name=words.one_line(settings.newsroom_name), ref=payload["ref"])
    said = {
        "subject": subject,
        "ref": payload["ref"],
        "name": settings.newsroom_name,
        "form": newsroom.links.form,
        "safety": settings.newsroom_safety_url,
    }
    message = Message(
        subject=subject,
        recipients=[to],
        body=_page("mail/receipt.txt", said),
        html=_page("mail/receipt.html", said),
        sender=_named(settings),
        reply_to=ours.tagged(settings.mail_address, "+" + newsroom.signer.short("reply", payload["ref"])),
        date=newsroom.clock.now() / 1000,
        extra_headers=_headers(settings, answered),
    )
    message.msgId = job.message_id
    return Letter(message, _returns_to(newsroom, job))


def _headers(settings: Settings, answered: str) -> dict[str, str]:
    headers = {
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        LOOP_HEADER: settings.mail_address.rpartition("@")[2],
    }
    return headers | ({"In-Reply-To": answered, "References": answered} if answered else {})


def _returns_to(newsroom: Newsroom, job: Job) -> str:
    """Our own address with a token that names the job; a sender that the relay insists on is left as it is."""
    if newsroom.settings.smtp_sender not in ("", newsroom.settings.mail_address):
        return newsroom.settings.smtp_sender
    return ours.tagged(newsroom.settings.mail_address, BOUNCE_TAG + newsroom.signer.short("bounce", str(job.id)))


def _named(settings: Settings) -> str:
    name = words.one_line(settings.newsroom_name).replace("\\", "").replace('"', "'")
    return f'"{name}" <{ours.sender(settings)}>'


def _is_message_id(text: str) -> bool:
    return text.startswith("<") and text.endswith(">") and address.sendable(text[1:-1])


def _page(name: str, said: dict[str, str]) -> str:
    return _pages().get_template(name).render(said)


@cache
def _pages() -> Environment:
    packed = PACKAGE / "templates"
    loader = FileSystemLoader(packed if packed.exists() else PACKAGE.parent / "templates")
    pages = Environment(
        loader=loader,
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    i18n.install(pages)
    return pages
