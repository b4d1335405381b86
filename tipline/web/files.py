"""A tip's files, only ever to be saved: nothing that a stranger sent is shown by the browser of an editor."""

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from tipline.newsroom import attachments
from tipline.web import guard, newsroom
from tipline.web.guard import asker

blueprint = Blueprint("files", __name__, url_prefix="/desk/tips/<ref>/files")
guard.protect(blueprint)

LOCKED = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""Should a browser show the file all the same, it is a page of no site, that can do nothing."""


@blueprint.get("/<int:attachment_id>")
def download(ref: str, attachment_id: int) -> ResponseReturnValue:
    """A file as it came, under its shown name (RFC 6266) and as bytes of no kind."""
    attachment, path = attachments.fetch(newsroom(), ref, attachment_id, by=asker())
    # Given open, so that no time of the file on disk is told.
    response: Response = send_file(
        path.open("rb"),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=attachment.name,
        etag=False,
        conditional=False,
    )
    response.content_length = attachment.size
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers["Cache-Control"] = "no-store"
    return response
