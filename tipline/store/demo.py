"""Taking away what was invented, and nothing else."""

from typing import Any

from sqlalchemy import Column, Select, delete, or_, select, text

from tipline.store import Transaction
from tipline.store.schema import attachments, desks, details, editors, events, members, messages, sources, tips

INVENTED = text("demo")
"""In the letters of the partial index ix_tips_demo."""


def take_away(tx: Transaction) -> tuple[int, frozenset[str]]:
    """Remove every invented tip with all that hangs on it; how many, and the hashes of files that nothing holds now.

    Desks and people go too, unless a real tip or a real person has come to need them. Index: ix_tips_demo.
    """
    run = tx.connection.execute
    invented = list(run(select(tips.c.id).where(INVENTED)).scalars())
    of_them = select(tips.c.id).where(INVENTED)
    hashes = set(run(select(attachments.c.sha256).where(attachments.c.tip_id.in_(of_them))).scalars())
    who = set(run(select(details.c.source_id).where(details.c.tip_id.in_(of_them))).scalars()) - {None}
    if invented:
        tx.search.remove(tx.connection, invented)
        run(delete(tips).where(INVENTED))  # messages, files, events and outbox rows go with their tip
    run(delete(sources).where(sources.c.id.in_(who), sources.c.id.not_in(_used(details.c.source_id))))
    _take_away_people(tx)
    hashes -= set(run(select(attachments.c.sha256).where(attachments.c.sha256.in_(hashes))).scalars())
    return len(invented), frozenset(hashes)


def _take_away_people(tx: Transaction) -> None:
    needed = [editors.c.id.in_(_used(column)) for column in (tips.c.assignee_id, messages.c.author_id, events.c.by)]
    tx.connection.execute(delete(editors).where(editors.c.demo, ~or_(*needed)))
    by_people = select(members.c.desk_id).join(editors, editors.c.id == members.c.editor_id).where(~editors.c.demo)
    needed = [desks.c.id.in_(_used(tips.c.desk_id)), desks.c.id.in_(by_people)]
    tx.connection.execute(delete(desks).where(desks.c.demo, ~or_(*needed)))


def _used(column: Column[Any]) -> Select[Any]:
    return select(column).where(column.is_not(None))
