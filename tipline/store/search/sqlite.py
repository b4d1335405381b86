"""Search on SQLite: a contentless FTS5 table fed with our own terms, newest first by its row id."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    column,
    literal_column,
    select,
    table,
    text,
)

from tipline.domain.filter import Words
from tipline.store.schema import tips

found = table("found", column("rowid", Integer), column("terms"))
WRITE = text("INSERT OR REPLACE INTO found(rowid, terms) VALUES (:tip_id, :terms)")
REMOVE = text("DELETE FROM found WHERE rowid = :tip_id")


class SqliteSearch:
    """FTS5."""

    def arrival(self, words: Sequence[Words]) -> ColumnElement[int]:
        return found.c.rowid if _any_wanted(words) else tips.c.id

    def write(self, connection: Connection, tip_id: int, terms: Sequence[str]) -> None:
        connection.execute(WRITE, {"tip_id": tip_id, "terms": " ".join(terms)})

    def remove(self, connection: Connection, tip_ids: Sequence[int]) -> None:
        connection.execute(REMOVE, [{"tip_id": tip_id} for tip_id in tip_ids])

    def matching(self, query: Select[Any], words: Sequence[Words]) -> Select[Any]:
        match = literal_column("found").op("MATCH")(bindparam("match", expression(words), unique=True))
        if not _any_wanted(words):
            return query.where(tips.c.id.not_in(select(found.c.rowid).where(match)))
        return query.join_from(tips, found, found.c.rowid == tips.c.id).where(match)


def expression(words: Sequence[Words]) -> str:
    """The FTS5 expression; where all are unwanted, that of any of them."""
    wanted = [_phrase(word) for word in words if not word.excluded]
    unwanted = [_phrase(word) for word in words if word.excluded]
    if not wanted:
        return " OR ".join(unwanted)
    return " AND ".join(wanted) if not unwanted else f"({' AND '.join(wanted)}) NOT ({' OR '.join(unwanted)})"


def _any_wanted(words: Sequence[Words]) -> bool:
    return any(not word.excluded for word in words)


def _phrase(word: Words) -> str:
    """Terms hold letters and digits only, so quotes cannot end early."""
    return '"' + " ".join(word.terms) + '"' + ("*" if word.prefix else "")
