"""The tables. ``migrations/`` makes them; a test compares the two."""

from bridge.store.tables.base import UtcDateTime, metadata
from bridge.store.tables.channels import audit, canned_reply, channel, channel_queue, policy
from bridge.store.tables.chats import chat, entry, file, file_part, participant
from bridge.store.tables.outgoing import mail, outbox
from bridge.store.tables.people import (
    agent,
    agent_group,
    agent_state,
    customer_online,
    directory_state,
    presence,
    used_token,
)
from bridge.store.tables.stock import otrs_attempt, otrs_session

__all__ = [
    "UtcDateTime",
    "agent",
    "agent_group",
    "agent_state",
    "audit",
    "canned_reply",
    "channel",
    "channel_queue",
    "chat",
    "customer_online",
    "directory_state",
    "entry",
    "file",
    "file_part",
    "mail",
    "metadata",
    "otrs_attempt",
    "otrs_session",
    "outbox",
    "participant",
    "policy",
    "presence",
    "used_token",
]
