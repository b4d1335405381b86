"""`python3 dev.py bench [NAME …] [--sizes 1e3,1e4] [--engine sqlite] [--json FILE]`."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from bench import forms, limits, mails, pages, table, weights
from bench.figures import Figure
from bench.filled import CACHE, Instance
from bench.postgres import Postgres
from tipline import __version__

MEASURES: dict[str, Callable[[Instance], list[Figure]]] = {
    "weights": weights.measure,
    "pages": pages.measure,
    "forms": forms.measure,
    "mails": mails.measure,
}


def main() -> None:
    """Measure, print a table, keep JSON."""
    asked = _arguments()
    postgres = Postgres() if asked.engine == "postgres" else None
    try:
        figures = list(_figures(asked.names or list(MEASURES), asked.sizes, postgres))
    finally:
        if postgres:
            postgres.close()
    about = {
        "tipline": __version__,
        "engine": asked.engine,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    print(", ".join(f"{name} {value}" for name, value in about.items()), end="\n\n", flush=True)
    order = list(dict.fromkeys(figure.name for figure in figures))
    figures.sort(key=lambda figure: (order.index(figure.name), figure.size))
    shown = "\n".join(table.lines(figures))
    print(shown)
    if asked.into:
        _write_into(asked.into, shown)
    if asked.json:
        asked.json.write_text(json.dumps({**about, "figures": [asdict(figure) for figure in figures]}, indent=1) + "\n")


def _write_into(page: Path, shown: str) -> None:
    """Put the table between a page's two marks, in place of the one that is there."""
    head, mark, rest = page.read_text().partition("<!-- figures -->\n")
    _, end, tail = rest.partition("<!-- end of figures -->")
    page.write_text(f"{head}{mark}\n{shown}\n\n{end}{tail}")


def _figures(names: list[str], sizes: list[int], postgres: Postgres | None) -> Iterator[Figure]:
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        yield from limits.measure(Path(folder))
    for size in sizes:
        for name in names:
            print(f"{name} at {size:,} tips …", file=sys.stderr)
            with closing(Instance(size, postgres=postgres)) as instance:
                yield from MEASURES[name](instance)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure tipline beside what the machine can do.")
    parser.add_argument("names", metavar="NAME", nargs="*", choices=[*MEASURES, []], help=", ".join(MEASURES))
    parser.add_argument("--sizes", type=_sizes, default=[1000, 10_000], help="numbers of tips, as 1e3,1e4,1e5,1e6")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--into", type=Path, metavar="PAGE", help="put the table between the marks of docs/develop/bench.md"
    )
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return [int(float(part)) for part in text.split(",")]


if __name__ == "__main__":
    main()
