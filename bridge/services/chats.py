"""A chat as one thing: read, closed, and what is not permitted in it."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from bridge.domain.chats import Chat, Entry, Participant, State
from bridge.domain.errors import BridgeError, ChatClosed, ChatClosing, ChatNotFound, PermissionDenied
from bridge.domain.people import Actor
from bridge.domain.permissions import Action, allowed, permitted
from bridge.services.changes import Change
from bridge.services.context import Context, unit_of_work

PAGE = 200
"""How many entries are read at once, at the most."""

PAGE_CHARS = 100_000
"""How many characters they may have together; the first entry is always among them."""


class Page(NamedTuple):
    """A part of a chat's log.

    :ivar more: whether there may be entries after these
    """

    chat: Chat
    entries: list[Entry]
    more: bool


def read(context: Context, actor: Actor, chat_id: str, after_seq: int) -> Page:
    """The chat and a page of its entries after a number, as this person may see them.

    :raises ChatNotFound: there is none, or it is not for this person
    """
    with context.db.read() as tx:
        chat = tx.chats.get([chat_id]).get(chat_id)
        if chat is None or not may_look(actor, chat):
            raise ChatNotFound("There is no such chat.")
        entries = tx.log.after(chat_id, after_seq, limit=PAGE, reader=actor.person.kind)
    fitting = _fitting(entries)
    return Page(chat, fitting, more=len(fitting) < len(entries) or len(entries) == PAGE)


def close(context: Context, actor: Actor, chat_id: str) -> Chat:
    """End a chat, or withdraw the request. A closed one stays closed.

    :raises ChatNotFound: there is none, or it is not for this person
    :raises PermissionDenied: the person may only read it
    :raises ChatClosing: it is on its way to OTRS
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        if chat.state is State.CLOSED and may_look(actor, chat):
            return chat
        require(actor, Action.CLOSE, chat)
        change = Change(unit, chat, context.clock())
        change.end(place_of(actor, chat))
        return change.store()


def expire_requests(context: Context, age: timedelta) -> int:
    """End the requests that nobody has accepted in that time; how many."""
    before = context.clock() - age

    def is_old(chat: Chat) -> bool:
        return chat.state is State.REQUESTED and chat.waiting_since < before

    with context.db.read() as tx:
        old = [chat.id for chat in tx.chats.kept() if is_old(chat)]
    for chat_id in old:
        with unit_of_work(context) as unit:
            chat = unit.locked(chat_id)
            if is_old(chat):
                change = Change(unit, chat, context.clock())
                change.end(chat.requester)
                change.store()
    return len(old)


def may_look(actor: Actor, chat: Chat) -> bool:
    """Whether the chat is there for this person: to read it, or to look into what has ended."""
    return bool(permitted(actor, chat) & {Action.READ, Action.REVIEW})


def place_of(actor: Actor, chat: Chat) -> Participant:
    """The actor's place in the chat.

    :raises ChatNotFound: they have none
    """
    own = chat.participant(actor.person)
    if own is None:
        raise ChatNotFound("There is no such chat.")
    return own


def require(actor: Actor, action: Action, chat: Chat) -> None:
    """Nothing, if the actor may do that to the chat now.

    :raises ChatNotFound: it is not for this person
    :raises ChatClosing: not while it is on its way to OTRS
    :raises ChatClosed: not any more
    :raises PermissionDenied: not for them
    """
    if not allowed(actor, action, chat):
        raise _denied(actor, action, chat)


def _denied(actor: Actor, action: Action, chat: Chat) -> BridgeError:
    if not may_look(actor, chat):
        return ChatNotFound("There is no such chat.")
    if chat.state is State.CLOSING:
        return ChatClosing("The chat is on its way to OTRS and takes nothing more.")
    if chat.state is State.CLOSED:
        return ChatClosed("The chat has ended.")
    return PermissionDenied(f"That is not permitted here: {action}.")


def _fitting(entries: list[Entry]) -> list[Entry]:
    chars = 0
    for number, entry in enumerate(entries):
        chars += len(entry.text)
        if chars > PAGE_CHARS and number:
            return entries[:number]
    return entries
