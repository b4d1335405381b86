"""A Python file as the rules look at it: its syntax tree, its imports, its comments."""

import ast
import io
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

OURS = ("tipline", "tests", "bench", "dev.py")


@dataclass(frozen=True)
class Import:
    """One imported module. `inside` is whether a function does it, `typing` whether only type checkers see it."""

    module: str
    line: int
    inside: bool
    typing: bool


@dataclass(frozen=True)
class Source:
    """A Python file at `path`, which is relative to the tree's root."""

    path: str
    text: str

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> dict[type[ast.AST], list[ast.AST]]:
        found = defaultdict(list)
        for node in ast.walk(self.tree):
            found[type(node)].append(node)
        return found

    @cached_property
    def comments(self) -> dict[int, str]:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    @cached_property
    def imports(self) -> list[Import]:
        """Everything that is imported, by whole names: `from a import b` is both `a` and `a.b`."""
        functions = spans(self.all(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        guards = spans(node for node in self.all(ast.If) if "TYPE_CHECKING" in ast.unparse(node.test))
        found = []
        for node in self.all(ast.Import, ast.ImportFrom):
            line = node.lineno
            inside, typing = within(line, functions), within(line, guards)
            found += [Import(name, line, inside, typing) for name in self._named(node)]
        return found

    def all(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every node of these kinds."""
        for kind in kinds:
            yield from self.nodes.get(kind, ())

    def fault(self, line: int, said: str) -> str:
        """A fault as a terminal links it."""
        return f"{self.path}:{line}: {said}"

    def commented(self, line: int) -> bool:
        """Whether a comment stands on this line or on the line above."""
        return bool({line, line - 1} & self.comments.keys())

    def _named(self, node: ast.AST) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        parts = self.module.split(".")
        near = parts if self.path.endswith("/__init__.py") else parts[:-1]
        above = near[: len(near) - node.level + 1] if node.level else []
        origin = ".".join([*above, *filter(None, [node.module])])
        return [origin, *(f"{origin}.{alias.name}" for alias in node.names)]


# A file and its copy in another tree are read once.
source = lru_cache(maxsize=None)(Source)


def sources(root: Path, *places: str) -> list[Source]:
    """The Python files of a tree, or of these places in it."""
    paths = []
    for place in places or OURS:
        path = root / place
        paths += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [source(path.relative_to(root).as_posix(), path.read_text()) for path in paths]


def spans(nodes: Iterator[ast.AST]) -> list[tuple[int, int]]:
    """The lines that these nodes cover."""
    return [(node.lineno, node.end_lineno) for node in nodes]


def within(line: int, covered: list[tuple[int, int]]) -> bool:
    """Whether a line lies in one of these."""
    return any(first <= line <= last for first, last in covered)
