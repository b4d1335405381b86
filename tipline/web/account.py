"""Signing in and out, and joining by an invitation."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tipline.domain.refusals import Invalid, Refusal, Refused, TooMany
from tipline.i18n import translate
from tipline.newsroom import accounts
from tipline.web import guard, newsroom, safety, tokens
from tipline.web.session import DESK, current

blueprint = Blueprint("account", __name__, url_prefix=DESK)
blueprint.register_error_handler(Refusal, guard.refused)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask who it is, unless that is known, or nobody has an account yet."""
    onward = guard.safe_next(request.args.get("next", DESK))
    if current().editor is not None:
        return redirect(request.script_root + onward, 303)
    if accounts.first_invitation(newsroom()) is not None:
        return redirect(url_for("first_run.first"), 303)
    return _form(onward)


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Open a session under a new name, and go where somebody wanted to."""
    onward = guard.safe_next(request.form.get("next", DESK))
    if not _from_our_page():
        return _form(onward, 400)
    try:
        token = accounts.sign_in(newsroom(), _field("email"), _field("password"), visitor=request.remote_addr or "")
    except (Refused, TooMany) as refusal:
        return _form(onward, 429 if isinstance(refusal, TooMany) else 401, refusal)
    return _let_in(token, onward)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session, here and on the server."""
    if current().editor is not None:
        guard.check_form()
        accounts.sign_out(newsroom(), current().held)
    current().ended = True
    return redirect(url_for(".sign_in"), 303)


@blueprint.get("/join/<token>")
def join(token: str) -> ResponseReturnValue:
    """What an invitation is for, and the form that takes it up."""
    return _join_form(accounts.invitation(newsroom(), token))


@blueprint.post("/join/<token>")
def become(token: str) -> ResponseReturnValue:
    """Make the account, and sign in with it."""
    invitation = accounts.invitation(newsroom(), token)
    if not _from_our_page():
        return _join_form(invitation, 400)
    try:
        joined = accounts.join(
            newsroom(), token, name=_field("name"), email=_field("email"), password=_field("password")
        )
    except Invalid as refusal:
        return _join_form(invitation, 422, refusal)
    return _let_in(accounts.open_session(newsroom(), joined), DESK)


def _let_in(token: str, onward: str) -> ResponseReturnValue:
    if current().held:
        accounts.sign_out(newsroom(), current().held)
    current().token = token
    return redirect(request.script_root + onward, 303)


def _from_our_page() -> bool:
    """There is no session yet to bind a token to, so the browser's word on where the form stood counts too."""
    return not safety.foreign() and tokens.read(newsroom(), _field("token")) is not None


def _form(onward: str, status: int = 200, refusal: Refusal | None = None) -> Response:
    page = render_template(
        "account/sign_in.html",
        next=onward,
        said=translate(refusal) if refusal else "",
        stale=status == 400,
        email=_field("email"),
        token=tokens.issue(newsroom()),
    )
    response = make_response(page, status)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.wait)
    return response


def _join_form(invitation: accounts.Invitation, status: int = 200, refusal: Invalid | None = None) -> Response:
    page = render_template(
        "account/join.html",
        invitation=invitation,
        faults=refusal.faults if refusal else {},
        stale=status == 400,
        typed={name: _field(name) for name in ("name", "email")},
        token=tokens.issue(newsroom()),
    )
    return make_response(page, status)


def _field(name: str) -> str:
    return request.form.get(name, "")
