"""Search on PostgreSQL: a tsvector with positions made of our own terms, no dictionary."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, select, text

from tipline.domain.filter import Words
from tipline.store.schema import search, tips

LARGEST = 16_383
"""The last position that a tsvector counts."""
WRITE = text(
    "INSERT INTO search (tip_id, vector) VALUES (:tip_id, CAST(:vector AS tsvector)) "
    "ON CONFLICT (tip_id) DO UPDATE SET vector = excluded.vector"
)


class PostgresSearch:
    """tsvector and GIN."""

    def arrival(self, words: Sequence[Words]) -> ColumnElement[int]:
        return tips.c.id

    def write(self, connection: Connection, tip_id: int, terms: Sequence[str]) -> None:
        connection.execute(WRITE, {"tip_id": tip_id, "vector": _vector(terms)})

    def remove(self, connection: Connection, tip_ids: Sequence[int]) -> None:
        connection.execute(delete(search).where(search.c.tip_id.in_(tip_ids)))

    def matching(self, query: Select[Any], words: Sequence[Words]) -> Select[Any]:
        match = text("search.vector @@ CAST(:match AS tsquery)").bindparams(match=expression(words))
        return query.where(tips.c.id.in_(select(search.c.tip_id).where(match)))


def expression(words: Sequence[Words]) -> str:
    """The tsquery of all the words."""
    return " & ".join(("!" if word.excluded else "") + _phrase(word) for word in words)


def _phrase(word: Words) -> str:
    parts = [f"'{term}'" for term in word.terms]
    parts[-1] += ":*" if word.prefix else ""
    return "(" + " <-> ".join(parts) + ")"


def _vector(terms: Sequence[str]) -> str:
    places: dict[str, list[int]] = {}
    for place, term in enumerate(terms, 1):
        places.setdefault(term, []).append(min(place, LARGEST))
    return " ".join(f"'{term}':{','.join(map(str, found[:255]))}" for term, found in places.items())
