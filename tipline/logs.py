"""Log lines as JSON on stderr that cannot hold a reader's words, name, address or network address.

A line is made of constants and of listed fields whose values look like references and numbers. The values that
logging would put into a message are left out, and so is what an exception says: both may quote a reader.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tipline.settings import Settings

FIELDS = frozenset(
    [
        "tip",
        "job",
        "mail",
        "kind",
        "state",
        "attempts",
        "count",
        "ms",
        "status",
        "method",
        "route",
        "endpoint",
        "child",
        "exit",
        "pause",
        "port",
        "fault",
        "refusal",
    ]
)
"""What `extra` may say; anything else is left out of the line."""

PLAIN = re.compile(r"[A-Za-z0-9_.:<>/-]{1,80}")
"""What a field's value may look like: a reference, a route, a name in our code; never a sentence or an address."""

NUMBERS = re.compile(r"\d+\.\d+\.\d+\.\d+|[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*")

PLACES = tuple(sorted((str(Path(place).resolve()) + "/" for place in sys.path if place), key=len, reverse=True))

OURS = str(Path(__file__).parent) + "/"
MOST_FRAMES = 40

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The random id of the request being answered, which is in each of its lines and nowhere else."""


def configure(settings: "Settings") -> None:
    """Write every log line of this process, ours and the libraries', through `Line`; also what nobody caught."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("tipline").setLevel(settings.log_level.upper())
    logging.captureWarnings(True)
    # Python's own hooks print what an exception says.
    sys.excepthook = _uncaught
    threading.excepthook = lambda hook: _uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)
    sys.unraisablehook = lambda hook: _uncaught(hook.exc_type, hook.exc_value, hook.exc_traceback)


class Line(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what is known beside it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line.update((name, shown(vars(record)[name])) for name in sorted(FIELDS & vars(record).keys()))
        if record.exc_info and record.exc_info[0]:
            line.update(_exception(record.exc_info[1]))
        return json.dumps(line)


def shown(value: object) -> object:
    """A field's value if it is a number or looks like a reference, else a mark that it was left out."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    return text if PLAIN.fullmatch(text) and not NUMBERS.search(text) else "(left out)"


def _message(record: logging.LogRecord) -> str:
    if record.pathname.startswith(OURS):
        return str(record.msg)
    # A library may have written an address into its message before it logged it: the place alone tells what happened.
    return f"{_short(record.pathname)}:{record.lineno} {record.funcName}"


def _exception(fault: BaseException | None) -> dict[str, Any]:
    chain = list(_chain(fault))
    return {
        "exception": [f"{type(one).__module__}.{type(one).__qualname__}" for one in chain],
        "frames": [place for one in reversed(chain) for place in _frames(one.__traceback__)][-MOST_FRAMES:],
    }


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it came from, newest first; a loop of causes ends."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame, number in walk_tb(trace):
        yield f"{_short(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"


def _short(path: str) -> str:
    return next((path.removeprefix(place) for place in PLACES if path.startswith(place)), Path(path).name)


def _uncaught(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    if fault is not None and not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("tipline").critical("Not caught", exc_info=(kind, fault, trace))
