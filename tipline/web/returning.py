"""The way back: a reader's six words show what they sent and where it stands."""

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from tipline.domain.refusals import Busy, NotFound, TooMany
from tipline.domain.status import Status
from tipline.i18n import gettext as _
from tipline.i18n import translate
from tipline.newsroom import returning
from tipline.web import newsroom
from tipline.web.assets import pack
from tipline.web.failures import status_of, when_to_retry

blueprint = Blueprint("returning", __name__, url_prefix="/tips")
blueprint.after_request(pack)


@blueprint.get("/return")
def ask() -> str:
    """Where to enter the code."""
    return render_template("send/return.html", code="", fault="")


@blueprint.post("/return")
def show() -> ResponseReturnValue:
    """What was sent and where it stands; nothing of it stays in an address or in a cookie."""
    code = request.form.get("code", "")
    try:
        found = returning.look(newsroom(), code, visitor=request.remote_addr or "")
    except NotFound:
        fault = _("We know no tip by these words. Check that there are six, in their order")
        return render_template("send/return.html", code=code, fault=fault), 404
    except (TooMany, Busy) as refusal:
        page = render_template("send/return.html", code=code, fault=translate(refusal))
        return when_to_retry(make_response(page, status_of(refusal)), refusal)
    return render_template("send/returned.html", sent=found, standing=_standing(found.status))


def _standing(status: Status) -> str:
    """The status in words that give nothing of the newsroom's work away."""
    said = {
        Status.QUARANTINE: _("Your tip is waiting to be read."),
        Status.NEW: _("Your tip is waiting to be read."),
        Status.OPEN: _("Your tip is being looked into."),
        Status.WAITING: _("Your tip is being looked into."),
        Status.CLOSED: _("We have finished with your tip. If something is new, tell us."),
    }
    return said[status]
