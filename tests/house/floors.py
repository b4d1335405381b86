"""Which room may lean on which: imports point down only, a library lives in its one room, nothing runs in a circle."""

import sys
from pathlib import Path

from tests.house.sources import Source, sources

GROUND = frozenset({"", "settings", "clock", "refs", "signing", "links", "i18n", "logs"})
DOORS = ("web", "mail", "api", "webhooks")
ROOMS = {
    **dict.fromkeys(GROUND, GROUND),
    "domain": frozenset(),
    "store": GROUND | {"domain"},
    "newsroom": GROUND | {"domain", "store"},
    **{door: GROUND | {"domain", "newsroom"} for door in DOORS},
}
"""What of ours each room may import beside itself."""

ABOVE = frozenset({"app", "worker", "server", "cli", "__main__"})
"""The top floor, which may import everything."""

LIBRARIES = {
    "aiosmtpd": {"mail"},
    "alembic": {"store"},
    "argon2": {"newsroom"},
    "babel": {"i18n"},
    "chardet": {"mail"},
    "click": {"cli", "server"},
    "email": {"mail"},
    "flask": {"web", "api", "app", "mail"},
    "flask_mail": {"mail"},
    "flask_wtf": {"web", "app"},
    "granian": {"server"},
    "itsdangerous": {"signing"},
    "jinja2": {"i18n", "web", "mail", "app"},
    "markupsafe": {"web"},
    "psycopg": {"store"},
    "pysqlite3": {"store"},
    "selectolax": {"mail"},
    "smtplib": {"mail"},
    "sqlalchemy": {"store"},
    "sqlite3": set(),
    "werkzeug": {"web", "api", "app"},
    "wtforms": {"web"},
    "xkcdpass": {"signing"},
}
"""Where each library lives, with those modules of Python's own that have one room too."""


def imports_point_down(root: Path) -> list[str]:
    """A room imports only rooms below it, and a door no other door."""
    faults = []
    for source in sources(root, "tipline"):
        room = room_of(source.module)
        if room not in ROOMS and room not in ABOVE:
            faults.append(source.fault(1, f"the room {room} has no floor yet: give it one in {__name__}"))
            continue
        allowed = ROOMS.get(room)
        for found in source.imports:
            below = room_of(found.module)
            # `from tipline import x` names tipline itself and then x, which is the one that counts.
            if found.module.startswith("tipline.") and allowed is not None and below not in allowed | {room}:
                faults.append(source.fault(found.line, f"{room} imports {found.module}, which is not below it"))
    return faults


def libraries_stay_in_their_room(root: Path) -> list[str]:
    """What is not Python's own has one room, which is written down; the domain has Python's own only."""
    faults = []
    for source in sources(root, "tipline"):
        room = room_of(source.module)
        for found in source.imports:
            library = found.module.partition(".")[0]
            home = LIBRARIES.get(library)
            foreign = library not in sys.stdlib_module_names and library not in ("tipline", "_typeshed")
            if (home is not None and room not in home) or (home is None and foreign):
                faults.append(source.fault(found.line, f"{library} does not live in {room or source.path}"))
    return sorted(set(faults))


def nothing_imports_in_a_circle(root: Path) -> list[str]:
    """No module needs itself, over however many others."""
    package = {source.module: source for source in sources(root, "tipline")}
    needs = {name: needed(source, package.keys()) for name, source in package.items()}
    # What needs nothing that is left can go; what never goes is part of a circle or needs one.
    while free := {name for name, others in needs.items() if not others & needs.keys()}:
        needs = {name: others for name, others in needs.items() if name not in free}
    return [
        package[name].fault(1, f"imports in a circle with {', '.join(sorted(others & needs.keys()))}")
        for name, others in needs.items()
    ]


def imports_stand_at_the_top(root: Path) -> list[str]:
    """A function that imports says why beside it."""
    return [
        source.fault(found.line, f"{found.module} is imported inside a function, and nobody says why")
        for source in sources(root)
        for found in source.imports
        if found.inside and not source.commented(found.line)
    ]


def room_of(module: str) -> str:
    """The room of a module; "" is the package itself."""
    return [*module.split("."), ""][1]


def needed(source: Source, modules: object) -> set[str]:
    """The modules of ours that must be there before this one."""
    named = {found.module for found in source.imports if not found.typing and not found.inside}
    # Importing a name from a package needs the package, unless the name is a module of its own.
    owners = {name.rpartition(".")[0] for name in named if name in modules}
    return {name for name in named if name in modules and name != source.module and name not in owners}
