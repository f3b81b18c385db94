"""Chats: who is in them, what was said, and the files."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bridge.store.tables.base import BINARY, MARIADB, TEXT, UtcDateTime, metadata

chat = Table(
    "chat",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel_id", ForeignKey("channel.id"), nullable=False),
    Column("direction", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("first_message", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("waiting_since", UtcDateTime, nullable=False),  # anew after a move to another team
    Column("accepted_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("kept", Boolean, nullable=False),  # on desks: it has not ended, or its agents keep it
    Column("about_ticket_id", String(50)),  # where the chat was started from
    Column("about_ticket_number", String(50)),
    Column("ticket_id", String(50)),
    Column("ticket_number", String(50)),
    Column("handover_id", String(36)),  # the latest row of the outbox
    # What keeps somebody from asking for the same again: the requester's id (and whom an agent asked) while
    # the chat has not ended, NULL afterwards; also when two of their tabs ask at the same moment.
    Column("open_requester", String(450), unique=True),
    Index("ix_chat_state_closed_at", "state", "closed_at"),
    Index("ix_chat_kept_closed_at", "kept", "closed_at"),
    Index("ix_chat_channel_id_accepted_at", "channel_id", "accepted_at"),
    **MARIADB,
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
    Column("invited_as", String(16)),
    Column("invited_by", Integer),
    Column("read_seq", Integer, nullable=False),
    Column("monitor", String(16), nullable=False),
    Column("shown_as", String(120)),  # what customers know an agent by from a channel before
    UniqueConstraint("chat_id", "kind", "ref", name="uq_participant_person"),
    Index("ix_participant_person", "kind", "ref"),
    **MARIADB,
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
    Column("text", TEXT, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("client_id", String(36)),
    Column("data", JSON, nullable=False),
    UniqueConstraint("chat_id", "client_id", name="uq_entry_client_id"),
    **MARIADB,
)

file = Table(
    "file",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("chat_id", ForeignKey("chat.id"), nullable=False, index=True),
    Column("author_no", Integer, nullable=False),
    Column("audience", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("content_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("stored_at", UtcDateTime),  # none until it was uploaded
    **MARIADB,
)

# In parts: no statement is longer than a database's packets, and nobody holds a whole file to send it.
file_part = Table(
    "file_part",
    metadata,
    Column("file_id", ForeignKey("file.id"), primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("content", BINARY, nullable=False),
    **MARIADB,
)
