"""Editors, their desks, invitations and sessions."""

import json
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from tipline.domain.desk import PROMISES, Desk
from tipline.domain.editor import Editor, Role
from tipline.store import rows
from tipline.store.schema import desks, editors, invitations, members, sessions

COLOURS = 7
DESKS = select(desks).order_by(desks.c.name)
EDITORS = select(editors).order_by(editors.c.name)
MEMBERS = select(members)
SESSION = (
    select(
        sessions.c.csrf,
        sessions.c.created_at.label("opened_at"),
        sessions.c.seen_at,
        editors,
        members.c.desk_id,
    )
    .join(editors, editors.c.id == sessions.c.editor_id)
    .join(members, members.c.editor_id == editors.c.id, isouter=True)
    .where(sessions.c.token_hash == bindparam("wanted"))
)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as stored: times are milliseconds since 1970."""

    editor: Editor
    csrf: str
    created_at: int
    seen_at: int


@dataclass(frozen=True, slots=True)
class StoredInvitation:
    """An invitation as stored."""

    role: Role
    desks: frozenset[int]
    expires_at: int
    used_at: int | None


class People:
    """Accounts and desks in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def desks(self) -> tuple[Desk, ...]:
        """All desks by name."""
        return tuple(rows.desk(row) for row in self._connection.execute(DESKS))

    def add_desk(self, *, slug: str, name: str, demo: bool) -> Desk:
        """A new desk, in the next colour."""
        colour = self._connection.execute(select(func.count()).select_from(desks)).scalar_one() % COLOURS + 1
        values = {"slug": slug, "name": name, "colour": colour, "promises": rows.packed(PROMISES), "demo": demo}
        new = self._connection.execute(insert(desks).values(values).returning(desks.c.id)).scalar_one()
        return Desk(new, slug, name, colour)

    def editors(self) -> tuple[Editor, ...]:
        """All editors by name, with their desks."""
        of = defaultdict(list)
        for row in self._connection.execute(MEMBERS):
            of[row.editor_id].append(row.desk_id)
        return tuple(rows.editor(row, of[row.id]) for row in self._connection.execute(EDITORS))

    def editor(self, editor_id: int) -> Editor | None:
        """One editor."""
        row = self._connection.execute(select(editors).where(editors.c.id == editor_id)).first()
        return rows.editor(row, self._desks_of(editor_id)) if row else None

    def credentials(self, email: str) -> tuple[Editor, str] | None:
        """An editor and their password's hash. Index: uq_editors_email."""
        row = self._connection.execute(select(editors).where(editors.c.email == email)).first()
        return (rows.editor(row, self._desks_of(row.id)), row.password_hash) if row else None

    def has_accounts(self) -> bool:
        """Whether anybody has an account that is not invented."""
        return (
            self._connection.execute(select(editors.c.id).where(editors.c.demo.is_(False)).limit(1)).first() is not None
        )

    def add(self, *, email: str, name: str, role: Role, password_hash: str, at: int, demo: bool = False) -> int:
        """A new account; its id comes back."""
        values = {
            "email": email,
            "name": name,
            "role": role,
            "password_hash": password_hash,
            "created_at": at,
            "demo": demo,
        }
        new = insert(editors).values(**values, active=True).returning(editors.c.id)
        return int(self._connection.execute(new).scalar_one())

    def change(self, editor_id: int, *, role: Role, active: bool) -> None:
        """Another role, or no more (or again) access."""
        self._connection.execute(update(editors).where(editors.c.id == editor_id).values(role=role, active=active))

    def set_desks(self, editor_id: int, chosen: frozenset[int]) -> None:
        """The desks that an editor belongs to."""
        self._connection.execute(delete(members).where(members.c.editor_id == editor_id))
        if chosen:
            self._connection.execute(
                insert(members), [{"editor_id": editor_id, "desk_id": desk} for desk in sorted(chosen)]
            )

    def invite(self, token_hash: str, *, role: Role, desks: frozenset[int], expires_at: int) -> None:
        """Keep an invitation; of an older one with the same token only the end moves."""
        self._connection.execute(delete(invitations).where(invitations.c.token_hash == token_hash))
        values = {"token_hash": token_hash, "role": role, "desks": rows.packed(sorted(desks)), "expires_at": expires_at}
        self._connection.execute(insert(invitations).values(values))

    def invitation(self, token_hash: str) -> StoredInvitation | None:
        """An invitation by its token's hash."""
        row = self._connection.execute(select(invitations).where(invitations.c.token_hash == token_hash)).first()
        if row is None:
            return None
        return StoredInvitation(Role(row.role), frozenset(json.loads(row.desks)), row.expires_at, row.used_at)

    def use_invitation(self, token_hash: str, *, at: int) -> bool:
        """Use an invitation up; false if somebody was first."""
        unused = (invitations.c.token_hash == token_hash) & invitations.c.used_at.is_(None)
        return self._connection.execute(update(invitations).where(unused).values(used_at=at)).rowcount == 1

    def open_session(self, token_hash: str, *, editor_id: int, csrf: str, at: int) -> None:
        """Keep a new session."""
        values = {"token_hash": token_hash, "editor_id": editor_id, "csrf": csrf, "created_at": at, "seen_at": at}
        self._connection.execute(insert(sessions).values(values))

    def session(self, token_hash: str) -> StoredSession | None:
        """A session and whose it is: one query, for it comes before every page of the desk."""
        found = self._connection.execute(SESSION, {"wanted": token_hash}).all()
        if not found:
            return None
        one = found[0]
        editor = rows.editor(one, [row.desk_id for row in found if row.desk_id is not None])
        return StoredSession(editor, one.csrf, one.opened_at, one.seen_at)

    def touch_session(self, token_hash: str, *, at: int) -> None:
        """A session was used."""
        self._connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=at))

    def close_session(self, token_hash: str) -> None:
        """End a session."""
        self._connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def close_sessions_of(self, editor_id: int) -> None:
        """End all sessions of an editor."""
        self._connection.execute(delete(sessions).where(sessions.c.editor_id == editor_id))

    def _desks_of(self, editor_id: int) -> list[int]:
        query = select(members.c.desk_id).where(members.c.editor_id == editor_id)
        return list(self._connection.execute(query).scalars())
