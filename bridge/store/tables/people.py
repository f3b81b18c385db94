"""People: OTRS's directory, what agents have set, and who is here."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table

from bridge.store.tables.base import MARIADB, UtcDateTime, metadata

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
    **MARIADB,
)

agent_group = Table(
    "agent_group",
    metadata,
    Column("login", ForeignKey("agent.login", ondelete="CASCADE"), primary_key=True),
    Column("group_name", String(200), primary_key=True),
    Column("permissions", String(255), nullable=False),
    **MARIADB,
)

directory_state = Table(
    "directory_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("refreshed_at", UtcDateTime, nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("add_on_version", String(32), nullable=False),
    Column("framework", String(64), nullable=False),
    Column("group_names", JSON, nullable=False),
    Column("queues", JSON, nullable=False),  # id → name
    **MARIADB,
)

customer_online = Table(
    "customer_online",
    metadata,
    Column("login", String(200), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(255), nullable=False),
    Column("customer_id", String(150), nullable=False),
    Column("last_request", UtcDateTime),
    **MARIADB,
)

used_token = Table(
    "used_token",
    metadata,
    Column("jti", String(128), primary_key=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    **MARIADB,
)

agent_state = Table(
    "agent_state",
    metadata,
    Column("login", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("availability", String(16), nullable=False),
    Column("asking", Boolean, nullable=False),  # came back, and has not said again "external"
    Column("channels", JSON, nullable=False),
    Column("preferences", JSON, nullable=False),
    **MARIADB,
)

presence = Table(
    "presence",
    metadata,
    Column("person", String(220), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
    Column("active_at", UtcDateTime, nullable=False),
    **MARIADB,
)
