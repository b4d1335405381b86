"""A tip's own page."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tipline.web import guard, pane, queue
from tipline.web.guard import asker

blueprint = Blueprint("tip", __name__, url_prefix="/desk/tips")
guard.protect(blueprint)


@blueprint.get("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """What somebody sent us, and what became of it."""
    return queue.page(pane.look(ref, by=asker()))
