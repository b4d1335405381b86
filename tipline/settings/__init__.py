"""Settings from `instance/tipline.toml`, the environment and named files: one frozen object, or all faults at once."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tipline.settings.fields import KNOWN, Settings
from tipline.settings.kinds import NotAllowed

__all__ = ["Faults", "Settings", "load"]

ENVIRONMENT = "TIPLINE_"
ELSEWHERE = ("TIPLINE_INSTANCE",)
"""Variables with our prefix that are no settings: the folder itself is named by the first."""

WHOLE = "*"
"""The name of a fault that leaves nothing known of any setting."""


class Faults(Exception):
    """Everything that is wrong with the settings, a line each.

    `rest` has defaults in place of what is wrong, and `names` says where, so that other things can still be looked at.
    """

    def __init__(self, faults: Iterable["_Fault"], rest: Settings) -> None:
        self.lines = tuple(fault.line for fault in faults)
        self.names = frozenset(fault.name for fault in faults)
        self.rest = rest
        super().__init__(*self.lines)


@dataclass(frozen=True, slots=True)
class _Given:
    """A value and where it came from, for the fault's line."""

    name: str
    value: object
    source: str


class _Fault(NamedTuple):
    name: str
    line: str


def load(instance: Path, environ: Mapping[str, str], flags: Mapping[str, str] | None = None) -> Settings:
    """The settings of an instance folder; flags, by field name, win over the environment, and that over the file.

    Raises Faults.
    """
    faults: list[_Fault] = []
    given = {one.name: one for one in (*_from_file(instance, faults), *_from_environment(environ, faults))}
    given.update({name: _Given(name, value, "the command line") for name, value in (flags or {}).items()})
    values = dict(pair for one in given.values() for pair in _read(one, faults))
    settings = Settings(instance=instance.resolve(), **_following(values))
    faults += _contradictions(settings)
    if faults:
        raise Faults(faults, settings)
    return settings


def _from_file(instance: Path, faults: list[_Fault]) -> Iterator[_Given]:
    file = instance / "tipline.toml"
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, UnicodeDecodeError) as fault:
        faults.append(_Fault(WHOLE, f"{file}: this file cannot be read ({type(fault).__name__})"))
        return
    except tomllib.TOMLDecodeError as fault:
        faults.append(_Fault(WHOLE, f"{file}: this is not TOML: {fault}"))
        return
    for name, value in _flat(tables):
        if name in KNOWN:
            yield _Given(name, value, str(file))
        else:
            faults.append(_unknown(name, name, str(file)))


def _flat(tables: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}_")
        else:
            yield before + key, value


def _from_environment(environ: Mapping[str, str], faults: list[_Fault]) -> Iterator[_Given]:
    for variable in sorted(one for one in environ if one.startswith(ENVIRONMENT) and one not in ELSEWHERE):
        name = variable.removeprefix(ENVIRONMENT).lower()
        if name in KNOWN:
            yield _Given(name, environ[variable], variable)
        elif name.removesuffix("_file") in KNOWN:
            yield from _from_named_file(name.removesuffix("_file"), variable, environ, faults)
        else:
            faults.append(_unknown(name, variable, "the environment"))


def _from_named_file(name: str, variable: str, environ: Mapping[str, str], faults: list[_Fault]) -> Iterator[_Given]:
    direct = variable.removesuffix("_FILE")
    if direct in environ:
        faults.append(_Fault(name, f"{name}: it is given twice, by {direct} and by {variable}; keep one"))
        return
    try:
        yield _Given(name, Path(environ[variable]).read_text("utf-8").strip(), f"the file that {variable} names")
    except (OSError, UnicodeDecodeError) as fault:
        said = f"{name}: the file that {variable} names cannot be read ({type(fault).__name__})"
        faults.append(_Fault(name, said))


def _unknown(name: str, shown: str, source: str) -> _Fault:
    import difflib  # slow to import, and needed only when something is wrong

    near = difflib.get_close_matches(name, KNOWN, 1)
    meant = f", did you mean {near[0]}?" if near else ""
    return _Fault(near[0] if near else name, f"{shown}: there is no such setting{meant} (from {source})")


def _read(given: _Given, faults: list[_Fault]) -> Iterator[tuple[str, Any]]:
    rules = KNOWN[given.name].metadata
    try:
        yield given.name, rules["read"](given.value)
    except NotAllowed as fault:
        what = "what was given" if rules["secret"] else repr(given.value)
        said = f"{given.name}: {what} is not allowed, it must be {fault} (from {given.source})"
        faults.append(_Fault(given.name, said))


def _following(values: dict[str, Any]) -> dict[str, Any]:
    """Where the ports were changed and nothing else was said, the site's address and LMTP follow them."""
    follows: dict[str, Any] = {}
    if "web_port" in values:
        follows["public_url"] = f"http://127.0.0.1:{values['web_port']}"
    if "mail_port" in values:
        follows["mail_lmtp"] = f"127.0.0.1:{values['mail_port'] % 65535 + 1}"
    return follows | values


def _contradictions(settings: Settings) -> Iterator[_Fault]:
    if settings.limits_file_bytes > settings.limits_tip_bytes:
        yield _Fault("", "limits_file_bytes: one file may not be larger than a whole tip, limits_tip_bytes")
    if settings.mail_address.rpartition("@")[2].lower() not in settings.mail_domains:
        said = f"mail_address: {settings.mail_address!r} is not at one of mail_domains, so its mail would be refused"
        yield _Fault("", said)
    if settings.mail_port == settings.web_port:
        yield _Fault("mail_port", f"mail_port: {settings.mail_port} is also web_port, each needs its own")
    if settings.mail_lmtp.rpartition(":")[2] in (str(settings.mail_port), str(settings.web_port)):
        said = f"mail_lmtp: {settings.mail_lmtp!r} is on the port of web_port or mail_port, each needs its own"
        yield _Fault("mail_lmtp", said)
    if bool(settings.smtp_username) != bool(settings.smtp_password):
        yield _Fault("", "smtp_username: it needs smtp_password, and that needs it")
