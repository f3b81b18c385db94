"""Who may do what to a chat: one pure table, tested as a matrix. Transports never decide."""

from __future__ import annotations

from enum import StrEnum

from bridge.domain.channels import Channel, Level
from bridge.domain.chats import Audience, Chat, Direction, Participant, Role, State
from bridge.domain.people import Actor, Kind


class Action(StrEnum):
    """What can be done to a chat; the words clients see in ``may``."""

    READ = "read"
    ACCEPT = "accept"
    DECLINE = "decline"
    SEND = "send"
    SEND_INTERNAL = "send_internal"
    TYPE = "type"
    ATTACH_FILE = "attach_file"
    INVITE = "invite"
    MOVE = "move"
    OBSERVE = "observe"
    PARTICIPATE = "participate"
    MONITOR = "monitor"
    LEAVE = "leave"
    CLOSE = "close"
    DISMISS = "dismiss"
    HAND_OVER = "hand_over"
    CANCEL_HANDOVER = "cancel_handover"
    REQUEST_TICKET = "request_ticket"
    MAIL = "mail"
    TRANSCRIPT = "transcript"
    REVIEW = "review"


class Place(StrEnum):
    """Where an actor stands towards a chat."""

    REQUESTER = "requester"
    GUEST = "guest"
    ASKED = "asked"  # a customer whom an agent asked and who has not answered
    OWNER = "owner"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    INVITED = "invited"  # an agent who has not answered
    CANDIDATE = "candidate"  # an agent with owner level in the channel of a request, not in the chat
    FORMER = "former"  # an agent who worked in it
    WITNESS = "witness"  # an agent who watched it
    COLLEAGUE = "colleague"  # an agent who may read what the channel's team did
    STRANGER = "stranger"


_NOTHING: frozenset[Action] = frozenset()
_REVIEW = frozenset({Action.REVIEW, Action.TRANSCRIPT})
_KEEP = frozenset({Action.READ, Action.MAIL, Action.TRANSCRIPT})
_TALK = _KEEP | {Action.SEND, Action.TYPE, Action.ATTACH_FILE, Action.CLOSE}
_TICKET = frozenset({Action.REQUEST_TICKET})
_ASK = _TALK | {Action.SEND_INTERNAL, Action.INVITE, Action.MOVE, Action.MONITOR}
_WORK = _ASK | {Action.OBSERVE, Action.LEAVE, Action.HAND_OVER}
_WATCH = _KEEP | {Action.MONITOR, Action.LEAVE}
_ON_ITS_WAY = frozenset({Action.HAND_OVER, Action.CANCEL_HANDOVER})
_ANSWER = frozenset({Action.READ, Action.ACCEPT, Action.DECLINE})

_TABLE: dict[Place, dict[State, frozenset[Action]]] = {
    Place.REQUESTER: {
        State.REQUESTED: _TALK | _TICKET,
        State.ACTIVE: _TALK,
        State.CLOSING: _KEEP,
        State.CLOSED: _KEEP | _TICKET,
    },
    Place.GUEST: {
        State.REQUESTED: _TALK,
        State.ACTIVE: _TALK,
        State.CLOSING: _KEEP,
        State.CLOSED: _KEEP | _TICKET,
    },
    Place.ASKED: {
        State.REQUESTED: _ANSWER,
        State.ACTIVE: _ANSWER,
        State.CLOSING: _NOTHING,
        State.CLOSED: _NOTHING,
    },
    Place.OWNER: {
        State.REQUESTED: _ASK,
        State.ACTIVE: _WORK,
        State.CLOSING: _KEEP | _ON_ITS_WAY,
        State.CLOSED: _KEEP | {Action.HAND_OVER, Action.DISMISS},
    },
    Place.PARTICIPANT: {
        State.REQUESTED: _ASK | {Action.LEAVE},
        State.ACTIVE: _WORK,
        State.CLOSING: _KEEP | _ON_ITS_WAY,
        State.CLOSED: _KEEP | {Action.HAND_OVER, Action.DISMISS},
    },
    Place.OBSERVER: {
        State.REQUESTED: _WATCH,
        State.ACTIVE: _WATCH | {Action.PARTICIPATE},
        State.CLOSING: _KEEP,
        State.CLOSED: _KEEP | {Action.DISMISS},
    },
    Place.INVITED: {
        State.REQUESTED: _ANSWER,
        State.ACTIVE: _ANSWER,
        State.CLOSING: _NOTHING,
        State.CLOSED: _NOTHING,
    },
    Place.CANDIDATE: {
        State.REQUESTED: frozenset({Action.READ, Action.ACCEPT, Action.MOVE}),
        State.ACTIVE: _NOTHING,
        State.CLOSING: _NOTHING,
        State.CLOSED: _REVIEW,
    },
    Place.FORMER: {
        State.REQUESTED: _NOTHING,
        State.ACTIVE: _NOTHING,
        State.CLOSING: _NOTHING,
        State.CLOSED: _REVIEW | {Action.MAIL, Action.HAND_OVER},
    },
    Place.WITNESS: {
        State.REQUESTED: _NOTHING,
        State.ACTIVE: _NOTHING,
        State.CLOSING: _NOTHING,
        State.CLOSED: _REVIEW,
    },
    Place.COLLEAGUE: {
        State.REQUESTED: _NOTHING,
        State.ACTIVE: _NOTHING,
        State.CLOSING: _NOTHING,
        State.CLOSED: _REVIEW,
    },
    Place.STRANGER: dict.fromkeys(State, _NOTHING),
}

_PLACE_OF_ROLE = {
    Role.REQUESTER: Place.REQUESTER,
    Role.GUEST: Place.GUEST,
    Role.OWNER: Place.OWNER,
    Role.PARTICIPANT: Place.PARTICIPANT,
    Role.OBSERVER: Place.OBSERVER,
    Role.DECLINED: Place.STRANGER,
}

_PLACE_AFTERWARDS = {
    Role.OWNER: Place.FORMER,
    Role.PARTICIPANT: Place.FORMER,
    Role.OBSERVER: Place.WITNESS,
}

_BY_CLIENTS = {Direction.CUSTOMER_AGENT, Direction.PUBLIC_AGENT}


def place(actor: Actor, chat: Chat) -> Place:
    """Where the actor stands towards the chat."""
    own = chat.participant(actor.person)
    if own is not None:
        return _place_in(own)
    return _place_beside(actor, chat) if actor.person.kind is Kind.AGENT else Place.STRANGER


def _place_in(own: Participant) -> Place:
    if own.role is Role.INVITED:
        return Place.INVITED if own.kind is Kind.AGENT else Place.ASKED
    return _PLACE_OF_ROLE[own.role]


def _place_beside(actor: Actor, chat: Chat) -> Place:
    held = actor.level_in(chat.channel)
    before = chat.member(actor.person)
    if before is not None and before.role in _PLACE_AFTERWARDS and chat.state is State.CLOSED:
        return _PLACE_AFTERWARDS[before.role]
    if held is Level.OWNER and actor.may_receive and _is_for_candidates(chat):
        return Place.CANDIDATE
    if held >= Level.PARTICIPANT and chat.direction is not Direction.AGENT_AGENT:
        return Place.COLLEAGUE
    return Place.STRANGER


def _is_for_candidates(chat: Chat) -> bool:
    """Whether a team was or is asked: by a customer or visitor, or by the agent who gave the chat away."""
    return chat.direction in _BY_CLIENTS or (chat.client is not None and not chat.requester.present)


def permitted(actor: Actor, chat: Chat) -> frozenset[Action]:
    """All that the actor may do to the chat now; see the table, and what is taken away from it here.

    A chat on a ticket is put on no other and stays on no desk; a hand-over is cancelled only when it does
    not work; whoever is the last to answer a customer stays; and observers write only where their level lets
    them.
    """
    actions = _TABLE[place(actor, chat)][chat.state]
    if chat.handover is None or not chat.handover.error_code:
        actions -= {Action.CANCEL_HANDOVER}
    if chat.ticket is not None:
        actions -= {Action.HAND_OVER, Action.REQUEST_TICKET, Action.DISMISS}
    if Action.OBSERVE in actions and len(chat.workers) == 1:
        actions -= {Action.OBSERVE} if chat.client is None else {Action.OBSERVE, Action.LEAVE}
    if Action.PARTICIPATE in actions and not _may_participate(actor, chat):
        actions -= {Action.PARTICIPATE}
    return actions


def _may_participate(actor: Actor, chat: Chat) -> bool:
    own = chat.participant(actor.person)
    if chat.client is None or (own is not None and own.invited_as in {Role.PARTICIPANT, Role.OWNER}):
        return True
    return actor.level_in(chat.channel) >= Level.PARTICIPANT


def allowed(actor: Actor, action: Action, chat: Chat) -> bool:
    """Whether the actor may do that to the chat now."""
    return action in permitted(actor, chat)


def may_administrate(actor: Actor, group: str) -> bool:
    """Whether the agent may change channels and policy: a member of that group of OTRS, with ``rw``."""
    return actor.person.kind is Kind.AGENT and "rw" in actor.groups.get(group, ())


def may_read(participant_kind: Kind, audience: Audience) -> bool:
    """Whether people of this kind see entries for that audience."""
    return audience is Audience.EVERYONE or participant_kind is Kind.AGENT


def may_review(actor: Actor, channel: Channel) -> bool:
    """Whether the actor may look into the closed chats of that channel's team."""
    return actor.person.kind is Kind.AGENT and actor.level_in(channel) >= Level.PARTICIPANT


def may_use_replies(actor: Actor, channel: Channel, admin_group: str) -> bool:
    """Whether the canned replies of that channel are for the actor."""
    return may_administrate(actor, admin_group) or actor.level_in(channel) is not Level.NONE


def may_write_replies(actor: Actor, channel: Channel | None, admin_group: str) -> bool:
    """Whether the actor may change the canned replies of that channel; ``None``: those of all channels."""
    if may_administrate(actor, admin_group):
        return True
    return channel is not None and actor.level_in(channel) is Level.OWNER


def sending_action(audience: Audience) -> Action:
    """What one must be permitted in order to write for that audience."""
    return Action.SEND_INTERNAL if audience is Audience.AGENTS else Action.SEND
