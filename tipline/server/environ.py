"""From an ASGI scope to a WSGI environ (PEP 3333), with only what the application may know of a client."""

from collections.abc import Mapping
from io import TextIOBase
from typing import IO, Any

Environ = dict[str, Any]

HIDDEN = frozenset({b"content-length", b"transfer-encoding", b"expect", b"proxy"})
"""Headers that are not handed on as they came: read here, or (Proxy) taken for a setting by some programs."""


class Nowhere(TextIOBase):
    """Where Flask writes an exception's words when nobody else takes them: nobody reads it."""

    def write(self, text: str, /) -> int:
        """Forget it."""
        return len(text)


NOWHERE = Nowhere()


def environ_of(scope: Mapping[str, Any], body: IO[bytes], size: int) -> Environ:
    """What the application is asked. It knows itself which path it hangs under, and how many proxies it believes."""
    host, port = _host(scope)
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/" + scope["http_version"],
        "REMOTE_ADDR": (scope["client"] or ("",))[0],
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": NOWHERE,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers(scope),
    }


def header(scope: Mapping[str, Any], wanted: bytes) -> str:
    """A header's value, its repetitions joined by commas, empty where there is none."""
    return ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == wanted)


def _headers(scope: Mapping[str, Any]) -> Environ:
    found: Environ = {}
    for name, value in scope["headers"]:
        # A name with an underscore would look like one with a hyphen from here on, such as one of a proxy's.
        if name in HIDDEN or b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else "HTTP_" + key
        text = value.decode("latin-1")
        between = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{between}{text}" if key in found else text
    return found


def _host(scope: Mapping[str, Any]) -> tuple[str, str]:
    before, colon, port = header(scope, b"host").rpartition(":")
    return (before, port) if colon and port.isdecimal() else (header(scope, b"host"), "")
