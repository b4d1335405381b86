"""Figures: what was measured at which size, and how they grow with it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """What one measure gave: `numbers` by their column in the table; times are milliseconds."""

    name: str
    size: int
    numbers: dict[str, float]


def percentiles(seconds: Iterable[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    found = sorted(seconds)
    return {f"p{share}": found[min(len(found) - 1, len(found) * share // 100)] * 1000 for share in (50, 95, 99)}


def middle(rounds: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each number over several rounds."""
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def growth(figures: Iterable[Figure], column: str) -> float | None:
    """The exponent e of time ~ n^e by least squares; none with fewer than two sizes."""
    points = [(math.log(f.size), math.log(f.numbers[column])) for f in figures if f.size and f.numbers.get(column)]
    if len({x for x, _ in points}) < 2:
        return None
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return float(sum((x - mean_x) * (y - mean_y) for x, y in points) / spread)
