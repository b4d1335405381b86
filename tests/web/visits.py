"""Somebody at the desk: a browser without script, that signs in and sends the forms it is shown."""

import html
import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tipline.domain.editor import Editor

FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass
class Visit:
    """One person's browser."""

    client: FlaskClient
    csrf: str = ""

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, buffered=True)

    def post(self, path: str, **fields: object) -> TestResponse:
        """Send a form with the session's token."""
        return self.client.post(path, data={"csrf_token": self.csrf, **fields})

    def act(self, ref: str, act: str, **fields: object) -> TestResponse:
        """Send an act's form as it stands on the tip's page, with what was entered."""
        return self.client.post(f"/desk/tips/{ref}/{act}", data=self.form(ref, act) | fields)

    def form(self, ref: str, act: str) -> dict[str, object]:
        """The hidden fields of an act's first form on the tip's page."""
        page = self.get(f"/desk/tips/{ref}").text
        found = re.search(rf'<form[^>]* action="/desk/tips/{ref}/{act}".*?</form>', page, re.DOTALL)
        assert found, f"{act} is not offered"
        return {name: html.unescape(value) for name, value in FIELD.findall(found.group())}


def come_in(app: Flask, editor: Editor) -> Visit:
    """A browser with an open session; the sign-in page, whose hash takes its time, has tests of its own."""
    newsroom, token, csrf = app.extensions["tipline"], f"token of {editor.name}", f"csrf of {editor.name}"
    with newsroom.store.writing() as tx:
        token_hash, now = newsroom.signer.digest("token", token), newsroom.clock.now()
        tx.people.open_session(token_hash, editor_id=editor.id, csrf=csrf, at=now)
    client = app.test_client()
    client.set_cookie("tipline-session", token)
    return Visit(client, hidden(client.get("/desk").text)["csrf_token"])


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page by name; of equal names the last."""
    return {name: html.unescape(value) for name, value in FIELD.findall(page)}
