"""Whether this process lives, and whether it could take a tip now: for whoever watches it, without a session."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tipline.newsroom import checks
from tipline.web import newsroom

blueprint = Blueprint("health", __name__)
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """It answers, so it lives; nothing else is looked at."""
    return "ok\n", 200, PLAIN


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """503 while the database does not answer or files cannot be written."""
    return ("ok\n", 200, PLAIN) if checks.ready(newsroom()) else ("not ready\n", 503, {**PLAIN, "Retry-After": "5"})
