"""What every response carries, which hosts we answer to, and whose word on a visitor's address we take."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from tipline.links import Links
from tipline.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
FEATURES = ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cache-Control": "no-store",
}
TWO_YEARS = 63_072_000
LOOPBACK = ("127.0.0.1", "localhost")


def protect(app: Flask, settings: Settings) -> None:
    """Give every response its headers, answer to our own hosts only, and honour the path that we hang under."""
    links = Links(settings.public_url)
    headers = HEADERS | ({"Strict-Transport-Security": f"max-age={TWO_YEARS}"} if links.secure else {})

    @app.after_request
    def carry(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    app.config["TRUSTED_HOSTS"] = hosts(settings)
    inner = Prefix(app.wsgi_app, links.prefix)
    proxies = settings.web_proxies
    # Host and prefix come from the settings, so only the address and the scheme are taken from proxies.
    app.wsgi_app = ProxyFix(inner, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]  # Flask's way


def hosts(settings: Settings) -> list[str]:
    """The host names we answer to: of public_url, of the onion address, and this machine's when public_url is on it."""
    own = urlsplit(settings.public_url).hostname or ""
    onion = urlsplit("//" + settings.newsroom_onion.split("://")[-1]).hostname or ""
    near: Iterable[str] = LOOPBACK if own in LOOPBACK else ()
    return [host for host in dict.fromkeys([own, onion, *near]) if host]


def foreign() -> bool:
    """Whether this request was sent from a page of another site, as far as the browser tells.

    Our pages say `no-referrer`, so browsers send `Origin: null` with our own forms (Fetch standard, 3.2).
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    try:
        return origin != "null" and urlsplit(origin).netloc != request.host
    except ValueError:
        return True


class Prefix:
    """Takes the path of public_url off each request's path, so that every link made with `url_for` has it."""

    def __init__(self, inner: "WSGIApplication", prefix: str) -> None:
        self.inner = inner
        self.prefix = prefix

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if self.prefix:
            path = environ["PATH_INFO"]
            if path == self.prefix or path.startswith(self.prefix + "/"):
                environ["PATH_INFO"] = path[len(self.prefix) :] or "/"
            environ["SCRIPT_NAME"] = self.prefix
        return self.inner(environ, start_response)
