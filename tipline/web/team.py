"""Desks, people and invitations, as an admin arranges them."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tipline.domain.editor import Role, check_may
from tipline.domain.refusals import Invalid
from tipline.newsroom import accounts, team
from tipline.web import guard, newsroom
from tipline.web.guard import asker
from tipline.web.numbers import read

blueprint = Blueprint("team", __name__, url_prefix="/desk/team")
guard.protect(blueprint)


@blueprint.before_request
def _only_who_may() -> None:
    check_may(asker(), "accounts")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Everybody with an account, all desks, and the form that invites."""
    return _page()


@blueprint.post("/desks")
def add_desk() -> ResponseReturnValue:
    """A new desk."""
    typed = {name: request.form.get(name, "") for name in ("name", "slug")}
    try:
        team.add_desk(newsroom(), name=typed["name"], slug=typed["slug"], by=asker())
    except Invalid as refusal:
        return make_response(_page(faults=refusal.faults, typed=typed), 422)
    return redirect(url_for(".show"), 303)


@blueprint.post("/people/<int:editor_id>")
def set_member(editor_id: int) -> ResponseReturnValue:
    """What somebody may do, on which desks, and whether they may come in at all."""
    team.set_member(
        newsroom(), editor_id, desks=_desks(), role=_role(), active=request.form.get("active") == "yes", by=asker()
    )
    return redirect(url_for(".show"), 303)


@blueprint.post("/invitations")
def invite() -> ResponseReturnValue:
    """A link that makes one account. It is shown once, here: only its hash is kept."""
    token = accounts.invite(newsroom(), role=_role(), desks=_desks(), by=asker())
    return make_response(_page(link=newsroom().links.invitation(token)), 201)


def _page(*, faults: dict[str, str] | None = None, typed: dict[str, str] | None = None, link: str = "") -> str:
    return render_template(
        "desk/team.html",
        desks=team.desks(newsroom()),
        editors=team.editors(newsroom()),
        faults=faults or {},
        typed=typed or {},
        link=link,
    )


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError as fault:
        raise Invalid("Choose one of the three roles") from fault


def _desks() -> frozenset[int]:
    return frozenset(read(desk) for desk in request.form.getlist("desks"))
