"""Canned replies: read by the agents of a channel, written by its owners and by administrators."""

from __future__ import annotations

from bridge.domain import canned
from bridge.domain.canned import MOST_REPLIES, CannedReply
from bridge.domain.channels import Channel
from bridge.domain.errors import InputInvalid, PermissionDenied
from bridge.domain.people import Actor
from bridge.domain.permissions import may_use_replies, may_write_replies
from bridge.domain.text import message_text
from bridge.services.context import Context
from bridge.services.ports import Transaction


def list_for(context: Context, actor: Actor, channel_id: int | None) -> list[CannedReply]:
    """The replies of a channel and those of all channels, by shortcut; ``None``: all that the agent may use.

    :raises InputInvalid: there is no such channel
    :raises PermissionDenied: the agent has no level in it, or in any
    """
    with context.db.read() as tx:
        asked = tx.channels.all() if channel_id is None else [_channel(tx, channel_id)]
        usable = [one.id for one in asked if may_use_replies(actor, one, context.admin_group)]
        if not usable:
            raise PermissionDenied("These replies are for the agents of the channel.")
        return tx.canned.of_channels(usable)


def save(
    context: Context,
    actor: Actor,
    reply_id: int | None,
    raw_shortcut: str,
    raw_text: str,
    channel_id: int | None,
) -> CannedReply:
    """Store a new reply, or another text for one. The same new one again is no second one.

    :raises InputInvalid: the shortcut is none or in use, the channel or the reply is not there, or there are
        too many
    :raises MessageEmpty: no text
    :raises MessageTooLong: too much of it
    :raises PermissionDenied: only owners in the channel and administrators write replies
    """
    reply = CannedReply(reply_id or 0, canned.shortcut(raw_shortcut), message_text(raw_text), channel_id)
    with context.db.write() as tx:
        _require_writer(context, tx, actor, channel_id)
        ids = () if channel_id is None else (channel_id,)
        others = [one for one in tx.canned.of_channels(ids) if one.channel_id == channel_id]
        same = next((one for one in others if one.shortcut.lower() == reply.shortcut.lower()), None)
        if same is not None and same.id != reply.id:
            if reply_id is None and (same.shortcut, same.text) == (reply.shortcut, reply.text):
                return same
            raise InputInvalid("Another reply has this shortcut.", field="shortcut")
        if reply_id is not None:
            return _change(context, tx, actor, reply)
        if len(others) >= MOST_REPLIES:
            raise InputInvalid(f"A channel may have {MOST_REPLIES} replies.", field="channel")
        return tx.canned.add(reply, context.clock(), actor.person.ref)


def delete(context: Context, actor: Actor, reply_id: int) -> None:
    """Remove a reply. One that is gone is no error.

    :raises PermissionDenied: only owners in its channel and administrators may
    """
    with context.db.write() as tx:
        reply = tx.canned.get(reply_id)
        if reply is not None:
            _require_writer(context, tx, actor, reply.channel_id)
            tx.canned.remove(reply_id)


def _change(context: Context, tx: Transaction, actor: Actor, reply: CannedReply) -> CannedReply:
    before = tx.canned.get(reply.id)
    if before is None:
        raise InputInvalid("There is no such reply any more.", field="reply")
    _require_writer(context, tx, actor, before.channel_id)
    tx.canned.change(reply, context.clock(), actor.person.ref)
    return reply


def _require_writer(context: Context, tx: Transaction, actor: Actor, channel_id: int | None) -> None:
    channel = None if channel_id is None else _channel(tx, channel_id)
    if not may_write_replies(actor, channel, context.admin_group):
        raise PermissionDenied("Replies are written by owners in their channel, and by administrators.")


def _channel(tx: Transaction, channel_id: int) -> Channel:
    found = next((one for one in tx.channels.all() if one.id == channel_id), None)
    if found is None:
        raise InputInvalid("There is no such channel.", field="channel")
    return found
