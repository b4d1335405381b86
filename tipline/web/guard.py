"""Who is asking: every page of the desk is for people with an account, and every form of it came from our own page."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from tipline.domain.editor import Editor, check_may
from tipline.domain.refusals import Busy, Forbidden, NotFound, Refusal, TooMany
from tipline.i18n import gettext as _
from tipline.i18n import translate
from tipline.newsroom import accounts
from tipline.web import ages, names, newsroom, safety
from tipline.web.failures import RETRY, status_of
from tipline.web.session import DESK, DeskSessions, current

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
csrf = CSRFProtect()


def install(app: Flask) -> None:
    """Give the app the desk's sessions, form tokens and words."""
    app.session_interface = DeskSessions(app.extensions["tipline"])
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # readers have no session: their forms carry a token of their own
        WTF_CSRF_TIME_LIMIT=None,  # it ends with the session
        WTF_CSRF_SSL_STRICT=False,  # it asks for a referrer, which our pages do not send; see safety.foreign
    )
    csrf.init_app(app)
    for room in (ages, names):
        room.install(app)
    app.jinja_env.globals["asker"] = asker


def protect(blueprint: Blueprint) -> None:
    """Open a blueprint's pages to people who are signed in, and answer refusals with the desk's own pages."""
    blueprint.before_request(_only_signed_in)
    blueprint.register_error_handler(Refusal, refused)


def asker() -> Editor:
    """The editor who asks; pages that `protect` guards always have one."""
    editor = current().editor
    if editor is None:
        raise NotFound
    return editor


def may(act: str) -> bool:
    """Whether the asker's role has an act."""
    try:
        check_may(asker(), act)
    except Forbidden:
        return False
    return True


def refused(refusal: Refusal) -> Response:
    """A refusal as a page of the desk."""
    typed = {name: value for name, value in request.form.items() if name in ("words", "url") and value}
    status = status_of(refusal)
    ref = "" if isinstance(refusal, NotFound) else _ref()
    page = render_template(
        "desk/refused.html",
        heading=_heading(status),
        said=translate(refusal),
        typed=typed,
        ref=ref,
        missing=refusal.template == NotFound().template,
    )
    response = make_response(page, status)
    if isinstance(refusal, (Busy, TooMany)):
        response.headers["Retry-After"] = str(refusal.wait if isinstance(refusal, TooMany) else RETRY)
    return response


def safe_next(wanted: str) -> str:
    """A path of the desk to go on to; anything else becomes the desk's first page."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return DESK
    ours = parts.path == DESK or parts.path.startswith(DESK + "/")
    odd = parts.scheme or parts.netloc or "\\" in wanted or ".." in parts.path or not wanted.isprintable()
    return wanted if ours and not odd else DESK


def check_form() -> None:
    """Refuse a form that was not on a page of ours, or not on one of this session."""
    if safety.foreign():
        raise Forbidden("This form came from another site, so nothing was done")
    try:
        csrf.protect()
    except CSRFError as fault:
        raise Forbidden("This page is from an earlier session, so nothing was done. Load it again") from fault


def _only_signed_in() -> ResponseReturnValue | None:
    if current().editor is None:
        return _ask_to_sign_in()
    if request.method in CHANGING:
        check_form()
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if accounts.first_invitation(newsroom()) is not None:
        return redirect(url_for("first_run.first"), 303)
    if request.method in CHANGING:
        back = request.form.get("back", DESK)
        page = render_template("account/ended.html", typed=request.form.get("words", ""), next=safe_next(back))
        return make_response(page, 401)
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("account.sign_in", next=None if wanted == DESK else wanted), 303)


def _heading(status: int) -> str:
    """What happened, before why."""
    headings = {
        403: _("You may not do this"),
        404: _("There is nothing here"),
        429: _("That was too often"),
        503: _("We cannot do this just now"),
    }
    return headings.get(status, _("That was not done"))


def _ref() -> str:
    return str((request.view_args or {}).get("ref", ""))
