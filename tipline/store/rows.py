"""From rows to values, without reflection, and what is kept as JSON text."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from tipline.domain.desk import Desk
from tipline.domain.editor import Editor, Role
from tipline.domain.level import Level
from tipline.domain.status import Outcome, Status
from tipline.domain.submission import Channel
from tipline.domain.tip import Tip


def packed(value: object) -> str:
    """JSON in one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def tip(row: Row[Any] | Sequence[Any]) -> Tip:
    """A tip from the columns of TIP in their order."""
    values = list(row)
    values[2], values[3] = Channel(values[2]), Status(values[3])
    values[4], values[5] = Level(values[4]), Level(values[5])
    values[17] = Outcome(values[17]) if values[17] else None
    return Tip(*values)


def desk(row: Any) -> Desk:
    """A desk from its row."""
    urgent, high, normal, low = json.loads(row.promises)
    return Desk(row.id, row.slug, row.name, row.colour, (urgent, high, normal, low))


def editor(row: Any, desks: Iterable[int]) -> Editor:
    """An editor from their row and the ids of their desks."""
    return Editor(row.id, row.email, row.name, Role(row.role), frozenset(desks), bool(row.active))
