"""Decisions on a tip: each one an act, undone by another."""

from collections.abc import Callable
from dataclasses import replace

from tipline.domain.desk import Desk
from tipline.domain.editor import Editor, check_may, check_may_undo
from tipline.domain.event import Door, Event, Verb
from tipline.domain.level import Level
from tipline.domain.refusals import NotFound, Refused, Stale
from tipline.domain.status import Outcome
from tipline.domain.tip import Tip
from tipline.newsroom import Newsroom
from tipline.store import Transaction

Change = Callable[[Transaction, Tip], Tip]
FOLLOWS = {"due_at", "decided_at", "by_hand", "outcome_url"}
"""Fields that follow from others, and so are no decision of anybody's."""


def take(newsroom: Newsroom, ref: str, *, by: Editor, version: int | None = None, door: Door = Door.WEB) -> Tip:
    """Accept a tip and make it the editor's own. Raises NotFound, Refused, Stale, as all acts here do."""
    now = newsroom.clock.now()
    return _act(
        newsroom, ref, "take", Verb.TOOK, lambda _, tip: tip.taken_by(by, now=now), by=by, version=version, door=door
    )


def assign(
    newsroom: Newsroom, ref: str, *, to: int | None, by: Editor, version: int | None = None, door: Door = Door.WEB
) -> Tip:
    """Give a tip to an editor, or to nobody."""

    def change(tx: Transaction, tip: Tip) -> Tip:
        editor = tx.people.editor(to) if to is not None else None
        if to is not None and (editor is None or not editor.active):
            raise Refused("There is no such editor")
        return tip.assigned_to(editor, now=newsroom.clock.now())

    return _act(newsroom, ref, "assign", Verb.ASSIGNED, change, by=by, version=version, door=door)


def move(
    newsroom: Newsroom, ref: str, *, desk: str | None, by: Editor, version: int | None = None, door: Door = Door.WEB
) -> Tip:
    """Put a tip on another desk, by its slug, or on none."""

    def change(tx: Transaction, tip: Tip) -> Tip:
        found = next((one for one in tx.people.desks() if one.slug == desk), None)
        if desk is not None and found is None:
            raise Refused("There is no such desk")
        return tip.moved_to(found)

    return _act(newsroom, ref, "move", Verb.MOVED, change, by=by, version=version, door=door)


def set_level(
    newsroom: Newsroom, ref: str, *, level: Level, by: Editor, version: int | None = None, door: Door = Door.WEB
) -> Tip:
    """Set a level by hand; it stays whatever is learnt."""

    def change(tx: Transaction, tip: Tip) -> Tip:
        return tip.levelled(level, desk=_desk_of(tx, tip))

    return _act(newsroom, ref, "set_level", Verb.LEVELLED, change, by=by, version=version, door=door)


def release(newsroom: Newsroom, ref: str, *, by: Editor, version: int | None = None, door: Door = Door.WEB) -> Tip:
    """Give the level back to the reasons."""

    def change(tx: Transaction, tip: Tip) -> Tip:
        return tip.released(desk=_desk_of(tx, tip))

    return _act(newsroom, ref, "release", Verb.RELEASED, change, by=by, version=version, door=door)


def put_back(newsroom: Newsroom, ref: str, *, by: Editor, version: int | None = None, door: Door = Door.WEB) -> Tip:
    """Undecided again, and nobody's; from quarantine, a release."""
    return _act(
        newsroom, ref, "put_back", Verb.PUT_BACK, lambda _, tip: tip.put_back(), by=by, version=version, door=door
    )


def wait(newsroom: Newsroom, ref: str, *, by: Editor, version: int | None = None, door: Door = Door.WEB) -> Tip:
    """It is the source's move now."""
    now = newsroom.clock.now()
    return _act(
        newsroom, ref, "wait", Verb.WAITED, lambda _, tip: tip.waiting(now=now), by=by, version=version, door=door
    )


def close(
    newsroom: Newsroom,
    ref: str,
    *,
    outcome: Outcome,
    url: str = "",
    by: Editor,
    version: int | None = None,
    door: Door = Door.WEB,
) -> Tip:
    """Close a tip with what came of it, a published one with its story; or change that. Raises Invalid."""
    now = newsroom.clock.now()

    def change(_: Transaction, tip: Tip) -> Tip:
        return tip.closed(outcome, url=url, now=now)

    return _act(newsroom, ref, "close", Verb.CLOSED, change, by=by, version=version, door=door)


def reopen(newsroom: Newsroom, ref: str, *, by: Editor, version: int | None = None, door: Door = Door.WEB) -> Tip:
    """Our move again: from closed, or from waiting."""
    now = newsroom.clock.now()
    return _act(
        newsroom, ref, "reopen", Verb.REOPENED, lambda _, tip: tip.reopened(now=now), by=by, version=version, door=door
    )


def undo(newsroom: Newsroom, ref: str, *, event: int | None = None, by: Editor, door: Door = Door.WEB) -> Tip:
    """Take back an act by its event's id, or the editor's own newest on this tip.

    Refused when somebody changed the same thing since; what was undone stays in the history.
    """
    with newsroom.store.writing() as tx:
        tip, now = tx.tips.get(ref, asker=by), newsroom.clock.now()
        done = _to_undo(tx.events.of(tip.id), event, by)
        check_may_undo(by, done)
        after = _restored(tip, done)
        if done.message_id is not None:
            tx.messages.withdraw(done.message_id, at=now)
        version = tip.version + 1
        tx.tips.save(after, version=version)
        tx.events.add(
            tip.id,
            Verb.UNDID,
            at=now,
            door=door,
            version=version,
            by=by.id,
            changes=after.changes_from(tip),
            undoes=done.id,
        )
    return replace(after, version=version)


def _act(
    newsroom: Newsroom, ref: str, name: str, verb: Verb, change: Change, *, by: Editor, version: int | None, door: Door
) -> Tip:
    """The one path of every decision: seen, allowed, not stale, changed, written down."""
    check_may(by, name)
    with newsroom.store.writing() as tx:
        before = tx.tips.get(ref, asker=by)
        after = change(tx, before)
        if version is not None and version < before.version:
            _check_stale(tx.events.of(before.id), before, after, version=version)
        changes = after.changes_from(before)
        if not changes[1]:
            return before
        saved = replace(after, version=before.version + 1)
        tx.tips.save(saved, version=saved.version)
        tx.events.add(
            before.id, verb, at=newsroom.clock.now(), door=door, version=saved.version, by=by.id, changes=changes
        )
    return saved


def _check_stale(history: tuple[Event, ...], before: Tip, after: Tip, *, version: int) -> None:
    """Two editors, one field: the second is told; two editors, two fields: both hold."""
    yours = after.changes_from(before)[1]
    for event in history:
        changed = (event.after or {}).keys() - FOLLOWS
        for field in sorted(changed & yours.keys()) if event.version > version else ():
            raise Stale(
                "{who} changed this while you were looking: it is now {theirs}, you asked for {yours}",
                field=field,
                theirs=getattr(before, field),
                yours=yours[field],
                who=event.who or "tipline",
            )


def _to_undo(history: tuple[Event, ...], event: int | None, by: Editor) -> Event:
    for one in history:
        if one.undoable and (one.id == event if event is not None else one.by == by.id):
            return one
    if event is not None and any(one.id == event for one in history):
        raise Refused("This was undone already, or cannot be undone")
    if event is not None:
        raise NotFound
    raise Refused("There is nothing of yours to undo here")


def _restored(tip: Tip, done: Event) -> Tip:
    for field, value in (done.after or {}).items():
        if getattr(tip, field) != value and field not in FOLLOWS:
            raise Refused("This cannot be undone: {field} was changed again since", field=field)
    return tip.with_fields(done.before or {})


def _desk_of(tx: Transaction, tip: Tip) -> Desk | None:
    return next((desk for desk in tx.people.desks() if desk.id == tip.desk_id), None)
