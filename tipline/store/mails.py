"""Mails as they came in, their exact bytes first of all."""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, update

from tipline.domain.mail import Envelope, Mail, MailKind, MailState
from tipline.store.engine import alone
from tipline.store.schema import mails

KEPT = text("state = 'kept'")
"""In the letters of the partial index."""
TRIES = 3

ADD = insert(mails).returning(mails.c.id)
SAME = select(mails.c.id).where(
    mails.c.recipient == bindparam("wanted_recipient"), mails.c.sha256 == bindparam("wanted_sha256")
)


class Mails:
    """The mails of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, raw: bytes, envelope: Envelope, *, sha256: str, at: int) -> tuple[int, bool]:
        """Keep a mail; the same bytes to the same recipient are the same mail: its id, and whether it was known."""
        alone(self._connection, f"mail {envelope.recipient} {sha256}")
        wanted = {"wanted_recipient": envelope.recipient, "wanted_sha256": sha256}
        known = self._connection.execute(SAME, wanted).scalar()
        if known is not None:
            return known, True
        values = {
            "received_at": at,
            "way": envelope.way,
            "sender": envelope.sender,
            "recipient": envelope.recipient,
            "sha256": sha256,
            "size": len(raw),
            "state": MailState.KEPT,
            "attempts": 0,
            "fault": "",
            "raw": raw,
        }
        new = self._connection.execute(ADD, values).scalar_one()
        return new, False

    def unread(self, limit: int) -> tuple[Mail, ...]:
        """The oldest mails that are not read yet, with their bytes. Index: ix_mails_kept."""
        query = select(mails).where(KEPT).order_by(mails.c.id).limit(limit)
        return tuple(_mail(row) for row in self._connection.execute(query))

    def became(self, mail_id: int, *, state: MailState, kind: MailKind, tip_id: int | None) -> None:
        """A mail was read."""
        self._connection.execute(
            update(mails).where(mails.c.id == mail_id).values(state=state, kind=kind, tip_id=tip_id)
        )

    def failed(self, mail_id: int, *, fault: str) -> None:
        """A try to read a mail failed; after TRIES it is left for a person."""
        attempts = self._connection.execute(select(mails.c.attempts).where(mails.c.id == mail_id)).scalar_one() + 1
        state = MailState.FAILED if attempts >= TRIES else MailState.KEPT
        self._connection.execute(
            update(mails).where(mails.c.id == mail_id).values(attempts=attempts, state=state, fault=fault)
        )


def _mail(row: Any) -> Mail:
    return Mail(
        id=row.id,
        received_at=row.received_at,
        envelope=Envelope(row.sender, row.recipient, row.way),
        sha256=row.sha256,
        size=row.size,
        state=MailState(row.state),
        attempts=row.attempts,
        raw=bytes(row.raw),
        kind=MailKind(row.kind) if row.kind else None,
        tip_id=row.tip_id,
        fault=row.fault,
    )
