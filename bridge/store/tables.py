"""The tables. ``migrations/`` makes them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC in the database, to the microsecond."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Logins differ by case in OTRS, and emoji are text: MariaDB needs to be told both, under either name.
_MARIADB: dict[str, Any] = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("charset", "utf8mb4"), ("collate", "utf8mb4_bin"), ("engine", "InnoDB"))
}
_TEXT = Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")

channel = Table(
    "channel",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("group_name", String(200), nullable=False),
    Column("for_customers", Boolean, nullable=False),
    Column("for_visitors", Boolean, nullable=False),
    Column("valid", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    **_MARIADB,
)

chat = Table(
    "chat",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("first_message", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("accepted_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("ticket_id", String(50)),
    Column("ticket_number", String(50)),
    Column("handover_id", String(36)),  # the latest row of the outbox
    # The requester's id while the chat has not ended, NULL afterwards: one open chat per person,
    # also when two of their tabs ask at the same moment.
    Column("open_requester", String(220), unique=True),
    Index("ix_chat_state_closed_at", "state", "closed_at"),
    **_MARIADB,
)

participant = Table(
    "participant",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("ref", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("present", Boolean, nullable=False),
    UniqueConstraint("chat_id", "kind", "ref", name="uq_participant_person"),
    Index("ix_participant_person", "kind", "ref"),
    **_MARIADB,
)

entry = Table(
    "entry",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(24), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("author_no", Integer, nullable=False),
    Column("author_kind", String(16), nullable=False),
    Column("author_name", String(200), nullable=False),
    Column("text", _TEXT, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("client_id", String(36)),
    Column("data", JSON, nullable=False),
    UniqueConstraint("chat_id", "client_id", name="uq_entry_client_id"),
    **_MARIADB,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("chat_id", ForeignKey("chat.id"), nullable=False, index=True),
    Column("agent", String(200), nullable=False),
    Column("language", String(16), nullable=False),
    Column("target", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("error_code", String(50), nullable=False),
    Column("error_message", _TEXT, nullable=False),
    Column("done_at", UtcDateTime),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    **_MARIADB,
)

agent = Table(
    "agent",
    metadata,
    Column("login", String(200), primary_key=True),
    Column("otrs_id", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(255), nullable=False),
    Column("language", String(16), nullable=False),
    Column("out_of_office_until", Date),
    Column("online", Boolean, nullable=False),
    Column("last_request", UtcDateTime),
    **_MARIADB,
)

agent_group = Table(
    "agent_group",
    metadata,
    Column("login", ForeignKey("agent.login", ondelete="CASCADE"), primary_key=True),
    Column("group_name", String(200), primary_key=True),
    Column("permissions", String(255), nullable=False),
    **_MARIADB,
)

directory_state = Table(
    "directory_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("refreshed_at", UtcDateTime, nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("add_on_version", String(32), nullable=False),
    Column("framework", String(64), nullable=False),
    **_MARIADB,
)

used_token = Table(
    "used_token",
    metadata,
    Column("jti", String(128), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    **_MARIADB,
)
