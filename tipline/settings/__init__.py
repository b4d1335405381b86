"""Settings from `instance/tipline.toml`, the environment and named files: one frozen object, or all faults at once."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipline.settings.fields import KNOWN, Settings
from tipline.settings.kinds import NotAllowed

__all__ = ["Faults", "Settings", "load"]

ENVIRONMENT = "TIPLINE_"
ELSEWHERE = ("TIPLINE_INSTANCE",)
"""Variables with our prefix that are no settings: the folder itself is named by the first."""


class Faults(Exception):
    """Everything that is wrong with the settings, a line each."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


@dataclass(frozen=True, slots=True)
class _Given:
    """A value and where it came from, for the fault's line."""

    name: str
    value: object
    source: str
    shown: str


def load(instance: Path, environ: Mapping[str, str], flags: Mapping[str, str] | None = None) -> Settings:
    """The settings of an instance folder; flags, by field name, win over the environment, and that over the file.

    Raises Faults.
    """
    faults: list[str] = []
    given = {one.name: one for one in (*_from_file(instance, faults), *_from_environment(environ, faults))}
    given.update({name: _Given(name, value, "the command line", name) for name, value in (flags or {}).items()})
    values = dict(pair for one in given.values() for pair in _read(one, faults))
    settings = Settings(instance=instance.resolve(), **values)
    faults += _contradictions(settings)
    if faults:
        raise Faults(*faults)
    return settings


def _from_file(instance: Path, faults: list[str]) -> Iterator[_Given]:
    file = instance / "tipline.toml"
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as fault:
        faults.append(f"{file}: cannot be read ({type(fault).__name__})")
        return
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{file}: is not TOML: {fault}")
        return
    for name, value in _flat(tables):
        if name in KNOWN:
            yield _Given(name, value, str(file), name)
        else:
            faults.append(_unknown(name, name, str(file)))


def _flat(tables: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}_")
        else:
            yield before + key, value


def _from_environment(environ: Mapping[str, str], faults: list[str]) -> Iterator[_Given]:
    for variable in sorted(one for one in environ if one.startswith(ENVIRONMENT) and one not in ELSEWHERE):
        name = variable.removeprefix(ENVIRONMENT).lower()
        if name in KNOWN:
            yield _Given(name, environ[variable], variable, name)
        elif (name := name.removesuffix("_file")) in KNOWN:
            yield from _from_named_file(name, variable, environ, faults)
        else:
            faults.append(_unknown(name, variable, "the environment"))


def _from_named_file(name: str, variable: str, environ: Mapping[str, str], faults: list[str]) -> Iterator[_Given]:
    if variable.removesuffix("_FILE") in environ:
        faults.append(f"{name}: is given twice, by {variable.removesuffix('_FILE')} and by {variable}; keep one")
        return
    try:
        yield _Given(name, Path(environ[variable]).read_text("utf-8").strip(), f"the file that {variable} names", name)
    except (OSError, UnicodeDecodeError) as fault:
        faults.append(f"{name}: the file that {variable} names cannot be read ({type(fault).__name__})")


def _unknown(name: str, shown: str, source: str) -> str:
    import difflib  # slow to import, and needed only when something is wrong

    near = difflib.get_close_matches(name, KNOWN, 1)
    return f"{shown}: there is no such setting" + (f", did you mean {near[0]}?" if near else "") + f" (from {source})"


def _read(given: _Given, faults: list[str]) -> Iterator[tuple[str, Any]]:
    if given.name not in KNOWN:
        faults.append(_unknown(given.name, given.shown, given.source))
        return
    rules = KNOWN[given.name].metadata
    try:
        yield given.name, rules["read"](given.value)
    except NotAllowed as fault:
        what = "what was given" if rules["secret"] else repr(given.value)
        faults.append(f"{given.shown}: {what} is not allowed, it must be {fault} (from {given.source})")


def _contradictions(settings: Settings) -> Iterator[str]:
    if settings.limits_file_bytes > settings.limits_tip_bytes:
        yield "limits_file_bytes: one file may not be larger than a whole tip, limits_tip_bytes"
    if settings.mail_address.rpartition("@")[2].lower() not in settings.mail_domains:
        yield f"mail_address: {settings.mail_address!r} is not at one of mail_domains, so its mail would be refused"
    if (settings.web_host, settings.web_port) == (settings.mail_host, settings.mail_port):
        yield f"mail_port: {settings.mail_port} is also web_port, each needs its own"
    if settings.mail_lmtp in (f"{settings.mail_host}:{settings.mail_port}", f"{settings.web_host}:{settings.web_port}"):
        yield f"mail_lmtp: {settings.mail_lmtp!r} is also taken by web_port or mail_port, each needs its own"
    if bool(settings.smtp_username) != bool(settings.smtp_password):
        yield "smtp_username: it needs smtp_password, and that needs it"
