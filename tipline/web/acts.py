"""Decisions on a tip: each a form of its own, each answered with the way on."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tipline.domain.level import Level
from tipline.domain.refusals import Invalid, Stale
from tipline.domain.status import Outcome
from tipline.domain.tip import Tip
from tipline.newsroom import conversation, triage
from tipline.web import differences, guard, listing, newsroom, pane, queue, toast
from tipline.web.guard import asker
from tipline.web.numbers import number

blueprint = Blueprint("acts", __name__, url_prefix="/desk/tips/<ref>")
guard.protect(blueprint)


@blueprint.post("/take")
def take(ref: str) -> ResponseReturnValue:
    """Accept it, as one's own."""
    return _stay(triage.take(newsroom(), ref, by=asker(), version=number("version")))


@blueprint.post("/assign")
def assign(ref: str) -> ResponseReturnValue:
    """Give it to an editor, or to nobody."""
    return _stay(triage.assign(newsroom(), ref, to=number("to"), by=asker(), version=number("version")))


@blueprint.post("/desk")
def move(ref: str) -> ResponseReturnValue:
    """Put it on another desk, or on none."""
    desk = request.form.get("desk") or None
    return _stay(triage.move(newsroom(), ref, desk=desk, by=asker(), version=number("version")))


@blueprint.post("/level")
def set_level(ref: str) -> ResponseReturnValue:
    """Set its level by hand."""
    try:
        level = Level(int(request.form.get("level", "")))
    except ValueError as fault:
        raise Invalid("Choose one of the four levels") from fault
    return _stay(triage.set_level(newsroom(), ref, level=level, by=asker(), version=number("version")))


@blueprint.post("/release")
def release(ref: str) -> ResponseReturnValue:
    """Give its level back to the reasons."""
    return _stay(triage.release(newsroom(), ref, by=asker(), version=number("version")))


@blueprint.post("/put-back")
def put_back(ref: str) -> ResponseReturnValue:
    """Undecided again, and nobody's."""
    return _stay(triage.put_back(newsroom(), ref, by=asker(), version=number("version")))


@blueprint.post("/wait")
def wait(ref: str) -> ResponseReturnValue:
    """It is the source's move."""
    return _go_on(triage.wait(newsroom(), ref, by=asker(), version=number("version")))


@blueprint.post("/close")
def close(ref: str) -> ResponseReturnValue:
    """Close it with what came of it; a story's address that is missing is asked for, with nothing lost."""
    try:
        outcome = Outcome(request.form.get("outcome", ""))
    except ValueError as fault:
        raise Invalid("Say what came of it") from fault
    url = request.form.get("url", "").strip()
    try:
        return _go_on(triage.close(newsroom(), ref, outcome=outcome, url=url, by=asker(), version=number("version")))
    except Invalid as refusal:
        return queue.page(pane.look(ref, by=asker(), faults=refusal.faults, typed={"url": url}), 422)


@blueprint.post("/reopen")
def reopen(ref: str) -> ResponseReturnValue:
    """Our move again."""
    return _stay(triage.reopen(newsroom(), ref, by=asker(), version=number("version")))


@blueprint.post("/note")
def note(ref: str) -> ResponseReturnValue:
    """Write to colleagues; a note with a fault comes back with its words."""
    words = request.form.get("words", "")
    try:
        new = conversation.note(newsroom(), ref, words=words, by=asker(), key=request.form.get("key", ""))
    except Invalid as refusal:
        return queue.page(pane.look(ref, by=asker(), faults=refusal.faults, typed={"words": words}), 422)
    return _to(ref, did=toast.of_note(ref, new.id))


@blueprint.post("/undo")
def undo(ref: str) -> ResponseReturnValue:
    """Take an act back: the one that is named, else the asker's newest."""
    return _stay(triage.undo(newsroom(), ref, event=number("event"), by=asker()))


@blueprint.errorhandler(Stale)
def stale(refusal: Stale) -> ResponseReturnValue:
    """Somebody was first: both values, and a button for each."""
    ref = (request.view_args or {})["ref"]
    found = differences.of(refusal, pane.look(ref, by=asker()).view)
    kept = [(name, value) for name, value in request.form.items() if name not in ("csrf_token", "version")]
    page = render_template("desk/stale.html", difference=found, kept=kept, act=request.path, place=_place())
    return make_response(page, 409)


def _stay(tip: Tip) -> ResponseReturnValue:
    return _to(tip.ref, did=toast.of_change(tip))


def _go_on(tip: Tip) -> ResponseReturnValue:
    """After a decision that ends a tip's wait for us, the next row is open."""
    return _to(request.form.get("next", ""), did=toast.of_change(tip))


def _to(ref: str, *, did: str) -> ResponseReturnValue:
    if not ref:
        return redirect(url_for("queue.show", **_place(), did=did), 303)
    return redirect(url_for("tip.show", ref=ref, **_place(), did=did), 303)


def _place() -> listing.Place:
    return listing.place(request.form.get("q", ""), request.form.get("after", ""))
