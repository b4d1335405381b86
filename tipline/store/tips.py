"""Tips and what only their own page shows."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    update,
)

from tipline.domain.filter import TipFilter
from tipline.domain.level import Reason
from tipline.domain.refusals import NotFound
from tipline.domain.source import ContactKind
from tipline.domain.tip import CHANGING, FIELDS, Details, Tip
from tipline.store import rows
from tipline.store.engine import alone
from tipline.store.filters import conditions
from tipline.store.rights import Asker, seen_by
from tipline.store.schema import details, tips
from tipline.store.search import Search

TIP = tuple(tips.c[name] for name in FIELDS)
MOST_COUNTED = 1001
"""A count beyond a thousand is only said to be beyond it."""
ADD = insert(tips).returning(tips.c.id)
ADD_DETAILS = insert(details)
BY_KEY = select(*TIP).where(tips.c.key == bindparam("wanted"))
REF_TAKEN = select(tips.c.id).where(tips.c.ref == bindparam("wanted"))


class Tips:
    """The tips of one transaction."""

    def __init__(self, connection: Connection, *, search: Search, locking: bool) -> None:
        self._connection = connection
        self._search = search
        self._locking = locking

    def get(self, ref: str, *, asker: Asker) -> Tip:
        """The tip, locked where this transaction will change it. Raises NotFound. Index: uq_tips_ref."""
        query = seen_by(select(*TIP).where(tips.c.ref == ref), asker)
        row = self._connection.execute(query.with_for_update(of=tips) if self._locking else query).first()
        if row is None:
            raise NotFound
        return rows.tip(row)

    def by_key(self, key: str) -> Tip | None:
        """The tip that an act of sending became; a second one waits for the first. Index: uq_tips_key."""
        alone(self._connection, f"tip {key}")
        row = self._connection.execute(BY_KEY, {"wanted": key}).first()
        return rows.tip(row) if row else None

    def by_receipt(self, receipt_hash: str) -> Tip | None:
        """The tip of a receipt. Index: uq_details_receipt_hash."""
        query = select(*TIP).join(details, details.c.tip_id == tips.c.id).where(details.c.receipt_hash == receipt_hash)
        row = self._connection.execute(query).first()
        return rows.tip(row) if row else None

    def ref_taken(self, ref: str) -> bool:
        """Whether a reference is in use."""
        return self._connection.execute(REF_TAKEN, {"wanted": ref}).first() is not None

    def add(self, tip: Tip, *, key: str) -> Tip:
        """Keep a new tip; its id is given here."""
        values = {name: getattr(tip, name) for name in FIELDS if name != "id"}
        new = self._connection.execute(ADD, {**values, "key": key}).scalar_one()
        return rows.tip([new, *(getattr(tip, name) for name in FIELDS[1:])])

    def save(self, tip: Tip, *, version: int) -> None:
        """Write a tip's changing fields as its given version."""
        values = {name: getattr(tip, name) for name in CHANGING}
        self._connection.execute(update(tips).where(tips.c.id == tip.id).values(**values, version=version))

    def add_details(self, found: Details, *, receipt_hash: str | None) -> None:
        """Keep what only the tip's own page shows."""
        values = {
            "tip_id": found.tip_id,
            "receipt_hash": receipt_hash,
            "source_id": found.source_id,
            "contact": found.contact,
            "about": found.about,
            "place": found.place,
            "happened": found.happened,
            "knows": found.knows,
            "consents": rows.packed(sorted(found.consents)),
            "language": found.language,
            "flags": rows.packed(found.flags),
            "score": found.score,
            "reasons": rows.packed([[reason.code, reason.points, reason.n] for reason in found.reasons]),
            "rules_version": found.rules_version,
        }
        self._connection.execute(ADD_DETAILS, values)

    def details(self, tip_id: int) -> Details:
        """What only the tip's own page shows."""
        row = self._connection.execute(select(details).where(details.c.tip_id == tip_id)).one()
        return Details(
            tip_id=row.tip_id,
            contact=ContactKind(row.contact),
            source_id=row.source_id,
            reasons=tuple(Reason(*reason) for reason in json.loads(row.reasons)),
            score=row.score,
            rules_version=row.rules_version,
            about=row.about,
            place=row.place,
            happened=row.happened,
            knows=row.knows,
            consents=frozenset(json.loads(row.consents)),
            language=row.language,
            flags=tuple(json.loads(row.flags)),
        )

    def page(self, wanted: TipFilter, *, asker: Asker, now: int, after: str, size: int) -> list[Tip]:
        """One page of a filter, by level, promise and id, or newest first (TipFilter.by_level).

        Indexes: by level ix_tips_queue, _queue_desk, _status, _assignee; by arrival the search row, ix_tips_newest,
        _desk, _whose, _channel, _level, _undecided.
        """
        query = _narrowed(select(*TIP), wanted, self._search, asker=asker, now=now)
        if wanted.by_level:
            place = tuple_(tips.c.level, tips.c.due_at, tips.c.id)
            query = query.order_by(tips.c.level, tips.c.due_at, tips.c.id)
            query = query.where(place > tuple_(*(int(part) for part in after.split("-")))) if after else query
        else:
            arrival = self._search.arrival(wanted.words)
            query = query.order_by(arrival.desc())
            query = query.where(arrival < int(after)) if after else query
        return [rows.tip(row) for row in self._connection.execute(query.limit(size))]

    def counts(self, wanted: dict[str, TipFilter], *, asker: Asker, now: int) -> dict[str, int]:
        """Several counts in one query, each at most MOST_COUNTED."""
        query = _counting(tuple(wanted.values()), asker, self._search)
        return dict(zip(wanted, self._connection.execute(query, {"now": now}).one(), strict=True))


@lru_cache(maxsize=256)
def _counting(wanted: tuple[TipFilter, ...], asker: Asker, search: Search) -> Select[Any]:
    """The statement of several counts: the rail asks for the same ones with each page, and it is dear to build."""
    parts = []
    for found in wanted:
        some = _narrowed(select(literal_column("1").label("one")), found, search, asker=asker, now=bindparam("now"))
        inner = some.select_from(tips).limit(MOST_COUNTED).subquery()
        parts.append(select(func.count()).select_from(inner).scalar_subquery())
    return select(*parts)


def _narrowed(
    query: Select[Any], wanted: TipFilter, search: Search, *, asker: Asker, now: int | BindParameter[int]
) -> Select[Any]:
    query = seen_by(query, asker)
    if wanted.words:
        query = search.matching(query, wanted.words)
    return query.where(*conditions(wanted, asker=asker, now=now))


def cursor(tip: Tip, wanted: TipFilter) -> str:
    """The place of a tip in a filter's order, for the address of the next page."""
    return f"{int(tip.level)}-{tip.due_at}-{tip.id}" if wanted.by_level else str(tip.id)
