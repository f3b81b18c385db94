"""Looking for chats that have ended."""

from __future__ import annotations

from typing import NamedTuple

from bridge.domain.archive import Cursor, Search
from bridge.domain.chats import Chat
from bridge.domain.errors import PermissionDenied
from bridge.domain.people import Actor, Kind
from bridge.domain.permissions import Action, may_review, permitted
from bridge.services.context import Context

PAGE = 20
"""How many chats an answer has at the most."""


class Found(NamedTuple):
    """An answer of the archive.

    :ivar chats: the one that was closed last first
    :ivar next: where to go on; ``None`` at the end. There may be more even if this answer has none.
    """

    chats: list[Chat]
    next: Cursor | None


def search(context: Context, actor: Actor, wanted: Search, after: Cursor | None) -> Found:
    """Closed chats of the teams that the agent works in, and those the agent took part in.

    :raises PermissionDenied: the archive is for agents
    """
    if actor.person.kind is not Kind.AGENT:
        raise PermissionDenied("The archive is for agents.")
    with context.db.read() as tx:
        channels = tx.channels.all()
        if wanted.channel_id is not None and wanted.channel_id not in {one.id for one in channels}:
            return Found([], None)
        review = [one.id for one in channels if may_review(actor, one)]
        hits = tx.archive.find(actor.person.ref, review, wanted, after, PAGE)
        chats = tx.chats.get(hits.chats)
    found = [chats[chat_id] for chat_id in hits.chats if chat_id in chats]
    return Found([one for one in found if permitted(actor, one) & {Action.READ, Action.REVIEW}], hits.next)
