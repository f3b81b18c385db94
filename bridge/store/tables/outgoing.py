"""What goes out: hand-overs to OTRS, and mail."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table

from bridge.store.tables.base import MARIADB, TEXT, UtcDateTime, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("chat_id", ForeignKey("chat.id"), nullable=False, index=True),
    Column("asked_by", Integer, nullable=False),  # number of the participant
    Column("agent", String(200), nullable=False),  # empty: in nobody's name, for a customer's own ticket
    Column("back_to", String(16), nullable=False),  # the chat's state when OTRS refuses
    Column("language", String(16), nullable=False),
    Column("target", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("error_code", String(50), nullable=False),
    Column("error_message", TEXT, nullable=False),
    Column("done_at", UtcDateTime),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    **MARIADB,
)

mail = Table(
    "mail",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("chat_id", ForeignKey("chat.id"), nullable=False, index=True),
    Column("asked_by", Integer, nullable=False),  # number of the participant
    Column("address", String(254), nullable=False),
    Column("language", String(16), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("error", TEXT, nullable=False),
    Column("done_at", UtcDateTime),
    Index("ix_mail_state_due_at", "state", "due_at"),
    **MARIADB,
)
