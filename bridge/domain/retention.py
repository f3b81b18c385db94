"""How long chats are kept, and what is counted when they go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.domain.channels import Channel

REMOVED = "[removed]"
"""Stands where something was that a person wanted removed."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """What is over now in a channel.

    :ivar closed_before: chats closed before then; ``None``: none for that reason
    :ivar made_before: chats asked for before then, whether they have ended or not; ``None``: likewise
    """

    closed_before: datetime | None
    made_before: datetime | None


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, or would be."""

    chats: int = 0
    entries: int = 0
    files: int = 0

    def __str__(self) -> str:
        return f"{self.chats} chats, {self.entries} entries, {self.files} files"

    def __add__(self, other: Removed) -> Removed:
        return Removed(self.chats + other.chats, self.entries + other.entries, self.files + other.files)


def expiry(channel: Channel, now: datetime) -> Expiry | None:
    """What is over in the channel at that time; ``None``: everything is kept for ever."""
    hours, days = channel.keep_closed_hours, channel.keep_all_days
    if hours is None and days is None:
        return None
    return Expiry(
        closed_before=None if hours is None else now - timedelta(hours=hours),
        made_before=None if days is None else now - timedelta(days=days),
    )
