"""What pages may not hold, and what no file may give away."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import sources

MARKED = "tipline/web/marked.py"
"""The one module that may call text safe HTML, once it made it so."""

BY_HAND = (
    (re.compile(r"\|\s*safe\b|\bautoescape\s+false", re.I), "switches escaping off"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)", re.I), "holds a script"),
    (re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I), "holds a script in an attribute"),
    (re.compile(r"\b(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I), "holds a script in an address"),
)
STYLED = (re.compile(r"<style\b|\sstyle\s*=\s*[\"']", re.I), "holds a style")

PRIVATE = (
    (re.compile(r"(?<![\w.~/])/(?:root|work|Users|home/(?!tipline\b)\w+)/\w"), "names a folder of somebody's machine"),
    (re.compile(r"py" r"pi\.org|python" r"hosted\.org|npm" r"js\.(?:org|com)", re.I), "names where packages come from"),
)
TOLD = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".ini",
    ".mako",
    ".service",
    ".conf",
    "",
    ".yml",
    ".json",
}
PLACES = ("tipline", "templates", "tests", "docs", "bench", "requirements", ".ci", "instance")


def pages_are_still(root: Path) -> list[str]:
    """Templates escape everything, and hold no script and no style: the content security policy allows neither."""
    faults = []
    for path in sorted((root / "templates").rglob("*")):
        # A mail has no style sheet to link to.
        rules = BY_HAND if "mail" in path.parts[len(root.parts) :] else (*BY_HAND, STYLED)
        if path.is_file():
            faults += said(root, path, rules)
    return faults


def markup_is_made_in_one_place(root: Path) -> list[str]:
    """Only one module turns text into HTML that is not escaped again."""
    return [
        source.fault(found.line, "makes Markup")
        for source in sources(root, "tipline")
        if source.path != MARKED
        for found in source.imports
        if found.module.partition(".")[0] == "markupsafe" or found.module.endswith(".Markup")
    ]


def nothing_names_a_machine(root: Path) -> list[str]:
    """Nothing tells on whose machine it was written, or from where packages came."""
    return [fault for path in told(root) for fault in said(root, path, PRIVATE)]


def told(root: Path) -> Iterator[Path]:
    """The files with words in them that belong to the project."""
    yield from (path for path in sorted(root.iterdir()) if path.is_file() and path.suffix in TOLD - {""})
    for place in PLACES:
        for path in sorted((root / place).rglob("*")):
            if path.is_file() and path.suffix in TOLD:
                yield path


def said(root: Path, path: Path, rules: tuple[tuple[re.Pattern[str], str], ...]) -> list[str]:
    """Where a file says what it may not."""
    text = path.read_text(errors="replace")
    place = path.relative_to(root).as_posix()
    return [
        f"{place}:{text.count(chr(10), 0, found.start()) + 1}: {fault}"
        for pattern, fault in rules
        for found in pattern.finditer(text)
    ]
