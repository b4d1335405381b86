"""The receipt: six words shown once, right after Send, carried there by a cookie that lives for that one page."""

from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tipline.domain.desk import due_at
from tipline.domain.level import Level
from tipline.domain.refusals import Busy, NotFound
from tipline.newsroom import Newsroom, returning
from tipline.newsroom.returning import Returned
from tipline.signing import BadSignature
from tipline.web import newsroom
from tipline.web.assets import pack

MINUTES = 10

blueprint = Blueprint("receipt", __name__, url_prefix="/tips")
blueprint.after_request(pack)


def hand_over(response: Response, newsroom: Newsroom, *, ref: str, seed: str) -> None:
    """Let the page after this one know which receipt to show. The seed tells the code to nobody without our key."""
    _set(response, newsroom, newsroom.signer.sign("receipt cookie", f"{ref}.{seed}"), age=MINUTES * 60)


@blueprint.get("/thanks")
def thanks() -> ResponseReturnValue:
    """The receipt, once; whoever opens it again is told so."""
    found = _read(newsroom())
    if not found:
        return render_template("send/once.html")
    response = make_response(_page(*found))
    _set(response, newsroom(), "", age=0)
    return response


def _page(ref: str, seed: str) -> str:
    code = newsroom().signer.code(seed)
    sent = _returned(code)
    at = sent.sent_at if sent else newsroom().clock.now()
    # The level is the newsroom's affair: a reader is told the longest promise, which holds for every level.
    due = due_at(at, Level.LOW, None)
    note = "data:text/plain;charset=utf-8," + quote(code + "\n")
    return render_template("send/thanks.html", ref=ref, words=code.split(), note=note, sent=sent, at=at, due=due)


def _returned(code: str) -> Returned | None:
    """What was sent, as the code would show it; the code itself must not wait for that."""
    try:
        return returning.of_code(newsroom(), code)
    except (NotFound, Busy):
        return None


def _name(newsroom: Newsroom) -> str:
    return "__Host-tipline-receipt" if newsroom.links.secure else "tipline-receipt"


def _read(newsroom: Newsroom) -> tuple[str, str] | None:
    try:
        ref, _, seed = newsroom.signer.unsign("receipt cookie", request.cookies.get(_name(newsroom), "")).rpartition(
            "."
        )
    except BadSignature:
        return None
    return ref, seed


def _set(response: Response, newsroom: Newsroom, value: str, *, age: int) -> None:
    secure = newsroom.links.secure
    # A __Host- cookie has the path / by its definition (RFC 6265bis, 4.1.3.2).
    path = "/" if secure else url_for("receipt.thanks")
    response.set_cookie(_name(newsroom), value, max_age=age, path=path, secure=secure, httponly=True, samesite="Strict")
