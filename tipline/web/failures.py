"""What goes wrong, as pages: one table from refusals to answers, and plain pages for everything else."""

from flask import Flask, Response, make_response, render_template
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from tipline.domain.refusals import (
    Busy,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    Refused,
    Stale,
    TooLarge,
    TooMany,
)
from tipline.i18n import gettext as _
from tipline.i18n import translate

RETRY = 30
"""Seconds after which to try again when we are busy."""

STATUSES: dict[type[Refusal], int] = {
    NotFound: 404,
    Forbidden: 403,
    Refused: 409,
    Stale: 409,
    Invalid: 422,
    TooLarge: 413,
    TooMany: 429,
    Busy: 503,
}


def install(app: Flask) -> None:
    """Answer refusals, HTTP errors and bugs with pages."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, failed)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return STATUSES[type(refusal)]


def refused(refusal: Refusal) -> Response:
    """A refusal as a page that says what it says."""
    return when_to_retry(_page(status_of(refusal), translate(refusal)), refusal)


def when_to_retry(response: Response, refusal: Refusal) -> Response:
    """The response with the seconds after which to come again, where that helps."""
    if isinstance(refusal, (Busy, TooMany)):
        response.headers["Retry-After"] = str(refusal.wait if isinstance(refusal, TooMany) else RETRY)
    return response


def failed(error: HTTPException) -> Response:
    """An HTTP error as a page; a request to a host that is not ours gets no page, whose links would be wrong."""
    if isinstance(error, SecurityError):
        return Response("This address is not served here.\n", 400, content_type="text/plain; charset=utf-8")
    response = _page(error.code or InternalServerError.code, "")
    response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response


def _page(status: int, said: str) -> Response:
    heading, advice = _sayings().get(status, _sayings()[400])
    page = render_template("errors/page.html", status=status, heading=heading, said=said, advice=advice)
    return make_response(page, status)


def _sayings() -> dict[int, tuple[str, str]]:
    """A heading and what to do, for each status that we answer with."""
    look = _("Look at what you entered, then try again.")
    return {
        400: (_("We could not read that"), look),
        403: (_("You may not do this"), _("Ask somebody who may.")),
        404: (_("There is nothing here"), _("The address may be old or mistyped.")),
        405: (_("That cannot be done here"), _("Go back and use the buttons of the page.")),
        409: (_("That no longer fits"), _("Look at the page again: somebody may have changed it.")),
        413: (
            _("That was too large"),
            _("Nothing was kept. Go back and send fewer or smaller files; several tips are fine."),
        ),
        422: (_("Something is missing"), look),
        429: (_("That was too often"), _("Wait a little, then try again.")),
        500: (
            _("Something broke on our side"),
            _("Nothing of yours is shown to anyone by this. Go back and try again."),
        ),
        503: (_("We cannot do this just now"), _("Nothing was lost that we had confirmed. Try again in a minute.")),
    }
