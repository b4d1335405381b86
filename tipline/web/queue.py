"""The queue: tips by level and promise, or by any filter, with the first of them open beside."""

from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tipline.domain.editor import Role
from tipline.domain.filter import TipFilter
from tipline.newsroom import queue
from tipline.web import guard, listing, newsroom, pane, rail, toast
from tipline.web.guard import asker
from tipline.web.listing import Listing
from tipline.web.pane import Pane

blueprint = Blueprint("queue", __name__, url_prefix="/desk")
guard.protect(blueprint)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The desk's first page."""
    found = listing.ask(by=asker())
    first = found.rows[0].ref if found.rows else ""
    return render_template("desk/queue.html", **around(found, pane.look(first, by=asker()) if first else None))


@blueprint.get("/keys")
def keys() -> ResponseReturnValue:
    """All keys, for whoever has no script to open them over the page."""
    return render_template("desk/keys.html")


def page(found: Pane, status: int = 200) -> ResponseReturnValue:
    """A tip's page: with the list around it, or the pane alone for our script."""
    if request.headers.get("Tipline-Part") == "pane":
        listed = {"place": listing.place(listing.wanted().text, request.values.get("after", "")), "next_ref": ""}
        return render_template("desk/pane.html", pane=found, before_ref="", after_ref="", **listed), status
    listed_around = around(listing.ask(by=asker()), found)
    return make_response(render_template("desk/queue.html", opened=True, **listed_around), status)


def around(found: Listing, open_pane: Pane | None) -> dict[str, Any]:
    """Everything that the three panes show."""
    ref = open_pane.tip.ref if open_pane else ""
    return {
        "listing": found,
        "place": found.place,
        "pane": open_pane,
        "next_ref": found.next_to(ref),
        "before_ref": found.before(ref),
        "after_ref": found.after_ref(ref),
        "tokens": listing.tokens(found.wanted),
        "views": rail.views(found.view, found.wanted),
        "desks": rail.desks(found.view, found.wanted),
        "heading": rail.heading(found.view, found.wanted),
        "toast": toast.read(request.args.get("did", ""), by=asker(), shown=open_pane.view if open_pane else None),
        "has_demo": any(row.demo for row in found.rows) and asker().role == Role.ADMIN,
        "is_admin": asker().role == Role.ADMIN,
        "is_fresh": not found.rows and asker().role == Role.ADMIN and _is_fresh(),
    }


def _is_fresh() -> bool:
    """Whether no tip ever came; what was closed counts too."""
    return not queue.look(newsroom(), TipFilter(), by=asker(), size=1).rows
