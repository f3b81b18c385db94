"""Channels, what belongs to them, and what administrators have set."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

from bridge.store.tables.base import MARIADB, TEXT, UtcDateTime, metadata

channel = Table(
    "channel",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("group_name", String(200), nullable=False),
    Column("for_customers", Boolean, nullable=False),
    Column("for_visitors", Boolean, nullable=False),
    Column("valid", Boolean, nullable=False),
    Column("comment", String(250), nullable=False),
    Column("greeting", String(500), nullable=False),
    Column("opening_hours", JSON, nullable=False),
    Column("agent_name", String(100), nullable=False),  # shown instead of agents' own names; empty: those
    Column("agents_numbered", Boolean, nullable=False),
    Column("ticket_queue", String(200), nullable=False),  # OTRS's queue for tickets that customers ask for
    Column("keep_closed_hours", Integer),
    Column("keep_all_days", Integer),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", String(200), nullable=False),
    **MARIADB,
)

channel_queue = Table(
    "channel_queue",
    metadata,
    Column("queue_id", String(20), primary_key=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=False),
    **MARIADB,
)

policy = Table(
    "policy",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row
    Column("version", Integer, nullable=False),
    Column("rules", JSON, nullable=False),
    **MARIADB,
)

canned_reply = Table(
    "canned_reply",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel_id", ForeignKey("channel.id")),  # none: for all channels
    Column("shortcut", String(50), nullable=False),
    Column("text", TEXT, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", String(200), nullable=False),
    **MARIADB,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("who", String(220), nullable=False),
    Column("what", String(50), nullable=False),
    Column("data", JSON, nullable=False),
    **MARIADB,
)
