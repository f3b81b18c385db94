"""The board: all chats that have not ended for everybody, for processes that mirror them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from bridge.domain.chats import Chat
from bridge.services.context import Context


def kept(context: Context) -> list[Chat]:
    """Every chat that is on desks, oldest first."""
    with context.db.read() as tx:
        return tx.chats.kept()


def load(context: Context, ids: Collection[str]) -> list[Chat]:
    """Those of these chats that exist."""
    with context.db.read() as tx:
        return list(tx.chats.get(ids).values())


def marks(context: Context, remembered: timedelta) -> dict[str, tuple[int, int]]:
    """Chat id → (version, last seq) of all chats that are on desks or have ended within that time."""
    with context.db.read() as tx:
        return tx.chats.marks(context.clock() - remembered)
