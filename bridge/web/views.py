"""What goes over the wire: chats and entries as one person may see them (``docs/protocol.md``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from bridge.domain.chats import Chat, Entry, Participant, Ticket
from bridge.domain.errors import BridgeError
from bridge.domain.masking import masked, masked_entry
from bridge.domain.people import Actor, Kind
from bridge.domain.permissions import Action, permitted

View = dict[str, Any]


def dump(view: View) -> bytes:
    """A view as the text of a frame."""
    return orjson.dumps(view)


def time(at: datetime | None) -> str | None:
    """A time in ISO 8601 with milliseconds, UTC."""
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def chat(of: Chat, actor: Actor, last_seq: int | None = None) -> View:
    """A chat for one person; ``last_seq`` where a newer one is known than the chat's."""
    own = of.participant(actor.person)
    may = permitted(actor, of)
    for_agent = actor.person.kind is Kind.AGENT
    shown = of if for_agent else masked(of)
    return {
        "id": of.id,
        "version": of.version,
        "state": of.state,
        "direction": of.direction,
        "channel": {"id": of.channel.id, "name": of.channel.name},
        "requester": _requester(shown, for_agent),
        "about": _ticket(of.about, for_agent),
        "first_message": of.first_message,
        "created_at": time(of.created_at),
        "waiting_since": time(of.waiting_since),
        "accepted_at": time(of.accepted_at),
        "closed_at": time(of.closed_at),
        "last_seq": max(of.last_seq, last_seq or 0),
        "you": own.no if own is not None else None,
        "read_seq": own.read_seq if own is not None else 0,
        "monitor": own.monitor if own is not None else "none",
        "participants": [_participant(one, for_agent) for one in shown.participants],
        "may": [action for action in Action if action in may],
        "ticket": _ticket(of.ticket, for_agent),
        "handover": _handover(of) if for_agent else _own_ticket(of),
    }


def entry(of: Entry) -> View:
    """An entry; the same for all who may read it under these names."""
    return {
        "seq": of.seq,
        "kind": of.kind,
        "audience": of.audience,
        "author": {"no": of.author.no, "kind": of.author.kind, "name": of.author.name},
        "text": of.text,
        "at": time(of.at),
        "client_id": of.client_id,
        "data": dict(of.data),
    }


def log(of: Chat | None, shown: Sequence[Entry], kind: Kind) -> list[View]:
    """Entries of a chat as people of that kind see them; without a chat all names are as they are."""
    if of is None or kind is Kind.AGENT:
        return [entry(one) for one in shown]
    return [entry(masked_entry(of, one)) for one in shown]


def entries(chat_id: str, shown: Sequence[View]) -> bytes:
    """The event that tells of new entries."""
    return dump({"type": "entries", "chat": chat_id, "entries": shown})


def error(reply_to: int | None, of: BridgeError) -> View:
    """The reply that says why not."""
    return {"type": "error", "id": reply_to, "code": of.code, "message": of.message, "data": dict(of.data)}


def _requester(of: Chat, for_agent: bool) -> View:
    shown = {"kind": of.requester.kind, "name": of.requester.name}
    known = for_agent and of.requester.kind is not Kind.VISITOR
    return shown | {"login": of.requester.ref} if known else shown


def _participant(of: Participant, for_agent: bool) -> View:
    shown = {
        "no": of.no,
        "kind": of.kind,
        "name": of.name,
        "role": of.role,
        "present": of.present,
        "read_seq": of.read_seq,
    }
    if not for_agent:
        return shown
    login = {} if of.kind is Kind.VISITOR else {"login": of.ref}
    return shown | {"invited_as": of.invited_as} | login


def _ticket(of: Ticket | None, for_agent: bool) -> View | None:
    if of is None:
        return None
    shown = {"number": of.number}
    return shown | {"id": of.id} if for_agent else shown


def _own_ticket(of: Chat) -> View | None:
    status = of.handover
    return {"state": status.state} if status is not None and status.kind == "customer_ticket" else None


def _handover(of: Chat) -> View | None:
    status = of.handover
    if status is None:
        return None
    problem = {"code": status.error_code, "message": status.error_message} if status.error_code else None
    return {
        "state": status.state,
        "kind": status.kind,
        "attempts": status.attempts,
        "since": time(status.since),
        "error": problem,
    }
