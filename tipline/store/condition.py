"""How a database is: what it runs on, whether it holds together, and what has waited in it for how long."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from tipline.domain.job import JobState
from tipline.domain.mail import MailState
from tipline.store import migrations
from tipline.store.schema import mails, outbox, tips


@dataclass(frozen=True, slots=True)
class Condition:
    """`faults` are what the database says of itself; `safe` is whether a commit is synced before it returns."""

    product: str
    safe: bool
    faults: tuple[str, ...]
    schema: str | None
    wanted: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Times of the oldest in milliseconds since 1970, none where nothing waits, and how many were given up."""

    newest_tip: int | None
    oldest_mail: int | None
    oldest_job: int | None
    failed_mails: int
    dead_jobs: int


def of(connection: Connection) -> Condition:
    """Look through all of it: on a large SQLite file this takes seconds."""
    look = _sqlite if connection.dialect.name == "sqlite" else _postgres
    product, safe, faults = look(connection)
    return Condition(product, safe, faults, migrations.current(connection), migrations.HEAD)


def answers(connection: Connection) -> None:
    """Ask for the least there is; a database that does not answer raises."""
    connection.execute(select(1)).scalar_one()


def upgraded(connection: Connection) -> bool:
    """Whether it has the tables that this version needs."""
    return migrations.current(connection) == migrations.HEAD


def waiting(connection: Connection) -> Waiting:
    """What is still to be done, by the partial indexes of the queue, the mails and the outbox."""

    def one(query: object) -> int | None:
        return connection.execute(query).scalar()  # type: ignore[call-overload,no-any-return]  # each is a select

    kept, due = text(f"state = '{MailState.KEPT}'"), text(f"state = '{JobState.DUE}'")
    return Waiting(
        newest_tip=one(select(tips.c.received_at).order_by(tips.c.id.desc()).limit(1)),
        oldest_mail=one(select(mails.c.received_at).where(kept).order_by(mails.c.id).limit(1)),
        oldest_job=one(select(outbox.c.created_at).where(due).order_by(outbox.c.id).limit(1)),
        failed_mails=one(select(func.count()).where(mails.c.state == MailState.FAILED)) or 0,
        dead_jobs=one(select(func.count()).where(outbox.c.state == JobState.DEAD)) or 0,
    )


def _sqlite(connection: Connection) -> tuple[str, bool, tuple[str, ...]]:
    def said(pragma: str) -> list[str]:
        return [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]

    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
    safe = said("journal_mode") == ["wal"] and said("synchronous") == ["2"]
    faults = [line for line in said("integrity_check(20)") if line != "ok"]
    faults += [f"a row of {table} points to nothing" for table in said("foreign_key_check")]
    return f"SQLite {version}", safe, tuple(faults)


def _postgres(connection: Connection) -> tuple[str, bool, tuple[str, ...]]:
    version = connection.exec_driver_sql("SHOW server_version").scalar()
    safe = connection.exec_driver_sql("SHOW synchronous_commit").scalar() != "off"
    durable = connection.exec_driver_sql("SHOW fsync").scalar() == "on"
    return f"PostgreSQL {version}", safe and durable, ()
