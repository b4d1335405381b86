"""What the newsroom says about a tip among itself."""

from tipline.domain.editor import Editor, check_may
from tipline.domain.event import Door, Verb
from tipline.domain.message import Message, MessageKind
from tipline.domain.refusals import Invalid
from tipline.newsroom import Newsroom

LONGEST = 20_000


def note(newsroom: Newsroom, ref: str, *, words: str, by: Editor, key: str = "", door: Door = Door.WEB) -> Message:
    """Write an internal note; the same words under the same key are the same note. Raises NotFound, Invalid."""
    check_may(by, "note")
    if not words.strip() or len(words) > LONGEST:
        raise Invalid("Write a note of up to {most} characters", most=LONGEST, faults={"words": "Write something"})
    with newsroom.store.writing() as tx:
        tip, now = tx.tips.get(ref, asker=by), newsroom.clock.now()
        once = newsroom.signer.digest("note", ref, str(by.id), key, words.strip()) if key else None
        known = tx.messages.by_key(once) if once else None
        if known:
            return known
        new = tx.messages.add(tip.id, kind=MessageKind.NOTE, at=now, words=words.strip(), author_id=by.id, key=once)
        version = tip.version + 1
        tx.tips.save(tip, version=version)
        tx.events.add(tip.id, Verb.NOTED, at=now, door=door, version=version, by=by.id, message_id=new)
    return Message(new, MessageKind.NOTE, now, words.strip(), by.name, by.id)
