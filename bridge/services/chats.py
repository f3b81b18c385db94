"""The life of a chat: asked for, accepted, read, closed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from bridge.domain.channels import Channel
from bridge.domain.chats import Audience, Author, Chat, Direction, Entry, EntryKind, Participant, Role, State
from bridge.domain.errors import (
    BridgeError,
    ChatAlreadyOpen,
    ChatClosed,
    ChatClosing,
    ChatNotFound,
    ChatTaken,
    InputInvalid,
    PermissionDenied,
    ServerBusy,
)
from bridge.domain.people import Actor, Kind, Person
from bridge.domain.permissions import Action, Place, allowed, place
from bridge.domain.text import message_text, preview
from bridge.services.context import Context, Unit, unit_of_work
from bridge.services.ports import NewEntry, Transaction

PAGE = 200
"""How many entries are read at once, at the most."""

PAGE_CHARS = 100_000
"""How many characters they may have together; the first entry is always among them."""

_MORE_ATTEMPTS = 3

_DIRECTIONS = {Kind.CUSTOMER: Direction.CUSTOMER_AGENT, Kind.VISITOR: Direction.PUBLIC_AGENT}


class Page(NamedTuple):
    """A part of a chat's log.

    :ivar more: whether there may be entries after these
    """

    chat: Chat
    entries: list[Entry]
    more: bool


def offered_channels(context: Context, person: Person) -> list[Channel]:
    """The channels this person may ask in; none for agents."""
    with context.db.read() as tx:
        return _offered(tx, person)


def start(
    context: Context, actor: Actor, chat_id: str, client_id: str, channel_id: int | None, raw_text: str
) -> Chat:
    """Ask for a chat with a first message. The same ``chat_id`` again gives the same chat.

    :raises MessageEmpty: no text
    :raises MessageTooLong: too much of it
    :raises InputInvalid: the channel is not offered, or the id is in use
    :raises PermissionDenied: agents do not ask in channels
    :raises ChatAlreadyOpen: the person has one that has not ended
    """
    text = message_text(raw_text)
    person = actor.person
    if person.kind is Kind.AGENT:
        raise PermissionDenied("Agents do not ask for chats in channels.")
    for _ in range(_MORE_ATTEMPTS):
        with suppress(ServerBusy):  # others were storing at the same moment
            return _start(context, person, chat_id, client_id, channel_id, text)
    return _start(context, person, chat_id, client_id, channel_id, text)


def _start(
    context: Context, person: Person, chat_id: str, client_id: str, channel_id: int | None, text: str
) -> Chat:
    with unit_of_work(context) as unit:
        if repeated := _repeated(unit.tx, person, chat_id):
            return repeated
        now = context.clock()
        requester = Participant(1, person.kind, person.ref, person.name, Role.REQUESTER)
        chat = Chat(
            id=chat_id,
            version=1,
            state=State.REQUESTED,
            channel=_chosen(unit.tx, person, channel_id),
            participants=(requester,),
            first_message=preview(text),
            last_seq=0,
            created_at=now,
            waiting_since=now,
            direction=_DIRECTIONS[person.kind],
        )
        if not unit.tx.chats.add(chat):
            if repeated := _repeated(unit.tx, person, chat_id):  # a moment ago, by another tab
                return repeated
            raise _cannot_open(unit.tx, person)
        unit.append(chat, _entry(requester, EntryKind.MESSAGE, now, text=text, client_id=client_id))
        return unit.changed(chat_id)


def read(context: Context, actor: Actor, chat_id: str, after_seq: int) -> Page:
    """The chat and a page of its entries after a number, as this person may see them.

    :raises ChatNotFound: there is none, or it is not for this person
    """
    with context.db.read() as tx:
        chat = tx.chats.get([chat_id]).get(chat_id)
        if chat is None or not allowed(actor, Action.READ, chat):
            raise ChatNotFound("There is no such chat.")
        entries = tx.log.after(chat_id, after_seq, limit=PAGE, reader=actor.person.kind)
    fitting = _fitting(entries)
    return Page(chat, fitting, more=len(fitting) < len(entries) or len(entries) == PAGE)


def accept(context: Context, actor: Actor, chat_id: str) -> Chat:
    """Take a request. Exactly one agent gets it; whoever has it may ask again.

    :raises ChatTaken: another agent was faster
    :raises ChatClosed: the requester gave up
    :raises ChatNotFound: there is none, or it is not for this agent
    """
    person = actor.person
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        own = chat.participant(person)
        if own is not None and own.role is Role.OWNER:
            return chat
        if not allowed(actor, Action.ACCEPT, chat):
            raise _cannot_accept(actor, chat)
        now = context.clock()
        owner = Participant(len(chat.participants) + 1, person.kind, person.ref, person.name, Role.OWNER)
        unit.tx.chats.add_participant(chat_id, owner)
        unit.tx.chats.change(chat_id, state=State.ACTIVE, accepted_at=now)
        unit.append(chat, _entry(owner, EntryKind.JOINED, now))
        return unit.changed(chat_id)


def close(context: Context, actor: Actor, chat_id: str) -> Chat:
    """End a chat, or withdraw the request. A closed one stays closed.

    :raises ChatNotFound: there is none, or it is not for this person
    :raises PermissionDenied: the person may only read it
    :raises ChatClosing: it is on its way to OTRS
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        if chat.state is State.CLOSED and allowed(actor, Action.READ, chat):
            return chat
        require(actor, Action.CLOSE, chat)
        own = chat.participant(actor.person)
        if own is None:
            raise ChatNotFound("There is no such chat.")
        return _end(context, unit, chat, own)


def expire_requests(context: Context, age: timedelta) -> int:
    """End the requests that nobody has accepted in that time; how many."""
    before = context.clock() - age
    with context.db.read() as tx:
        old = [c.id for c in tx.chats.not_ended() if c.state is State.REQUESTED and c.created_at < before]
    for chat_id in old:
        with unit_of_work(context) as unit:
            chat = unit.locked(chat_id)
            if chat.state is State.REQUESTED:
                _end(context, unit, chat, chat.requester)
    return len(old)


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
    if not allowed(actor, Action.READ, chat):
        return ChatNotFound("There is no such chat.")
    if chat.state is State.CLOSING:
        return ChatClosing("The chat is on its way to OTRS and takes nothing more.")
    if chat.state is State.CLOSED:
        return ChatClosed("The chat has ended.")
    return PermissionDenied(f"That is not permitted here: {action}.")


def _cannot_accept(actor: Actor, chat: Chat) -> BridgeError:
    if place(actor, chat) is not Place.CANDIDATE and not allowed(actor, Action.READ, chat):
        return ChatNotFound("There is no such chat.")
    if actor.person.kind is not Kind.AGENT:
        return PermissionDenied("Only agents accept chats.")
    if chat.owner is not None:
        by = chat.owner.name
        return ChatTaken(f"{by} has accepted this chat already.", by=by)
    return ChatClosed("The request was withdrawn.")


def _end(context: Context, unit: Unit, chat: Chat, by: Participant) -> Chat:
    now = context.clock()
    unit.tx.chats.change(chat.id, state=State.CLOSED, closed_at=now)
    unit.append(chat, _entry(by, EntryKind.CLOSED, now))
    return unit.changed(chat.id)


def _fitting(entries: list[Entry]) -> list[Entry]:
    chars = 0
    for number, entry in enumerate(entries):
        chars += len(entry.text)
        if chars > PAGE_CHARS and number:
            return entries[:number]
    return entries


def _repeated(tx: Transaction, person: Person, chat_id: str) -> Chat | None:
    chat = tx.chats.get([chat_id]).get(chat_id)
    return chat if chat is not None and chat.requester.is_person(person) else None


def _cannot_open(tx: Transaction, person: Person) -> BridgeError:
    chat = tx.chats.open_of(person)
    if chat is not None:
        return ChatAlreadyOpen("You have a chat already.", chat=chat.id)
    return InputInvalid("This id cannot be used for a chat; make a new one.", field="chat")


def _offered(tx: Transaction, person: Person) -> list[Channel]:
    def is_offered(channel: Channel) -> bool:
        if person.kind is Kind.CUSTOMER:
            return channel.valid and channel.for_customers
        return channel.valid and channel.for_visitors and person.kind is Kind.VISITOR

    return [channel for channel in tx.channels.all() if is_offered(channel)]


def _chosen(tx: Transaction, person: Person, channel_id: int | None) -> Channel:
    offered = _offered(tx, person)
    for channel in offered:
        if channel_id in (None, channel.id):
            return channel
    raise InputInvalid("This channel is not offered.", field="channel")


def _entry(
    by: Participant, kind: EntryKind, at: datetime, *, text: str = "", client_id: str | None = None
) -> NewEntry:
    return NewEntry(kind, Audience.EVERYONE, Author(by.no, by.kind, by.name), text, at, client_id)
