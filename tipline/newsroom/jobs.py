"""The outbox: promised work, claimed under a lease, done at least once."""

from tipline.domain.event import Door, Verb
from tipline.domain.job import Job, JobState, pause_after
from tipline.domain.refusals import NotFound
from tipline.newsroom import Newsroom
from tipline.store.rights import House

LEASE = 60_000
"""Milliseconds a claimed job is nobody else's; a worker that dies gives it back by that."""


def claim(newsroom: Newsroom, limit: int = 20) -> tuple[Job, ...]:
    """Jobs that are due, for this worker alone for LEASE."""
    with newsroom.store.reading() as tx:
        now = newsroom.clock.now()
        if not tx.outbox.any_due(now=now):
            return ()
    with newsroom.store.writing() as tx:
        return tx.outbox.claim(limit=limit, now=now, until=now + LEASE)


def done(newsroom: Newsroom, job: Job) -> None:
    """A job was done."""
    with newsroom.store.writing() as tx:
        now = newsroom.clock.now()
        tx.outbox.settle(job.id, state=JobState.DONE, due_at=job.due_at, done_at=now)
        tip = tx.tips.get(job.payload["ref"], asker=House)
        tx.events.add(tip.id, Verb.ACKNOWLEDGED, at=now, door=Door.WORKER, version=tip.version)


def postpone(newsroom: Newsroom, job: Job, fault: str) -> None:
    """A try failed: again after a growing pause, and dead after two days."""
    pause = pause_after(job.attempts, jitter=newsroom.refs.jitter())
    if pause is None:
        kill(newsroom, job, fault)
        return
    with newsroom.store.writing() as tx:
        tx.outbox.settle(job.id, state=JobState.DUE, due_at=newsroom.clock.now() + pause, fault=fault)


def kill(newsroom: Newsroom, job: Job, fault: str) -> None:
    """A job failed for good: a person must look."""
    with newsroom.store.writing() as tx:
        tx.outbox.settle(job.id, state=JobState.DEAD, due_at=job.due_at, fault=fault)


def listing(newsroom: Newsroom, state: JobState | None = None, limit: int = 200) -> tuple[Job, ...]:
    """Jobs, newest first."""
    with newsroom.store.reading() as tx:
        return tx.outbox.all(state, limit=limit)


def retry(newsroom: Newsroom, job_id: int) -> None:
    """Try a job again now. Raises NotFound."""
    with newsroom.store.writing() as tx:
        if not tx.outbox.retry(job_id, at=newsroom.clock.now()):
            raise NotFound("There is no job {id} that could be tried again", id=job_id)
