"""Style sheets, scripts and icons: at an address that changes with any of them, so that browsers ask for each once."""

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

STATIC = Path(__file__).parent / "static"
SMALLEST = 1000
"""Bytes below which packing is not worth it."""

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of `static/`, held in memory plain and packed."""

    content: bytes
    packed: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All of `static/`; one digest over all, so that scripts and styles can name each other by relative addresses."""

    digest: str
    files: dict[str, Asset]


def install(app: Flask) -> None:
    """Read `static/` and let templates say `asset("public.css")`."""
    app.extensions["tipline.assets"] = _read(STATIC)
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """The address of an asset; one that is not there is a bug of the page."""
    assets: Assets = current_app.extensions["tipline.assets"]
    assets.files[name]
    return url_for("assets.show", digest=assets.digest, name=name)


@blueprint.get("/static/<digest>/<path:name>")
def show(digest: str, name: str) -> ResponseReturnValue:
    """An asset, to be kept for a year by whoever asked with today's digest."""
    assets: Assets = current_app.extensions["tipline.assets"]
    asset = assets.files.get(name) or abort(404)
    packed = len(asset.packed) < len(asset.content) and _takes_gzip()
    response = Response(asset.packed if packed else asset.content, content_type=asset.media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    if digest == assets.digest:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def pack(response: Response) -> Response:
    """A page, packed where the browser takes it. Not where a secret stands beside a stranger's words (BREACH)."""
    if _takes_gzip() and not response.direct_passthrough:
        body = response.get_data()
        if len(body) >= SMALLEST:
            response.set_data(gzip.compress(body, 6, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _read(folder: Path) -> Assets:
    whole = sha256()
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
        files[name] = Asset(content, gzip.compress(content, 9, mtime=0), _media_type(name))
    return Assets(whole.hexdigest()[:12], files)


def _media_type(name: str) -> str:
    known = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{known}; charset=utf-8" if known.startswith("text/") or known.endswith("javascript") else known
