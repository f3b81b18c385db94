"""Retention: chats go when the time that their channel keeps them is over."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bridge.domain.channels import Channel
from bridge.domain.errors import ChatNotFound
from bridge.domain.events import ChatChanged
from bridge.domain.retention import Expiry, Removed, expiry
from bridge.services import files
from bridge.services.context import Context, unit_of_work

log = logging.getLogger(__name__)

_BATCH = 100
_MOST = 20_000

WHO = "service"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What has gone from a channel, or would go."""

    channel: str
    removed: Removed


def run(context: Context, *, dry: bool = False) -> list[Cleaned]:
    """Remove the chats whose time is over; what went from each channel that does not keep them for ever.

    A chat on its way to OTRS, or to somebody by mail, stays until it has arrived. At most 20,000 chats of a
    channel go at once; the others at the next turn.

    :param dry: only count the chats
    """
    now = context.clock()
    if not dry:
        files.forget_offers(context)
    with context.db.read() as tx:
        channels = tx.channels.all()
    over = [(one, what) for one in channels if (what := expiry(one, now)) is not None]
    if dry:
        return [_counted(context, channel, what) for channel, what in over]
    return [_cleaned(context, channel, what) for channel, what in over]


def _counted(context: Context, channel: Channel, over: Expiry) -> Cleaned:
    with context.db.read() as tx:
        return Cleaned(channel.name, Removed(chats=tx.keeping.count_expired(channel.id, over)))


def _cleaned(context: Context, channel: Channel, over: Expiry) -> Cleaned:
    removed = Removed()
    while removed.chats < _MOST:
        with context.db.read() as tx:
            ids = tx.keeping.expired(channel.id, over, _BATCH)
        gone = [_remove(context, chat_id) for chat_id in ids]
        removed = sum(gone, removed)
        if len(ids) < _BATCH or not any(one.chats for one in gone):
            break
    if removed.chats:
        data: dict[str, object] = {"channel": channel.name, "chats": removed.chats}
        data |= {"entries": removed.entries, "files": removed.files}
        with context.db.write() as tx:
            tx.audit.note(context.clock(), WHO, "retention", data)
        log.info("%d chats of the channel %s were removed: their time was over", removed.chats, channel.name)
    return Cleaned(channel.name, removed)


def _remove(context: Context, chat_id: str) -> Removed:
    try:
        with unit_of_work(context) as unit:
            unit.locked(chat_id)
            if unit.tx.keeping.is_leaving(chat_id):  # somebody has handed it over a moment ago
                return Removed()
            removed = unit.tx.keeping.remove(chat_id)
            unit.events.append(ChatChanged(chat_id))
            return removed
    except ChatNotFound:  # another process does the same
        return Removed()
