"""Figures as a table to read, which is also Markdown."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bench.figures import Figure, growth

COLUMNS = {
    "rate": "per s",
    "share": "% of limit",
    "cpu": "CPU ms",
    "p50": "p50 ms",
    "p95": "p95 ms",
    "p99": "p99 ms",
    "queries": "queries",
    "kilobytes": "kB",
    "megabytes": "MB",
    "times": "times",
}
GROWN = ("cpu", "p50")
"""What the exponent is taken of: CPU where it was measured, for it is steadier than time on a shared machine."""


def lines(figures: Sequence[Figure]) -> Iterator[str]:
    """One line a figure; after several sizes of one thing, how it grew."""
    used = [column for column in COLUMNS if any(column in figure.numbers for figure in figures)]
    cells = [["what", "tips", *(COLUMNS[column] for column in used), "e"]]
    for _, same in groupby(figures, key=lambda figure: figure.name):
        cells += _rows(list(same), used)
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    for number, row in enumerate(cells):
        shown = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "| " + " | ".join(shown) + " |"
        if number == 0:
            yield (
                "|"
                + "|".join("-" * (width + 2) if at == 0 else "-" * (width + 1) + ":" for at, width in enumerate(widths))
                + "|"
            )


def _rows(same: list[Figure], used: list[str]) -> Iterator[list[str]]:
    grown = next((column for column in GROWN if all(column in figure.numbers for figure in same)), None)
    e = growth(same, grown) if grown else None
    for figure in same:
        last = f"{e:.2f}" if e is not None and figure is same[-1] else ""
        size = f"{figure.size:,}" if figure.size else ""
        yield [figure.name, size, *(_shown(figure.numbers.get(column)) for column in used), last]


def _shown(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"
