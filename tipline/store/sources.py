"""What we know of readers across their tips."""

from sqlalchemy import Connection, insert, select

from tipline.domain.source import Contact, ContactKind, Source
from tipline.store.engine import alone
from tipline.store.schema import sources


class Sources:
    """The sources of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known_as(self, contact: Contact) -> int:
        """The source of a contact: an address that wrote before is the same source. Index: ix_sources_email."""
        email = contact.address.lower() if contact.kind == ContactKind.EMAIL else ""
        if email:
            alone(self._connection, f"source {email}")
            found = self._connection.execute(
                select(sources.c.id).where(sources.c.email == email, sources.c.email != "")
            ).scalar()
            if found is not None:
                return int(found)
        phone = contact.address if contact.kind == ContactKind.PHONE else ""
        values = {"name": contact.name, "email": email, "phone": phone, "times": contact.times}
        return int(self._connection.execute(insert(sources).values(values).returning(sources.c.id)).scalar_one())

    def get(self, source_id: int) -> Source:
        """One source."""
        row = self._connection.execute(select(sources).where(sources.c.id == source_id)).one()
        return Source(row.id, row.name, row.email, row.phone, row.times)
