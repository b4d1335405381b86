"""Words on screen in a person's language: English message ids, gettext catalogues under `locale/`."""

import gettext as catalogues
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Protocol

LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Translatable(Protocol):
    """What a refusal has: a template with `{named}` places, and what fills them."""

    @property
    def template(self) -> str:
        """The sentence."""

    @property
    def fields(self) -> Mapping[str, object]:
        """What fills its places."""


class Environment(Protocol):
    """The part of a Jinja environment that words are installed into."""

    globals: Any


def use(language: str) -> None:
    """Speak this language from here on, in this request or job; one that we do not have gives English."""
    _language.set(language)


def language() -> str:
    """The language that is spoken now, for `<html lang>`."""
    return _language.get() if _language.get() in languages() else ENGLISH


@cache
def languages() -> tuple[str, ...]:
    """English, and the languages that have a catalogue."""
    return (ENGLISH, *sorted(found.parents[1].name for found in LOCALE.glob("*/LC_MESSAGES/tipline.mo")))


def gettext(message: str, **fields: object) -> str:
    """The message in the language spoken now; `{named}` places are filled after it was translated."""
    return _filled(_catalogue(_language.get()).gettext(message), fields)


def ngettext(one: str, many: str, n: int, **fields: object) -> str:
    """The form of a message that fits the number, which also fills `{n}`."""
    return _filled(_catalogue(_language.get()).ngettext(one, many, n), {"n": n, **fields})


def translate(refusal: Translatable) -> str:
    """What a refusal says, in the language spoken now."""
    return gettext(refusal.template, **refusal.fields)


def install(environment: Environment) -> None:
    """Let templates say `{{ _("…", n=3) }}` and `{{ ngettext("…", "…", n) }}`."""
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, language=language)


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    # Only what is listed is looked for: the language comes from a request.
    wanted = [language] if language in languages() else []
    return catalogues.translation("tipline", LOCALE, wanted, fallback=True)


def _filled(message: str, fields: Mapping[str, object]) -> str:
    return message.format(**fields) if fields else message
