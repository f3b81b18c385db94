"""How long people wait for an agent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from statistics import median

from bridge.services.context import Context

_LATELY = timedelta(hours=2)
_MOST = 20


def estimates(context: Context, channel_ids: Collection[int]) -> dict[int, float]:
    """Channel → seconds: the median of the last waits there. Channels without any are left out."""
    since = context.clock() - _LATELY
    with context.db.read() as tx:
        waits = {channel_id: tx.chats.waits(channel_id, since, _MOST) for channel_id in channel_ids}
    return {
        channel_id: median(one.total_seconds() for one in found)
        for channel_id, found in waits.items()
        if found
    }
