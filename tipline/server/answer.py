"""What the WSGI application answers: its first part in the thread that asked, the rest when the client has room."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tipline.server.environ import Environ

PART = 256 * 1024

Headers = list[tuple[bytes, bytes]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass
class Answer:
    """A status, headers, the first part of a body, and whether that is all of it; close it when it is not."""

    status: int
    headers: Headers
    part: bytes
    whole: bool
    rest: Iterator[bytes]
    close: Callable[[], None]

    def read_on(self) -> None:
        """Put the next part in place of the one that was sent."""
        self.part, self.whole = _gathered(self.rest)


def ask(application: Application, environ: Environ) -> Answer:
    """Call the application; whatever it raises comes out, with its iterable closed."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        begun[:] = [(status, headers)]
        return written.append

    body = application(environ, start_response)
    close = getattr(body, "close", _nothing)
    try:
        rest = iter(body)
        part, whole = _gathered(rest)
        status, headers = begun[0]
    except BaseException:
        close()
        raise
    if whole:
        close()
    return Answer(int(status.split(" ", 1)[0]), _encoded(headers), b"".join(written) + part, whole, rest, close)


def _gathered(rest: Iterator[bytes]) -> tuple[bytes, bool]:
    parts, size = [], 0
    for part in rest:
        parts.append(part)
        size += len(part)
        if size >= PART:
            return b"".join(parts), False
    return b"".join(parts), True


def _encoded(headers: list[tuple[str, str]]) -> Headers:
    # Granian names itself where the application says nothing.
    return [*((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers), (b"server", b"")]


def _nothing() -> None:
    pass
