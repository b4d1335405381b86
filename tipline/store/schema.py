"""The tables. Times are milliseconds since 1970; ids grow in the order of arrival."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
Id = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column that is called INTEGER."""

QUEUED = "status NOT IN ('quarantine', 'waiting', 'closed')"
"""The queue's rows: partial indexes and queries must say it in the same letters, or SQLite does not see the index.

NOT IN, because status IN ('new', 'open') would let SQLite seek by an index on status, and then sort the whole queue."""


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


desks = Table(
    "desks",
    metadata,
    _id(),
    Column("slug", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("colour", Integer, nullable=False),
    Column("promises", Text, nullable=False),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
)

editors = Table(
    "editors",
    metadata,
    _id(),
    Column("email", String(320), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("demo", Boolean, nullable=False, server_default=text("false")),
)

members = Table(
    "members",
    metadata,
    Column("desk_id", Id, ForeignKey("desks.id", ondelete="CASCADE"), primary_key=True),
    Column("editor_id", Id, ForeignKey("editors.id", ondelete="CASCADE"), primary_key=True, index=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("desks", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("editor_id", Id, ForeignKey("editors.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("email", String(320), nullable=False),
    Column("phone", Text, nullable=False),
    Column("times", Text, nullable=False),
    Index(
        "ix_sources_email", "email", unique=True, sqlite_where=text("email <> ''"), postgresql_where=text("email <> ''")
    ),
)

tips = Table(
    "tips",
    metadata,
    _id(),
    Column("ref", String(16), nullable=False, unique=True),
    Column("key", String(80), nullable=False, unique=True),
    Column("channel", String(8), nullable=False),
    Column("status", String(12), nullable=False),
    Column("level", Integer, nullable=False),
    Column("computed", Integer, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Column("desk_id", Id, ForeignKey("desks.id")),
    Column("assignee_id", Id, ForeignKey("editors.id")),
    Column("headline", Text, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("files", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("outcome", String(16)),
    Column("outcome_url", Text, nullable=False),
    Column("demo", Boolean, nullable=False),
)

ORDER = ("level", "due_at", "id")
for name, first, where in (
    ("queue", (), QUEUED),
    ("queue_desk", ("desk_id",), QUEUED),
    ("status", ("status",), "status <> 'closed'"),
    ("assignee", ("assignee_id",), "status <> 'closed'"),
):
    rest = ("desk_id", "assignee_id", "channel", "status") if name == "queue" else ()
    Index(
        f"ix_tips_{name}",
        *(tips.c[c] for c in (*first, *ORDER, *rest)),
        sqlite_where=text(where),
        postgresql_where=text(where),
    )
# What a filter asks for alone, by arrival: a rare desk or channel must not be looked for among a million tips.
for name, column in (("newest", "status"), ("desk", "desk_id"), ("whose", "assignee_id"), ("channel", "channel")):
    Index(f"ix_tips_{name}", tips.c[column], tips.c.id)
Index("ix_tips_level", tips.c.level, tips.c.id)
UNDECIDED = text("decided_at IS NULL")
Index("ix_tips_undecided", tips.c.id, sqlite_where=UNDECIDED, postgresql_where=UNDECIDED)
Index("ix_tips_demo", tips.c.id, sqlite_where=text("demo"), postgresql_where=text("demo"))

details = Table(
    "details",
    metadata,
    Column("tip_id", Id, ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True),
    Column("receipt_hash", String(64), unique=True),
    Column("source_id", Id, ForeignKey("sources.id"), index=True),
    Column("contact", String(8), nullable=False),
    Column("about", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("happened", Text, nullable=False),
    Column("knows", String(16)),
    Column("consents", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("flags", Text, nullable=False),
    Column("score", Integer, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("rules_version", Integer, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    _id(),
    Column("tip_id", Id, ForeignKey("tips.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("author_id", Id, ForeignKey("editors.id")),
    Column("words", Text, nullable=False),
    Column("key", String(80), unique=True),
    Column("withdrawn_at", BigInteger),
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
    Column("tip_id", Id, ForeignKey("tips.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("message_id", Id, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("wish", Boolean, nullable=False),
)

events = Table(
    "events",
    metadata,
    _id(),
    Column("tip_id", Id, ForeignKey("tips.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("verb", String(16), nullable=False),
    Column("door", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("by", Id, ForeignKey("editors.id")),
    Column("before", Text),
    Column("after", Text),
    Column("message_id", Id),
    Column("undoes", Id, unique=True),
)

mails = Table(
    "mails",
    metadata,
    _id(),
    Column("received_at", BigInteger, nullable=False),
    Column("way", String(8), nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("kind", String(16)),
    Column("attempts", Integer, nullable=False),
    Column("tip_id", Id, ForeignKey("tips.id", ondelete="SET NULL"), index=True),
    Column("fault", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    UniqueConstraint("recipient", "sha256"),
    Index("ix_mails_kept", "id", sqlite_where=text("state = 'kept'"), postgresql_where=text("state = 'kept'")),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("kind", String(32), nullable=False),
    Column("tip_id", Id, ForeignKey("tips.id", ondelete="CASCADE"), index=True),
    Column("state", String(8), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("done_at", BigInteger),
    Column("fault", Text, nullable=False),
    Index("ix_outbox_due", "due_at", sqlite_where=text("state = 'due'"), postgresql_where=text("state = 'due'")),
)

limits = Table(
    "limits",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("tat", BigInteger, nullable=False),
)

search = Table(
    "search",
    metadata,
    Column("tip_id", Id, primary_key=True, autoincrement=False),
    Column("vector", TSVECTOR, nullable=False),
    Index("ix_search_vector", "vector", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    info={"engine": "postgresql"},
)
