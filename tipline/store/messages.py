"""Messages of tips, and their attachments."""

from sqlalchemy import Connection, insert, select, update

from tipline.domain.attachment import Attachment
from tipline.domain.message import Message, MessageKind
from tipline.domain.refusals import NotFound
from tipline.store.engine import alone
from tipline.store.schema import attachments, editors, messages

ADD = insert(messages).returning(messages.c.id)
ATTACH = insert(attachments)


class Messages:
    """The conversations of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        tip_id: int,
        *,
        kind: MessageKind,
        at: int,
        words: str,
        author_id: int | None = None,
        key: str | None = None,
    ) -> int:
        """Keep a message; its id comes back."""
        values = {"tip_id": tip_id, "kind": kind, "at": at, "words": words, "author_id": author_id, "key": key}
        return int(self._connection.execute(ADD, values).scalar_one())

    def by_key(self, key: str) -> Message | None:
        """The message that an act of sending became. Index: uq_messages_key."""
        alone(self._connection, f"message {key}")
        found = self._found(messages.c.key == key)
        return found[0] if found else None

    def of(self, tip_id: int) -> tuple[Message, ...]:
        """All of a tip's messages, oldest first. Index: ix_messages_tip_id."""
        return self._found(messages.c.tip_id == tip_id)

    def withdraw(self, message_id: int, *, at: int) -> None:
        """Take a message out of the conversation; it stays in the history."""
        self._connection.execute(update(messages).where(messages.c.id == message_id).values(withdrawn_at=at))

    def attach(
        self, message_id: int, tip_id: int, *, sha256: str, size: int, name: str, media_type: str, wish: bool
    ) -> None:
        """Keep a file of a message."""
        values = {"message_id": message_id, "tip_id": tip_id, "sha256": sha256, "size": size}
        self._connection.execute(ATTACH, {**values, "name": name, "media_type": media_type, "wish": wish})

    def attachments_of(self, tip_id: int) -> tuple[Attachment, ...]:
        """All of a tip's files, as they came. Index: ix_attachments_tip_id."""
        query = select(attachments).where(attachments.c.tip_id == tip_id).order_by(attachments.c.id)
        return tuple(_attachment(row) for row in self._connection.execute(query))

    def attachment(self, tip_id: int, attachment_id: int) -> Attachment:
        """One file of a tip. Raises NotFound."""
        query = select(attachments).where(attachments.c.id == attachment_id, attachments.c.tip_id == tip_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound
        return _attachment(row)

    def holds(self, sha256: str) -> bool:
        """Whether any tip has a file. Index: ix_attachments_sha256."""
        query = select(attachments.c.id).where(attachments.c.sha256 == sha256).limit(1)
        return self._connection.execute(query).first() is not None

    def hashes(self) -> frozenset[str]:
        """The hashes of all files that are held, for checks."""
        return frozenset(self._connection.execute(select(attachments.c.sha256).distinct()).scalars())

    def _found(self, condition: object) -> tuple[Message, ...]:
        query = select(messages, editors.c.name).join(editors, editors.c.id == messages.c.author_id, isouter=True)
        rows = self._connection.execute(query.where(condition).order_by(messages.c.id))  # type: ignore[arg-type]  # a column's comparison
        return tuple(
            Message(row.id, MessageKind(row.kind), row.at, row.words, row.name, row.author_id, row.withdrawn_at)
            for row in rows
        )


def _attachment(row: object) -> Attachment:
    return Attachment(*(getattr(row, name) for name in Attachment.__slots__))
