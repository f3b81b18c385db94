"""The way without the add-on: agents who signed in, and calls to OTRS whose outcome may be unknown."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bridge.store.tables.base import MARIADB, UtcDateTime, metadata

otrs_session = Table(
    "otrs_session",
    metadata,
    Column("login", String(200), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(255), nullable=False),
    Column("language", String(16), nullable=False),
    Column("session", String(500), nullable=False),  # encrypted; empty: signed out
    Column("created_at", UtcDateTime, nullable=False),
    **MARIADB,
)

otrs_attempt = Table(
    "otrs_attempt",
    metadata,
    Column("step", String(80), primary_key=True),
    Column("sent_at", UtcDateTime, nullable=False, index=True),
    Column("clear_at", UtcDateTime),  # since when OTRS answers and has no trace of it; NULL: not known
    **MARIADB,
)
