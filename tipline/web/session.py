"""Flask's session over the newsroom's own: a cookie names it, everything else stays on the server."""

from typing import Any, cast

from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin

from tipline.domain.editor import Editor
from tipline.links import Links
from tipline.newsroom import Newsroom, accounts

DESK = "/desk"
LONGEST = 14 * 24 * 3600
"""Seconds that a browser keeps the cookie: a session's absolute end (accounts holds it too)."""


class DeskSession(dict[str, Any], SessionMixin):
    """Who is signed in. It holds what Flask-WTF looks for, and is never written to a cookie.

    `token` names the session that was opened in this request; `ended` says that the browser shall forget its own.
    """

    def __init__(self, editor: Editor | None = None, csrf: str = "", held: str = "") -> None:
        super().__init__({"csrf_token": csrf} if csrf else {})
        self.editor = editor
        self.held = held
        self.token = ""
        self.ended = False


def current() -> DeskSession:
    """The session of this request."""
    return cast(DeskSession, session)


class DeskSessions(SessionInterface):
    """Looks a session up for pages of the desk, and for no others: readers have none."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._secure = Links(newsroom.settings.public_url).secure
        # Browsers refuse a Secure cookie by plain http, and __Host- needs Secure (RFC 6265bis, 4.1.3.2).
        self.name = "__Host-tipline-session" if self._secure else "tipline-session"

    def open_session(self, app: Flask, request: Request) -> DeskSession:
        """The session that the cookie names, or one of nobody."""
        token = request.cookies.get(self.name, "")
        if not token or not _on_desk(request.path):
            return DeskSession()
        found = accounts.session(self._newsroom, token)
        return DeskSession(found.editor, found.csrf, token) if found else DeskSession(held=token)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Hand out a new session's name, or have the browser forget one that ended."""
        ours = cast(DeskSession, session)
        if ours.token:
            response.set_cookie(
                self.name, ours.token, max_age=LONGEST, secure=self._secure, httponly=True, samesite="Lax", path="/"
            )
        elif ours.ended:
            response.delete_cookie(self.name, secure=self._secure, httponly=True, samesite="Lax", path="/")


def _on_desk(path: str) -> bool:
    return path == DESK or path.startswith(DESK + "/")
