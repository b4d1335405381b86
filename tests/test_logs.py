"""Log lines hold what happened and nothing of a reader."""

import ast
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from tipline import logs

PACKAGE = Path(logs.__file__).parent
WORDS = "The mayor's brother owns it, call 203.0.113.7 or mail ada@paper.example"


def line(**changes: Any) -> dict[str, Any]:
    ours = {"name": "tipline.web", "levelno": logging.INFO, "levelname": "INFO", "pathname": str(PACKAGE / "x.py")}
    record = logging.makeLogRecord({**ours, "lineno": 7, "funcName": "act", **changes})
    found: dict[str, Any] = json.loads(logs.Line().format(record))
    return found


def test_a_line_tells_when_what_where_and_which_request() -> None:
    token = logs.request_id.set("abc123")
    try:
        found = line(msg="A tip was kept", tip="T-7K3MQ9", count=3, created=1.5)
    finally:
        logs.request_id.reset(token)

    assert found == {
        "time": "1970-01-01T00:00:01.500+00:00",
        "level": "info",
        "logger": "tipline.web",
        "message": "A tip was kept",
        "request": "abc123",
        "tip": "T-7K3MQ9",
        "count": 3,
    }


@pytest.mark.parametrize("value", [WORDS, "ada@paper.example", "203.0.113.7", "2001:db8::7", "a b", "x" * 81, b"x y"])
def test_a_field_that_looks_like_a_readers_is_left_out(value: object) -> None:
    assert line(msg="Kept", tip=value)["tip"] == "(left out)"


def test_what_is_not_listed_is_left_out() -> None:
    assert "203.0.113.7" not in json.dumps(line(msg="Kept", client="203.0.113.7", path="/tips?about=x"))


def test_values_are_not_put_into_a_message() -> None:
    assert line(msg="Kept %s", args=(WORDS,))["message"] == "Kept %s"


def test_a_library_is_quoted_by_place_only() -> None:
    found = line(msg=f"('203.0.113.7', 4711) said {WORDS}", name="mail.log", pathname="/x/aiosmtpd/smtp.py")

    assert found["message"] == "smtp.py:7 act"


def test_an_exception_is_told_by_kind_and_place_never_by_its_words() -> None:
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as fault:
            raise ValueError(WORDS) from fault
    except ValueError as fault:
        found = line(msg="Failed", exc_info=(type(fault), fault, fault.__traceback__))

    assert found["exception"] == ["builtins.ValueError", "builtins.KeyError"]
    assert [frame.split(" ")[-1] for frame in found["frames"]] == [
        "test_an_exception_is_told_by_kind_and_place_never_by_its_words"
    ] * 2
    assert "mayor" not in json.dumps(found)


def test_a_cause_that_goes_in_a_circle_ends() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one

    assert len(line(msg="x", exc_info=(ValueError, one, None))["exception"]) == 2


def test_every_line_of_ours_is_a_constant_with_listed_fields() -> None:
    faults = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and _is_log(call.func) and not _is_plain(call)
    ]

    assert faults == []


def _is_log(function: ast.expr) -> bool:
    levels = ("debug", "info", "warning", "error", "exception", "critical")
    return (
        isinstance(function, ast.Attribute)
        and function.attr in levels
        and isinstance(function.value, ast.Name)
        and function.value.id in ("log", "logger")
    )


def _is_plain(call: ast.Call) -> bool:
    extras = [keyword.value for keyword in call.keywords if keyword.arg == "extra"]
    named = [ast.literal_eval(key) for extra in extras if isinstance(extra, ast.Dict) for key in extra.keys if key]
    constant = len(call.args) == 1 and isinstance(call.args[0], ast.Constant)
    return constant and all(isinstance(extra, ast.Dict) for extra in extras) and set(named) <= logs.FIELDS
