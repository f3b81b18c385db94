"""How far people have read, and what customers and visitors have behind them."""

from __future__ import annotations

from datetime import datetime

from bridge.domain.chats import Chat
from bridge.domain.errors import ChatNotFound
from bridge.domain.events import ReadMarked
from bridge.domain.masking import is_hidden
from bridge.domain.people import Actor, Kind
from bridge.domain.permissions import Action
from bridge.services.chats import place_of, require
from bridge.services.context import Context, unit_of_work

ENDED_PAGE = 20
"""How many ended chats are shown at once."""


def mark(context: Context, actor: Actor, chat_id: str, seq: int) -> None:
    """Note that somebody in the chat has read up to that entry. A mark never goes back.

    :raises ChatNotFound: there is none, or it is not for this person
    """
    with context.db.read() as tx:
        chat = tx.chats.get([chat_id]).get(chat_id)
    if chat is None:
        raise ChatNotFound("There is no such chat.")
    require(actor, Action.READ, chat)
    own = place_of(actor, chat)
    seq = min(seq, chat.last_seq)
    if seq <= own.read_seq:
        return
    with unit_of_work(context) as unit:
        if unit.tx.chats.mark_read(chat_id, own.no, seq):
            unit.events.append(ReadMarked(chat_id, own.no, seq, is_hidden(own)))


def ended(context: Context, actor: Actor, before: datetime | None) -> tuple[list[Chat], bool]:
    """The own chats of a customer or visitor that have ended before that time, and whether there are more."""
    if actor.person.kind is Kind.AGENT:
        return [], False
    with context.db.read() as tx:
        found = tx.chats.ended_of(actor.person, before, ENDED_PAGE + 1)
    return found[:ENDED_PAGE], len(found) > ENDED_PAGE
