"""Search on SQLite: a contentless FTS5 table fed with our own terms, newest first by its row id."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, column, literal_column, table, text

from tipline.domain.filter import Words
from tipline.store.schema import tips

found = table("found", column("rowid"), column("terms"))
WRITE = text("INSERT OR REPLACE INTO found(rowid, terms) VALUES (:tip_id, :terms)")
REMOVE = text("DELETE FROM found WHERE rowid = :tip_id")


class SqliteSearch:
    """FTS5."""

    newest = found.c.rowid.desc()

    def write(self, connection: Connection, tip_id: int, terms: Sequence[str]) -> None:
        connection.execute(WRITE, {"tip_id": tip_id, "terms": " ".join(terms)})

    def remove(self, connection: Connection, tip_ids: Sequence[int]) -> None:
        connection.execute(REMOVE, [{"tip_id": tip_id} for tip_id in tip_ids])

    def matching(self, query: Select[Any], words: Sequence[Words]) -> Select[Any]:
        match = literal_column("found").op("MATCH")(bindparam("match", expression(words), unique=True))
        wanted = any(not word.excluded for word in words)
        if not wanted:
            return query.where(
                tips.c.id.not_in(
                    text("SELECT rowid FROM found WHERE found MATCH :unwanted").bindparams(unwanted=expression(words))
                )
            )
        return query.join_from(tips, found, found.c.rowid == tips.c.id).where(match)


def expression(words: Sequence[Words]) -> str:
    """The FTS5 expression; where all are unwanted, that of any of them."""
    wanted = [_phrase(word) for word in words if not word.excluded]
    unwanted = [_phrase(word) for word in words if word.excluded]
    if not wanted:
        return " OR ".join(unwanted)
    return " AND ".join(wanted) if not unwanted else f"({' AND '.join(wanted)}) NOT ({' OR '.join(unwanted)})"


def _phrase(word: Words) -> str:
    """Terms hold letters and digits only, so quotes cannot end early."""
    return '"' + " ".join(word.terms) + '"' + ("*" if word.prefix else "")
