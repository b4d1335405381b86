"""Plain pages for what the edge refuses before the application is asked: no style, no script, no reader's words."""

from html import escape
from http import HTTPStatus

from tipline.i18n import gettext as _
from tipline.i18n import language
from tipline.server.answer import Headers

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def page(status: int, *, form: str) -> tuple[Headers, bytes]:
    """Headers and body for a status; `form` is the link that leads back to the form."""
    title, advice = _words(status)
    body = (
        f'<!doctype html><html lang="{language()}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(advice)}</p>"
        f'<p><a href="{escape(form)}">{escape(_("Back to the form"))}</a></p></html>\n'
    ).encode()
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "connection": "close",
        "server": "",
    }
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = "30"
    return [(name.encode(), value.encode()) for name, value in headers.items()], body


def _words(status: int) -> tuple[str, str]:
    match status:
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return _("That is more than we can take at once"), _(
                "Nothing was kept. Go back, where your words still stand, and send fewer or smaller files. "
                "You can add the others later with your receipt."
            )
        case HTTPStatus.REQUEST_TIMEOUT:
            return _("The line went quiet"), _(
                "We waited, and the rest did not come. Nothing was kept. "
                "Go back, where your words still stand, and send again."
            )
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return _("We cannot take anything just now"), _(
                "Nothing was kept. Go back, where your words still stand, and send again in a minute."
            )
    return _("Something went wrong on our side"), _(
        "We do not know whether it was kept. Go back, where your words still stand, and send again: twice is kept once."
    )
