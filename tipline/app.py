"""The web application: a Flask app around a newsroom."""

import logging
from pathlib import Path
from types import TracebackType

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined

from tipline import i18n, logs
from tipline.newsroom import Newsroom
from tipline.web import assets, failures, guard, pages, safety, shown
from tipline.web.uploads import UploadRequest

log = logging.getLogger("tipline.web")
PACKAGE = Path(__file__).parent
FORM_BYTES = 1_000_000
"""Most bytes of a request, but for the page that takes files."""


class App(Flask):
    """Flask, which would log the address that a bug was met at, and take any file into memory."""

    request_class = UploadRequest

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log a bug with the name of its page; a reader's words may stand in the address."""
        log.error("Not caught", exc_info=exc_info, extra={"endpoint": request.endpoint, "method": request.method})


def create_app(newsroom: Newsroom) -> Flask:
    """The app of a newsroom, for any WSGI server."""
    app = App("tipline", root_path=str(PACKAGE), template_folder=str(_templates()), static_folder=None)
    app.extensions["tipline"] = newsroom
    app.config["SECRET_KEY"] = newsroom.signer.digest("flask")
    app.config["MAX_CONTENT_LENGTH"] = FORM_BYTES
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.finalize = shown.harmless
    app.jinja_env.globals["settings"] = newsroom.settings
    i18n.install(app.jinja_env)
    for room in (shown, assets, failures, guard):
        room.install(app)
    safety.protect(app, newsroom.settings)
    app.before_request(lambda: _name_request(newsroom))
    app.add_url_rule("/", "start", _start)
    pages.register(app)
    return app


def _start() -> ResponseReturnValue:
    return redirect(url_for("send.form"))


def _name_request(newsroom: Newsroom) -> None:
    logs.request_id.set(newsroom.refs.token()[:12])


def _templates() -> Path:
    """Beside the package in a checkout, inside it in a wheel."""
    packed = PACKAGE / "templates"
    return packed if packed.exists() else PACKAGE.parent / "templates"
