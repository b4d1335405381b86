"""How our Python behaves: who asks the time, who opens transactions, who may catch everything, what is kept quiet."""

import ast
import re
from pathlib import Path

from tests.house.sources import sources

# What measures how long something takes (time.monotonic, time.perf_counter) is not the time of day, and is free to all.
TIME = re.compile(
    r"\b(?:time\.(?:time|time_ns|localtime|gmtime|ctime|strftime)|(?:datetime|date)\.(?:now|utcnow|today))$"
)
CHANCE = {"random", "secrets", "uuid"}
CHANCERS = {
    "tipline/refs.py": "it is where identities come from",
    "tipline/signing.py": "makes the key, on first use",
    "tipline/server/edge.py": "names a request before anything of ours sees it",
    "tipline/store/blobs.py": "names a draft, which nobody sees",
}
LAST_RESORTS = {
    "tipline/worker.py": "the worker's loop",
    "tipline/server/edge.py": "the web server's outermost door",
    "tipline/server/children.py": "a process's outermost door",
    "tipline/mail/filing.py": "the worker's loop over mails",
    "tipline/mail/smtp.py": "the mail server's outermost door",
    "tipline/mail/read.py": "the mail reader's last resort",
    "tipline/store/gate.py": "whatever stopped a commit, all who wait for it must hear of it",
}
SILENCERS = re.compile(r"#\s*(?:noqa\b(?:: [A-Z0-9, ]*[A-Z0-9])?|type: ignore\b(?:\[[\w, -]+\])?|pragma: no cover)")
SILENCED = 24
TRANSLATORS = {"_", "gettext", "ngettext"}


def only_the_clock_asks_the_time(root: Path) -> list[str]:
    """Time comes in through Newsroom, so a test can say what time it is."""
    faults = []
    for source in sources(root, "tipline"):
        said = [(node.lineno, dotted(node)) for node in source.all(ast.Attribute)]
        said += [(found.line, found.module) for found in source.imports]
        if source.path != "tipline/clock.py":
            faults += [source.fault(line, f"{name}: only the clock asks") for line, name in said if TIME.search(name)]
    return faults


def chance_comes_from_refs(root: Path) -> list[str]:
    """Chance comes in through Newsroom too."""
    return [
        source.fault(found.line, f"{found.module} is used outside refs")
        for source in sources(root, "tipline")
        if source.path not in CHANCERS
        for found in source.imports
        if found.module in CHANCE
    ]


def only_the_newsroom_opens_transactions(root: Path) -> list[str]:
    """An act is one transaction, so whoever is not an act opens none."""
    return [
        source.fault(node.lineno, f"{ast.unparse(node.func)} is for the newsroom to say")
        for source in sources(root, "tipline")
        if not source.path.startswith(("tipline/newsroom/", "tipline/store/__init__.py"))
        for node in source.all(ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("writing", "reading")
    ]


def bugs_are_not_caught(root: Path) -> list[str]:
    """Only last resorts catch everything; others may clean up and let it fly on."""
    return [
        source.fault(node.lineno, "catches everything, and is no last resort")
        for source in sources(root, "tipline")
        if source.path not in LAST_RESORTS
        for node in source.all(ast.ExceptHandler)
        if catches_everything(node) and not flies_on(node)
    ]


def the_linter_is_heard(root: Path) -> list[str]:
    """What is silenced says why, and there are few of them."""
    found = [
        (source, line, comment)
        for source in sources(root)
        for line, comment in source.comments.items()
        if SILENCERS.search(comment)
    ]
    faults = [source.fault(line, "silences, and nobody says why") for source, line, said in found if not reason(said)]
    own = [spot for spot in found if spot[0].path.startswith("tipline/")]
    return faults + [f"tipline: {len(own)} silenced lines, and {SILENCED} are enough"] * (len(own) > SILENCED)


def words_can_be_translated(root: Path) -> list[str]:
    """What is marked for translation is written out, or no translator will ever see it."""
    return [
        source.fault(node.lineno, f"{ast.unparse(node)[:60]} cannot be found by who gathers words")
        for source in sources(root, "tipline")
        if source.path != "tipline/i18n.py"
        for node in source.all(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS and not written_out(node)
    ]


def nothing_of_ours_is_mocked(root: Path) -> list[str]:
    """Tests use the real parts."""
    return [
        source.fault(found.line, "mocks")
        for source in sources(root, "tests")
        for found in source.imports
        if found.module == "unittest.mock"
    ]


def nothing_is_left_to_do(root: Path) -> list[str]:
    """What is still to do is an issue, not a comment."""
    return [
        source.fault(line, "leaves something to do")
        for source in sources(root)
        for line, comment in source.comments.items()
        if re.search(r"\b(?:TODO|FIXME|XXX|HACK)\b", comment)
    ]


def dotted(node: ast.Attribute) -> str:
    """The end of a dotted name: `date.today` for `datetime.date.today`."""
    owner = node.value
    return f"{getattr(owner, 'attr', getattr(owner, 'id', ''))}.{node.attr}"


def catches_everything(node: ast.ExceptHandler) -> bool:
    """Whether a handler catches bugs too."""
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in caught)


def flies_on(node: ast.ExceptHandler) -> bool:
    """Whether what was caught is raised again at the end."""
    last = node.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def reason(comment: str) -> str:
    """What a comment says beside what it silences."""
    return SILENCERS.sub("", comment).strip(" #-–—:")


def written_out(node: ast.Call) -> bool:
    """Whether the words of a call are plain strings."""
    words = node.args[: 2 if node.func.id == "ngettext" else 1]
    return bool(words) and all(isinstance(word, ast.Constant) and isinstance(word.value, str) for word in words)
