"""The shape of files: short, named for what they hold, and opening with a line that says it."""

import ast
from pathlib import Path

from tests.house.sources import sources

FILE, FUNCTION = 300, 40
NAMELESS = {"base", "common", "core", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
MIGRATIONS = "tipline/store/migrations/versions/"
"""Where a list of tables is as long as it is."""


def files_are_short(root: Path) -> list[str]:
    """Files stay under 300 lines: in a longer one lives a second noun."""
    return [
        source.fault(FILE, f"{source.lines} lines")
        for source in sources(root)
        if source.lines >= FILE and not source.path.startswith(MIGRATIONS)
    ]


def functions_are_short(root: Path) -> list[str]:
    """Functions stay under 40 lines."""
    faults = []
    for source in sources(root):
        for node in source.all(ast.FunctionDef, ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length >= FUNCTION and not source.path.startswith(MIGRATIONS):
                faults.append(source.fault(node.lineno, f"{node.name} has {length} lines"))
    return faults


def files_say_what_they_hold(root: Path) -> list[str]:
    """Every file opens with a docstring, which begins on its first line."""
    return [
        source.fault(1, "does not open with a line that says what lives there")
        for source in sources(root)
        if not ast.get_docstring(source.tree) or source.tree.body[0].lineno != 1
    ]


def files_have_names(root: Path) -> list[str]:
    """No file and no folder has a name that any file could have."""
    return [
        source.fault(1, "has a name that says nothing")
        for source in sources(root)
        if NAMELESS & set(source.path.removesuffix(".py").split("/"))
    ]
