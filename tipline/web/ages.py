"""How old something is, when it is due and when it was, as an editor reads it at a glance."""

from flask import Flask

from tipline.domain.tip import Tip
from tipline.i18n import gettext as _
from tipline.web import newsroom
from tipline.web.shown import local

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
SOON = 4
"""A tip is due soon when at most a fourth of its promise is left."""


def install(app: Flask) -> None:
    """Let templates say `{{ tip.received_at | age }}`."""
    app.jinja_env.filters.update(age=age, moment=moment, stamp=stamp, due=due, pace=pace)


def age(at: int) -> str:
    """As `12 min`, `26 h`, `3 d`: hours up to two days, because promises are made in hours."""
    passed = newsroom().clock.now() - at
    if passed < MINUTE:
        return _("now")
    if passed < HOUR:
        return _("{n} min", n=passed // MINUTE)
    if passed < 2 * DAY:
        return _("{n} h", n=passed // HOUR)
    return _("{n} d", n=passed // DAY)


def moment(at: int) -> str:
    """As `13:18` today, `yesterday 13:18`, `Mon 13:18` within six days, else `19 Nov 13:18` or `19 Nov 2025`."""
    then, today = local(at), local(newsroom().clock.now())
    clock = f"{then:%H:%M}"
    days = (today.date() - then.date()).days
    if days in (-1, 0, 1):
        return {0: clock, 1: _("yesterday {time}", time=clock), -1: _("tomorrow {time}", time=clock)}[days]
    if -7 < days < 7:
        return _("{weekday} {time}", weekday=_weekdays()[then.weekday()], time=clock)
    if then.year == today.year:
        return _("{day} {month} {time}", day=then.day, month=_months()[then.month - 1], time=clock)
    return _("{day} {month} {year}", day=then.day, month=_months()[then.month - 1], year=then.year)


def stamp(at: int) -> str:
    """For `<time datetime>`: RFC 3339 in the newsroom's zone, to the minute."""
    return local(at).isoformat(timespec="minutes")


def due(tip: Tip) -> str:
    """What the promise of a tip says now."""
    now = newsroom().clock.now()
    if tip.decided_at is not None:
        return _("Decided {moment}", moment=moment(tip.decided_at))
    if tip.due_at < now:
        return _("Was due {moment}", moment=moment(tip.due_at))
    if pace(tip) == "soon":
        left = tip.due_at - now
        return _("Due in {n} h", n=left // HOUR) if left >= HOUR else _("Due in {n} min", n=max(1, left // MINUTE))
    return _("Due {moment}", moment=moment(tip.due_at))


def pace(tip: Tip) -> str:
    """`late`, `soon` or nothing, for how a tip stands to its promise."""
    now = newsroom().clock.now()
    if tip.late(now):
        return "late"
    waits = tip.decided_at is None and now < tip.due_at
    return "soon" if waits and (tip.due_at - now) * SOON <= tip.due_at - tip.received_at else ""


def _weekdays() -> tuple[str, ...]:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def _months() -> tuple[str, ...]:
    return (
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        _("May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    )
