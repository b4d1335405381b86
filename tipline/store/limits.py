"""How often is too often: one row a key (the generic cell rate algorithm, GCRA)."""

from sqlalchemy import BigInteger, Connection, bindparam, delete, insert, select, update

from tipline.store.engine import alone
from tipline.store.schema import limits

STANDS = select(limits.c.tat).where(limits.c.key == bindparam("wanted"))
ADD = insert(limits)
MOVE = update(limits).where(limits.c.key == bindparam("wanted")).values(tat=bindparam("moved"))

GIVE_BACK = (
    update(limits)
    .where(limits.c.key == bindparam("wanted"))
    .values(tat=limits.c.tat - bindparam("every", type_=BigInteger))
)


class Limits:
    """The limits of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, key: str, *, now: int, every: int, burst: int) -> int:
        """Count one more: milliseconds to wait, 0 if allowed. `burst` at once, then one each `every` milliseconds."""
        alone(self._connection, f"limit {key}")
        stored = self._connection.execute(STANDS, {"wanted": key}).scalar()
        tat = max(stored or 0, now)
        wait = tat - (burst - 1) * every - now
        if wait > 0:
            return wait
        if stored is None:
            self._connection.execute(ADD, {"key": key, "tat": tat + every})
        else:
            self._connection.execute(MOVE, {"wanted": key, "moved": tat + every})
        return 0

    def give_back(self, key: str, *, every: int) -> None:
        """Count one less: what was taken did no harm."""
        self._connection.execute(GIVE_BACK, {"wanted": key, "every": every})

    def sweep(self, *, now: int) -> None:
        """Forget the keys that limit nothing any more."""
        self._connection.execute(delete(limits).where(limits.c.tat < now))
