"""Who may do what to a chat: one pure table, tested as a matrix. Transports never decide."""

from __future__ import annotations

from enum import StrEnum

from bridge.domain.channels import Level
from bridge.domain.chats import Audience, Chat, Role, State
from bridge.domain.people import Actor, Kind


class Action(StrEnum):
    """What can be done to a chat; the words clients see in ``may``."""

    READ = "read"
    ACCEPT = "accept"
    SEND = "send"
    SEND_INTERNAL = "send_internal"
    CLOSE = "close"
    HAND_OVER = "hand_over"


class Place(StrEnum):
    """Where an actor stands towards a chat."""

    REQUESTER = "requester"
    OWNER = "owner"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    CANDIDATE = "candidate"  # an agent with owner level in the channel, not in the chat
    STRANGER = "stranger"


_READ = frozenset({Action.READ})
_TALK = _READ | {Action.SEND, Action.CLOSE}
_WORK = _TALK | {Action.SEND_INTERNAL, Action.HAND_OVER}
_NOTHING: frozenset[Action] = frozenset()

_TABLE: dict[Place, dict[State, frozenset[Action]]] = {
    Place.REQUESTER: {
        State.REQUESTED: _TALK,
        State.ACTIVE: _TALK,
        State.CLOSING: _READ,
        State.CLOSED: _READ,
    },
    Place.OWNER: {
        State.REQUESTED: _READ,
        State.ACTIVE: _WORK,
        State.CLOSING: _READ | {Action.HAND_OVER},
        State.CLOSED: _READ | {Action.HAND_OVER},
    },
    Place.PARTICIPANT: {
        State.REQUESTED: _READ,
        State.ACTIVE: _WORK,
        State.CLOSING: _READ | {Action.HAND_OVER},
        State.CLOSED: _READ | {Action.HAND_OVER},
    },
    Place.OBSERVER: {
        State.REQUESTED: _READ,
        State.ACTIVE: _READ,
        State.CLOSING: _READ,
        State.CLOSED: _READ,
    },
    Place.CANDIDATE: {
        State.REQUESTED: _READ | {Action.ACCEPT},
        State.ACTIVE: _NOTHING,
        State.CLOSING: _NOTHING,
        State.CLOSED: _NOTHING,
    },
    Place.STRANGER: dict.fromkeys(State, _NOTHING),
}

_PLACE_OF_ROLE = {
    Role.REQUESTER: Place.REQUESTER,
    Role.OWNER: Place.OWNER,
    Role.PARTICIPANT: Place.PARTICIPANT,
    Role.OBSERVER: Place.OBSERVER,
}


def place(actor: Actor, chat: Chat) -> Place:
    """Where the actor stands towards the chat."""
    own = chat.participant(actor.person)
    if own is not None:
        return _PLACE_OF_ROLE[own.role]
    if actor.may_receive and actor.level_in(chat.channel) is Level.OWNER:
        return Place.CANDIDATE
    return Place.STRANGER


def permitted(actor: Actor, chat: Chat) -> frozenset[Action]:
    """All that the actor may do to the chat now; a ticketed chat is never handed over again."""
    actions = _TABLE[place(actor, chat)][chat.state]
    return actions - {Action.HAND_OVER} if chat.ticket is not None else actions


def allowed(actor: Actor, action: Action, chat: Chat) -> bool:
    """Whether the actor may do that to the chat now."""
    return action in permitted(actor, chat)


def may_read(participant_kind: Kind, audience: Audience) -> bool:
    """Whether people of this kind see entries for that audience."""
    return audience is Audience.EVERYONE or participant_kind is Kind.AGENT


def sending_action(audience: Audience) -> Action:
    """What one must be permitted in order to write for that audience."""
    return Action.SEND_INTERNAL if audience is Audience.AGENTS else Action.SEND
