"""What levels, statuses, outcomes and the like are called on the desk."""

from collections.abc import Callable
from functools import cache, wraps
from typing import TypeVar

from flask import Flask

from tipline.domain.attachment import kind_of
from tipline.domain.editor import Role
from tipline.domain.level import Level
from tipline.domain.source import ContactKind
from tipline.domain.status import Outcome, Status
from tipline.domain.submission import Channel
from tipline.i18n import gettext as _
from tipline.i18n import language

T = TypeVar("T")


def once_per_language(make: Callable[[], T]) -> Callable[[], T]:
    """A list of fifty rows asks for the same names fifty times."""

    @cache
    def made(language: str) -> T:
        return make()

    @wraps(make)
    def asked() -> T:
        return made(language())

    return asked


def install(app: Flask) -> None:
    """Let templates say `{{ levels()[tip.level] }}`."""
    rooms = (levels, statuses, outcomes, channels, contacts, roles, consents, knowledge)
    app.jinja_env.globals.update({room.__name__: room for room in rooms})
    app.jinja_env.filters.update(flag=flag, kind=kind, kind_code=kind_of)


@once_per_language
def levels() -> dict[Level, str]:
    """Levels by their names."""
    return {Level.URGENT: _("Urgent"), Level.HIGH: _("High"), Level.NORMAL: _("Normal"), Level.LOW: _("Low")}


@once_per_language
def statuses() -> dict[Status, str]:
    """Whose move it is."""
    return {
        Status.QUARANTINE: _("In quarantine"),
        Status.NEW: _("New"),
        Status.OPEN: _("Open"),
        Status.WAITING: _("Waiting for the source"),
        Status.CLOSED: _("Closed"),
    }


@once_per_language
def outcomes() -> dict[Outcome, str]:
    """What came of a tip, in the order in which it is offered: first what we made of it, then what was not for us."""
    return {
        Outcome.PUBLISHED: _("Published"),
        Outcome.BACKGROUND: _("Kept as background"),
        Outcome.NOT_NEWSWORTHY: _("Not a story"),
        Outcome.PASSED_ON: _("Passed on"),
        Outcome.DUPLICATE: _("Already known"),
        Outcome.OFF_TOPIC: _("Off topic"),
        Outcome.FALSE: _("False"),
        Outcome.UNVERIFIABLE: _("Cannot be verified"),
        Outcome.WITHDRAWN: _("Withdrawn by the source"),
        Outcome.NO_ANSWER: _("No answer"),
        Outcome.SPAM: _("Spam"),
    }


@once_per_language
def channels() -> dict[Channel, str]:
    """How a tip came."""
    return {
        Channel.FORM: _("Web form"),
        Channel.EMAIL: _("Email"),
        Channel.MANUAL: _("Typed in"),
        Channel.API: _("API"),
        Channel.IMPORT: _("Import"),
    }


@once_per_language
def contacts() -> dict[ContactKind, str]:
    """How a source can be reached."""
    return {
        ContactKind.CODE: _("by code"),
        ContactKind.EMAIL: _("by email"),
        ContactKind.PHONE: _("by phone"),
        ContactKind.NONE: _("not at all"),
    }


@once_per_language
def roles() -> dict[Role, str]:
    """What an account is for."""
    return {Role.REPORTER: _("Reporter"), Role.EDITOR: _("Editor"), Role.ADMIN: _("Admin")}


@once_per_language
def consents() -> dict[str, str]:
    """What a source allowed."""
    return {"quote": _("May be quoted"), "name": _("May be named"), "ask_first": _("Ask before quoting")}


@once_per_language
def knowledge() -> dict[str, str]:
    """How a source says that they know."""
    return {
        "saw": _("saw it"),
        "told": _("was told"),
        "documents": _("has documents"),
        "other": _("in another way"),
    }


def flag(code: str) -> str:
    """What a door noticed about a tip; a code that we have no sentence for is shown as it is."""
    known = {
        "duplicate_from": _("The mail has two From lines"),
        "several_authors": _("The mail names several senders"),
        "no_from": _("The mail names no sender"),
        "no_headers": _("The mail has no headers"),
        "reply_to_differs": _("Answers would go to another address"),
        "address_in_name": _("The sender’s name shows another address"),
        "mixed_script": _("The sender’s name mixes alphabets"),
        "punycode": _("The sender’s address is written in another alphabet"),
        "bidi_name": _("The sender’s name turns its letters around"),
        "bidi_file_name": _("A file name turned its letters around"),
        "encrypted": _("The mail is encrypted"),
        "loop": _("The mail went in a circle"),
        "unreadable": _("The mail could not be read"),
        "header_limit": _("The mail’s head is too long: the whole mail is attached"),
        "part_limit": _("The mail has too many parts: the whole mail is attached"),
        "nesting_limit": _("The mail is nested too deep: the whole mail is attached"),
        "text_limit": _("The text is too long: the whole mail is attached"),
    }
    return known.get(code, code.replace("_", " ").replace("-", " ").capitalize())


def kind(media_type: str) -> str:
    """What an editor calls a file."""
    names = {"picture": _("picture"), "recording": _("recording"), "document": _("document"), "file": _("file")}
    return names[kind_of(media_type)]
