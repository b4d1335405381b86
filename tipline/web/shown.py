"""How times, sizes and addresses are shown to a person, in the newsroom's time zone."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask

from tipline.i18n import gettext as _
from tipline.web import newsroom

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SIZES = ((1_000_000_000, 1, "GB"), (1_000_000, 1, "MB"), (1000, 0, "kB"))


def install(app: Flask) -> None:
    """Let templates say `{{ tip.received_at | day }}`."""
    app.jinja_env.filters.update(day=day, part=part, weekday=weekday, size=size, place=place, bare=bare, ending=ending)


def local(ms: int) -> datetime:
    """Milliseconds since 1970 as a time where the newsroom is."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(newsroom().settings.newsroom_timezone))


def day(ms: int) -> str:
    """As `22 November`."""
    at = local(ms)
    return _("{day} {month}", day=at.day, month=_months()[at.month - 1])


def weekday(ms: int) -> str:
    """As `Monday`."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[local(ms).weekday()]


def part(ms: int) -> str:
    """The part of the day: as much as a reader needs, and no more than a glance over their shoulder should tell."""
    hour = local(ms).hour
    if 5 <= hour < 12:
        return _("morning")
    return _("afternoon") if 12 <= hour < 18 else _("evening") if hour >= 18 else _("night")


def size(count: int) -> str:
    """As `3.5 MB`; a round number without its `.0`."""
    for unit, digits, name in SIZES:
        if count >= unit:
            return f"{count / unit:.{digits}f}".removesuffix(".0") + f" {name}"
    return _("{n} bytes", n=count)


def place(url: str) -> str:
    """An address without its scheme, for reading."""
    parts = urlsplit(url)
    return parts.netloc + parts.path


def bare(url: str) -> str:
    """A host alone, whether it was given with a scheme or not."""
    return url.split("://")[-1].rstrip("/")


def ending(name: str) -> str:
    """The few letters that stand for a file's kind, as `JPG`."""
    return name.rpartition(".")[2][:4].upper()


def _months() -> tuple[str, ...]:
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )


def harmless(value: object) -> object:
    """Anything that a page shows, without characters that steer a terminal or turn the direction of what follows.

    What a reader typed goes back to them to the letter: their form's templates say `| e`, which makes it pass here.
    """
    return STEERING.sub("", value) if type(value) is str and STEERING.search(value) else value
