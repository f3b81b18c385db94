"""Who is in a chat as what: inviting, watching, moving to another team, leaving."""

from __future__ import annotations

from bridge.domain.channels import Level
from bridge.domain.chats import Audience, Chat, EntryKind, Role, State
from bridge.domain.errors import ChatLastAgent, InputInvalid
from bridge.domain.people import Actor, Kind
from bridge.domain.permissions import Action, allowed
from bridge.services.changes import Change
from bridge.services.chats import place_of, require
from bridge.services.context import Context, unit_of_work
from bridge.services.requests import agent, is_pointless

MOST_PEOPLE = 50
"""How many people a chat may have had."""

MONITOR = ("none", "customer", "all")

_LEVEL_TO_BE = {
    Role.OBSERVER: Level.OBSERVER,
    Role.PARTICIPANT: Level.PARTICIPANT,
    Role.OWNER: Level.OWNER,
}


def invite(context: Context, actor: Actor, chat_id: str, login: str, role: Role) -> Chat:
    """Ask another agent to come as observer or participant, or as owner: then who invites will leave.

    :raises InputInvalid: there is no such agent, or they may not be that in the channel (``login``)
    :raises ChatFull: there have been too many people or entries in it
    :raises BridgeError: as :func:`~bridge.services.chats.require`
    """
    invited = agent(context, login)
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        require(actor, Action.INVITE, chat)
        own = place_of(actor, chat)
        if invited is None or not invited.may_receive:
            raise InputInvalid("There is no agent of that login who takes chats.", field="login")
        if invited.level_in(chat.channel) < _LEVEL_TO_BE[role]:
            raise InputInvalid(f"This agent may not be {role} in the channel.", field="login")
        there = chat.participant(invited.person)
        if there is not None and there.role is not Role.INVITED:
            raise InputInvalid("This agent is in the chat already.", field="login")
        if there is not None and (there.invited_as, there.invited_by) == (role, own.no):
            return chat
        if len(chat.participants) >= MOST_PEOPLE:
            raise InputInvalid("There have been too many people in this chat.", field="login")
        change = Change(unit, chat, context.clock())
        change.require_room()
        new = change.seat(invited.person, Role.INVITED, invited_as=role, invited_by=own.no)
        data: dict[str, object] = {"login": new.ref, "name": new.name, "as": str(role)}
        change.tell(own, EntryKind.INVITED, Audience.AGENTS, data)
        return change.store()


def change_role(context: Context, actor: Actor, chat_id: str, role: Role) -> Chat:
    """Step back and only watch, or take part again.

    :raises ChatLastAgent: nobody else is there to answer
    :raises BridgeError: as :func:`~bridge.services.chats.require`
    """
    watch = role is Role.OBSERVER
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        own = chat.participant(actor.person)
        if own is not None and (own.role is Role.OBSERVER if watch else own in chat.workers):
            return chat
        _require_unless_last(actor, Action.OBSERVE if watch else Action.PARTICIPATE, chat)
        change = Change(unit, chat, context.clock())
        change.require_room()
        own = place_of(actor, chat)
        if watch and chat.client is not None:
            change.tell(own, EntryKind.LEFT)
        own = change.put(own, role=role)
        kind = EntryKind.BECAME_OBSERVER if watch else EntryKind.BECAME_PARTICIPANT
        change.tell(own, kind, Audience.AGENTS)
        if not watch and chat.client is not None:
            change.tell(own, EntryKind.JOINED)
        _succeed(change)
        return change.store()


def move(context: Context, actor: Actor, chat_id: str, channel_id: int, *, release: bool) -> Chat:
    """Put the chat into another channel. With ``release`` all agents leave, and it is that team's request.

    :raises InputInvalid: there is no such channel, or there is nobody whom its team could answer
    :raises ChatFull: no room for another entry
    :raises BridgeError: as :func:`~bridge.services.chats.require`
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        require(actor, Action.MOVE, chat)
        channel = next((one for one in unit.tx.channels.all() if one.id == channel_id and one.valid), None)
        if channel is None:
            raise InputInvalid("There is no such channel.", field="channel")
        release = release and bool(chat.workers)
        if release and (chat.client is None or chat.state is State.REQUESTED):
            raise InputInvalid("There is no customer or visitor to answer yet.", field="release")
        if channel.id == chat.channel.id and not release:
            return chat
        change = Change(unit, chat, context.clock())
        change.require_room()
        own = chat.member(actor.person)
        if own is None:  # a candidate, who comes and goes
            own = change.put(change.seat(actor.person, Role.OBSERVER), present=False)
        if channel.id != chat.channel.id:
            change.move(channel)
            change.tell(own, EntryKind.MOVED, data={"from": chat.channel.name, "to": channel.name})
        if release:
            _all_leave(change)
            change.wait_again()
        return change.store()


def leave(context: Context, actor: Actor, chat_id: str) -> None:
    """Go. Whoever is the last to answer a customer stays; a chat among agents ends with the last but one.

    :raises ChatLastAgent: nobody else is there to answer
    :raises BridgeError: as :func:`~bridge.services.chats.require`
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        if _has_gone(actor, chat):
            return
        _require_unless_last(actor, Action.LEAVE, chat)
        change = Change(unit, chat, context.clock())
        own = change.put(place_of(actor, chat), present=False)
        change.tell_of(own, EntryKind.LEFT)
        _succeed(change)
        if is_pointless(change.chat):
            change.end(own)
        change.store()


def monitor(context: Context, actor: Actor, chat_id: str, level: str) -> Chat:
    """Choose what one wants to be notified of: ``none``, ``customer`` or ``all``.

    :raises BridgeError: as :func:`~bridge.services.chats.require`
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        require(actor, Action.MONITOR, chat)
        own = place_of(actor, chat)
        if own.monitor == level:
            return chat
        change = Change(unit, chat, context.clock())
        change.put(own, monitor=level)
        return change.store()


def dismiss(context: Context, actor: Actor, chat_id: str) -> None:
    """Take a chat that its requester has closed, and that is on no ticket, off one's desk.

    :raises BridgeError: as :func:`~bridge.services.chats.require`
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        if chat.state is State.CLOSED and _has_gone(actor, chat):
            return
        require(actor, Action.DISMISS, chat)
        change = Change(unit, chat, context.clock())
        change.put(place_of(actor, chat), present=False)
        if not change.chat.workers:
            change.set(kept=False)
        change.store()


def _require_unless_last(actor: Actor, action: Action, chat: Chat) -> None:
    own = chat.participant(actor.person)
    is_last = own is not None and chat.workers == (own,) and chat.state is State.ACTIVE
    if is_last and not allowed(actor, action, chat) and action in {Action.LEAVE, Action.OBSERVE}:
        raise ChatLastAgent(
            "Nobody else is there to answer: invite somebody, hand the chat over, or close it."
        )
    require(actor, action, chat)


def _has_gone(actor: Actor, chat: Chat) -> bool:
    known = chat.member(actor.person)
    return known is not None and not known.present and known.role in _LEVEL_TO_BE


def _succeed(change: Change) -> None:
    """Where the owner is gone, the first participant is it from now on."""
    if change.chat.owner is None and change.chat.workers:
        change.put(change.chat.workers[0], role=Role.OWNER)


def _all_leave(change: Change) -> None:
    for one in change.chat.participants:
        if one.kind is Kind.AGENT and one.present:
            gone = change.put(one, present=False)
            if gone.role is not Role.INVITED:
                change.tell_of(gone, EntryKind.LEFT)
