"""Writers: one at a time, committed together, each only with its own fate."""

import fcntl
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text

from tipline.domain.refusals import Busy
from tipline.newsroom import Newsroom
from tipline.store import gate


def keys(newsroom: Newsroom) -> set[str]:
    with newsroom.store.reading() as tx:
        return set(tx.connection.execute(text("SELECT key FROM limits")).scalars())


def write(newsroom: Newsroom, *keys: str) -> None:
    with newsroom.store.writing() as tx:
        for key in keys:
            tx.limits.take(key, now=1, every=10, burst=3)


def test_many_writers_lose_nothing(newsroom: Newsroom) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: write(newsroom, f"k{n}"), range(400)))
    assert keys(newsroom) == {f"k{n}" for n in range(400)}


def test_an_act_that_fails_takes_only_itself_back(newsroom: Newsroom) -> None:
    def act(n: int) -> None:
        with newsroom.store.writing() as tx:
            tx.limits.take(f"k{n}", now=1, every=10, burst=3)
            if n % 3 == 0:
                raise KeyError(n)

    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(act, n) for n in range(90)]
    failed = {n for n, one in enumerate(done) if one.exception()}

    assert failed == set(range(0, 90, 3))
    assert keys(newsroom) == {f"k{n}" for n in range(90) if n not in failed}


@pytest.fixture
def impatient(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom whose writers wait a moment only."""
    monkeypatch.setattr(gate, "PATIENCE", 0.05)
    with newsroom.store.writing() as tx:
        tx.connection.exec_driver_sql("PRAGMA busy_timeout=50")
    return newsroom


def test_a_locked_database_is_busy_and_then_not(impatient: Newsroom) -> None:
    locker = dbapi2.connect(impatient.settings.instance / "tipline.sqlite", isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        write(impatient, "early")
    locker.execute("ROLLBACK")
    locker.close()

    write(impatient, "late")
    assert keys(impatient) == {"late"}


def test_another_process_at_the_gate_is_waited_for_but_not_for_ever(impatient: Newsroom) -> None:
    with (impatient.settings.instance / "tipline.sqlite.gate").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Busy):
            write(impatient, "early")
    write(impatient, "late")
    assert keys(impatient) == {"late"}


def test_who_waits_too_long_for_a_turn_is_told_and_nobody_hangs(impatient: Newsroom) -> None:
    inside, leave = threading.Event(), threading.Event()

    def slow() -> None:
        with impatient.store.writing() as tx:
            tx.limits.take("slow", now=1, every=10, burst=3)
            inside.set()
            leave.wait(10)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(slow)
        inside.wait(10)
        with pytest.raises(Busy):
            write(impatient, "hasty")
        leave.set()
    done.result()
    assert keys(impatient) == {"slow"}


def test_a_full_disk_is_busy_and_loses_nothing_that_was_promised(impatient: Newsroom) -> None:
    write(impatient, "before")
    with impatient.store.writing() as tx:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
    with impatient.store.writing() as tx:
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(Busy):
        write(impatient, *(f"key that takes room {n}" for n in range(5000)))
    with impatient.store.writing() as tx:
        tx.connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    write(impatient, "after")
    assert keys(impatient) == {"before", "after"}


def test_a_fault_of_ours_is_not_called_busy(newsroom: Newsroom) -> None:
    with pytest.raises(Exception, match="no such table"), newsroom.store.writing() as tx:
        tx.connection.execute(text("SELECT * FROM nowhere"))
