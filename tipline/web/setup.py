"""The first hour: how the first account is made, and what to do while the desk is empty."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tipline.domain.editor import check_may
from tipline.newsroom import accounts, demo
from tipline.web import guard, newsroom
from tipline.web.guard import asker

blueprint = Blueprint("setup", __name__, url_prefix="/desk")
first_run = Blueprint("first_run", __name__, url_prefix="/desk")
guard.protect(blueprint)


@first_run.get("/welcome")
def first() -> ResponseReturnValue:
    """Says where the link is that makes the first account; gone once there is one."""
    if accounts.first_invitation(newsroom()) is None:
        return redirect(url_for("queue.show"), 303)
    return render_template("setup/first.html")


@blueprint.post("/demo/fill")
def fill() -> ResponseReturnValue:
    """Invented tips, to try the desk with."""
    check_may(asker(), "demo")
    demo.fill(newsroom())
    return redirect(url_for("queue.show"), 303)


@blueprint.post("/demo/remove")
def remove() -> ResponseReturnValue:
    """Everything invented is gone."""
    check_may(asker(), "demo")
    demo.remove(newsroom())
    return redirect(url_for("queue.show"), 303)
