"""Asking for a chat, and the answer: accepted or declined."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bridge.domain.channels import Channel, Level
from bridge.domain.chats import Audience, Author, Chat, Direction, EntryKind, Participant, Role, State, Ticket
from bridge.domain.errors import (
    BridgeError,
    ChatAlreadyOpen,
    ChatClosed,
    ChatNotFound,
    ChatTaken,
    InputInvalid,
    OtrsRefused,
    PermissionDenied,
    ServerBusy,
)
from bridge.domain.people import Actor, Kind, Person
from bridge.domain.permissions import Action, Place, allowed, place
from bridge.domain.policy import offered
from bridge.domain.text import message_text, preview
from bridge.services.changes import Change
from bridge.services.chats import may_look, place_of, require
from bridge.services.context import Context, unit_of_work
from bridge.services.ports import NewEntry, Transaction

_MORE_ATTEMPTS = 3

_OF_CLIENTS = {Kind.CUSTOMER: Direction.CUSTOMER_AGENT, Kind.VISITOR: Direction.PUBLIC_AGENT}
_OF_AGENTS = {Kind.AGENT: Direction.AGENT_AGENT, Kind.CUSTOMER: Direction.AGENT_CUSTOMER}

# What an agent has to be in a channel in order to ask somebody for a chat there.
_LEVEL_TO_ASK = {Direction.AGENT_AGENT: Level.OBSERVER, Direction.AGENT_CUSTOMER: Level.PARTICIPANT}

_IN_IT = {Role.OWNER, Role.PARTICIPANT, Role.OBSERVER, Role.GUEST}


@dataclass(frozen=True, slots=True)
class Wish:
    """A chat that somebody asks for.

    :ivar client_id: the first message's
    :ivar text: as it came
    :ivar channel_id: ``None``: the usual one
    :ivar to: kind and login of whom an agent asks
    :ivar about: number of the ticket that it is started from
    """

    chat_id: str
    client_id: str
    text: str
    channel_id: int | None = None
    to: tuple[Kind, str] | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was looked up for a wish: its direction, whom it asks, the ticket and the ticket's queue."""

    direction: Direction
    asked: Person | None = None
    ticket: Ticket | None = None
    queue_id: str = ""


def offered_channels(context: Context, person: Person) -> list[Channel]:
    """The channels this person may ask in; none for agents."""
    with context.db.read() as tx:
        return _offered(context, tx, person)


def start(context: Context, actor: Actor, wish: Wish) -> Chat:
    """Ask for a chat with a first message. The same ``chat_id`` again gives the same chat.

    :raises MessageEmpty: no text
    :raises MessageTooLong: too much of it
    :raises InputInvalid: whom, where or what about is not acceptable, or the id is in use
    :raises PermissionDenied: chats in this direction are not for this person
    :raises ChatAlreadyOpen: there is one that has not ended
    :raises OtrsUnavailable: OTRS had to be asked and could not be
    """
    text = message_text(wish.text)
    if wish.to is not None or wish.about is not None:
        with context.db.read() as tx:  # what was stored does not depend on OTRS any more
            if repeated := _repeated(tx, actor.person, wish.chat_id):
                return repeated
    answers = _look_up(context, actor, wish)
    for _ in range(_MORE_ATTEMPTS):
        with suppress(ServerBusy):  # others were storing at the same moment
            return _store(context, actor, wish, text, answers)
    return _store(context, actor, wish, text, answers)


def accept(context: Context, actor: Actor, chat_id: str) -> Chat:
    """Take a request, or follow an invitation. Of several agents exactly one gets the request.

    Whoever has it may accept again.

    :raises ChatTaken: another agent was faster
    :raises ChatClosed: the requester gave up
    :raises ChatNotFound: there is none, or it is not for this person
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        own = chat.participant(actor.person)
        if own is not None and own.role in _IN_IT:
            return chat
        if not allowed(actor, Action.ACCEPT, chat):
            raise _cannot_accept(actor, chat)
        change = Change(unit, chat, context.clock())
        if own is None:
            change.tell_of(change.seat(actor.person, Role.OWNER), EntryKind.JOINED)
            change.accepted()
        else:
            _join(change, own)
        return change.store()


def decline(context: Context, actor: Actor, chat_id: str) -> None:
    """Do not follow an invitation. A request ends when nobody is left who could accept it.

    :raises ChatNotFound: there is none, or it is not for this person
    :raises PermissionDenied: the person is not invited
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        known = chat.member(actor.person)
        if known is not None and known.role is Role.DECLINED:
            return
        require(actor, Action.DECLINE, chat)
        change = Change(unit, chat, context.clock())
        own = change.put(place_of(actor, chat), role=Role.DECLINED, present=False)
        requested = chat.state is State.REQUESTED
        client = change.chat.client
        for_all = requested and client in (None, own)  # a client does not see which agents were asked
        change.tell(own, EntryKind.DECLINED, Audience.EVERYONE if for_all else Audience.AGENTS)
        if is_pointless(change.chat) or (requested and own is client):
            change.end(own)
        change.store()


def is_pointless(chat: Chat) -> bool:
    """Whether nobody is left in the chat, or will come, for somebody to talk to."""
    present = [one for one in chat.participants if one.present]
    if chat.state is State.REQUESTED:
        by_agent = chat.asked is not None and chat.requester.present
        return by_agent and not any(one.role is Role.INVITED for one in present)
    return chat.client is None and (not chat.workers or len(present) < 2)


def _join(change: Change, invited: Participant) -> None:
    requested = change.chat.state is State.REQUESTED
    own = change.put(invited, role=invited.invited_as or Role.PARTICIPANT)
    change.tell_of(own, EntryKind.JOINED)
    if own.role is Role.OWNER:
        for other in change.chat.workers:
            if other.no == own.invited_by:
                change.tell_of(change.put(other, present=False), EntryKind.LEFT)
            elif other.role is Role.OWNER and other.no != own.no:
                change.put(other, role=Role.PARTICIPANT)
    if requested and change.chat.client in (None, own):
        change.accepted()


def _cannot_accept(actor: Actor, chat: Chat) -> BridgeError:
    if place(actor, chat) is not Place.CANDIDATE and not may_look(actor, chat):
        return ChatNotFound("There is no such chat.")
    if actor.person.kind is not Kind.AGENT:
        return PermissionDenied("Only agents accept chats.")
    if chat.owner is not None:
        by = chat.owner.name
        return ChatTaken(f"{by} has accepted this chat already.", by=by)
    return ChatClosed("The request was withdrawn.")


def _look_up(context: Context, actor: Actor, wish: Wish) -> _Answers:
    direction = _direction(context, actor, wish)
    asked = _asked(context, actor, *wish.to) if wish.to is not None else None
    if wish.about is None:
        return _Answers(direction, asked)
    person = actor.person
    if person.kind is Kind.VISITOR:
        raise InputInvalid("Visitors have no tickets.", field="about")
    try:
        found = context.otrs.ticket_context(person.kind, person.ref, number=wish.about)
    except OtrsRefused as error:
        raise InputInvalid("There is no such ticket, or it is not for you.", field="about") from error
    return _Answers(direction, asked, Ticket(found.id, found.number), found.queue_id)


def _direction(context: Context, actor: Actor, wish: Wish) -> Direction:
    if actor.person.kind is not Kind.AGENT:
        if wish.to is not None:
            raise PermissionDenied("Only agents choose whom they ask.")
        return _OF_CLIENTS[actor.person.kind]
    if wish.to is None:
        raise PermissionDenied("Agents do not ask for chats in channels; 'to' says whom they ask.")
    direction = _OF_AGENTS[wish.to[0]]
    if direction not in context.policy().directions or not actor.may_start:
        raise PermissionDenied("An administrator has switched this kind of chat off for you.")
    return direction


def _asked(context: Context, actor: Actor, kind: Kind, login: str) -> Person:
    if (kind, login) == (actor.person.kind, actor.person.ref):
        raise InputInvalid("Nobody chats with themselves.", field="to")
    found = agent(context, login) if kind is Kind.AGENT else None
    if found is not None and found.may_receive:
        return found.person
    person = _customer(context, actor, login) if kind is Kind.CUSTOMER else None
    if person is None:
        raise InputInvalid("There is nobody of that login who takes chats.", field="to")
    return person


def agent(context: Context, login: str) -> Actor | None:
    """An agent whom OTRS has told of, with what they may do."""
    with context.db.read() as tx:
        known = next((one for one in tx.people.agents() if one.login == login), None)
    if known is None:
        return None
    person = Person(Kind.AGENT, known.login, known.name, known.email, known.language)
    return context.policy().actor(person, dict(known.groups))


def _customer(context: Context, actor: Actor, login: str) -> Person | None:
    with context.db.read() as tx:
        online = next((one for one in tx.people.customers_online() if one.login == login), None)
    if online is not None:
        return Person(Kind.CUSTOMER, online.login, online.name, online.email, customer_id=online.customer_id)
    for hit in context.otrs.customers(actor.person.ref, login):
        if hit.login == login:
            return Person(Kind.CUSTOMER, hit.login, hit.name, hit.email, customer_id=hit.customer_id)
    return None


def _store(context: Context, actor: Actor, wish: Wish, text: str, answers: _Answers) -> Chat:
    with unit_of_work(context) as unit:
        if repeated := _repeated(unit.tx, actor.person, wish.chat_id):
            return repeated
        now = context.clock()
        channel = _chosen(context, unit.tx, actor, wish, answers)
        chat = _new(actor.person, wish, text, answers, channel, now)
        if not unit.tx.chats.add(chat):
            if repeated := _repeated(unit.tx, actor.person, wish.chat_id):  # a moment ago, by another tab
                return repeated
            raise _cannot_open(unit.tx, chat)
        by = chat.requester
        author = Author(by.no, by.kind, by.name)
        first = NewEntry(EntryKind.MESSAGE, Audience.EVERYONE, author, text, now, wish.client_id)
        unit.append(chat, first)
        return unit.changed(chat.id)


def _new(person: Person, wish: Wish, text: str, answers: _Answers, channel: Channel, now: datetime) -> Chat:
    role = Role.OWNER if person.kind is Kind.AGENT else Role.REQUESTER
    people = [Participant(1, person.kind, person.ref, person.name, role)]
    asked = answers.asked
    if asked is not None:
        to = Role.PARTICIPANT if asked.kind is Kind.AGENT else Role.GUEST
        people.append(
            Participant(2, asked.kind, asked.ref, asked.name, Role.INVITED, invited_as=to, invited_by=1)
        )
    return Chat(
        id=wish.chat_id,
        version=1,
        state=State.REQUESTED,
        channel=channel,
        participants=tuple(people),
        first_message=preview(text),
        last_seq=0,
        created_at=now,
        waiting_since=now,
        direction=answers.direction,
        about=answers.ticket,
    )


def _repeated(tx: Transaction, person: Person, chat_id: str) -> Chat | None:
    chat = tx.chats.get([chat_id]).get(chat_id)
    return chat if chat is not None and chat.requester.is_person(person) else None


def _cannot_open(tx: Transaction, wanted: Chat) -> BridgeError:
    chat = tx.chats.open_as(wanted.open_key)
    if chat is not None:
        return ChatAlreadyOpen("You have such a chat already.", chat=chat.id)
    return InputInvalid("This id cannot be used for a chat; make a new one.", field="chat")


def _offered(context: Context, tx: Transaction, person: Person) -> list[Channel]:
    policy = context.policy()
    return [channel for channel in tx.channels.all() if offered(policy, channel, person.kind)]


def _chosen(context: Context, tx: Transaction, actor: Actor, wish: Wish, answers: _Answers) -> Channel:
    if actor.person.kind is Kind.AGENT:
        needed = _LEVEL_TO_ASK[answers.direction]
        possible = [c for c in tx.channels.all() if c.valid and actor.level_in(c) >= needed]
    else:
        possible = _offered(context, tx, actor.person)
    wanted = wish.channel_id
    if wanted is None and answers.ticket is not None:
        of_queue = tx.channels.queues().get(answers.queue_id)
        wanted = of_queue if any(channel.id == of_queue for channel in possible) else None
    for channel in possible:
        if wanted in (None, channel.id):
            return channel
    raise InputInvalid("This channel is not for this chat.", field="channel")
