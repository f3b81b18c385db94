"""What an agent sets: for which chats they are available, in which channels, and their preferences."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bridge.domain.channels import Channel, Level
from bridge.domain.errors import InputInvalid, PermissionDenied
from bridge.domain.events import AgentStateChanged
from bridge.domain.people import Actor, Kind
from bridge.domain.presence import AgentState, Availability, Seen, first_state, nothing_set
from bridge.services.context import Context, unit_of_work
from bridge.services.ports import Transaction

PREFERENCES_BYTES = 4096
"""How large an agent's preferences may be as JSON."""

_DEEPEST = 20
"""How deep they may be nested. What is read from JSON can be too deep to be written as such again."""


@dataclass(frozen=True, slots=True)
class Own:
    """What one agent has set."""

    state: AgentState
    preferences: dict[str, object] = field(default_factory=dict)


def arrive(context: Context, actor: Actor, lease: timedelta) -> Own:
    """An agent signs in. Who was gone for longer than the lease is asked anew whether they are available."""
    person, now = actor.person, context.clock()
    with context.db.read() as tx:
        stored, seen = tx.agent_states.get(person.ref), tx.presence.get(person.id)
        permitted = permitted_channels(tx, actor)
    was_here = seen is not None and now - seen.seen_at <= lease
    if was_here and (stored is not None or not permitted):
        return _own(stored, person.ref)
    with unit_of_work(context) as unit:
        unit.tx.presence.put([Seen(person.id, person.name, now, now)])
        if stored is None and permitted:  # somebody whom OTRS has not told of yet chooses nothing
            ask = context.policy().external_needs_question
            unit.tx.agent_states.add(first_state(person.ref, permitted, ask=ask))
        own = _own(unit.tx.agent_states.get(person.ref, lock=True), person.ref)
        asked = context.policy().external_needs_question and not was_here
        if own.state.now is not Availability.EXTERNAL or not asked:
            return own
        asking = replace(own.state, version=own.state.version + 1, asking=True)
        unit.tx.agent_states.change(asking)
        unit.events.append(AgentStateChanged(person.ref))
        return replace(own, state=asking)


def own(context: Context, login: str) -> Own:
    """What the agent has set."""
    with context.db.read() as tx:
        return _own(tx.agent_states.get(login), login)


def choose(context: Context, actor: Actor, availability: Availability, channels: Collection[int]) -> Own:
    """Say which chats one wants, and in which channels those of customers and visitors.

    :raises InputInvalid: a channel is not for this agent
    :raises PermissionDenied: not an agent
    """
    login = _agent(actor)
    with unit_of_work(context) as unit:
        chosen = frozenset(channels)
        if not chosen <= {channel.id for channel in permitted_channels(unit.tx, actor)}:
            raise InputInvalid("One of these channels is not yours to choose.", field="channels")
        before = _locked(unit.tx, login)
        after = AgentState(login, before.state.version + 1, availability, chosen)
        unit.tx.agent_states.change(after)
        unit.events.append(AgentStateChanged(login))
        return replace(before, state=after)


def prefer(context: Context, actor: Actor, preferences: dict[str, object]) -> Own:
    """Keep the agent's preferences, whatever the client makes of them.

    :raises InputInvalid: they are over :data:`PREFERENCES_BYTES` as JSON, or nested too deep
    :raises PermissionDenied: not an agent
    """
    login = _agent(actor)
    if not _is_flat(preferences, _DEEPEST) or _size(preferences) > PREFERENCES_BYTES:
        raise InputInvalid(
            f"Preferences may have {PREFERENCES_BYTES} bytes and {_DEEPEST} levels.", field="preferences"
        )
    with unit_of_work(context) as unit:
        before = _locked(unit.tx, login)
        after = Own(replace(before.state, version=before.state.version + 1), preferences)
        unit.tx.agent_states.change(after.state, preferences)
        unit.events.append(AgentStateChanged(login))
        return after


def permitted_channels(tx: Transaction, actor: Actor) -> list[Channel]:
    """The valid channels in which the agent is anything."""
    return [one for one in tx.channels.all() if one.valid and actor.level_in(one) > Level.NONE]


def _own(stored: tuple[AgentState, dict[str, object]] | None, login: str) -> Own:
    return Own(*stored) if stored is not None else Own(nothing_set(login))


def _locked(tx: Transaction, login: str) -> Own:
    stored = tx.agent_states.get(login, lock=True)
    if stored is None:
        tx.agent_states.add(first_state(login, [], ask=False))
        stored = tx.agent_states.get(login, lock=True)
    return _own(stored, login)


def _agent(actor: Actor) -> str:
    if actor.person.kind is not Kind.AGENT:
        raise PermissionDenied("Only agents are available or not.")
    return actor.person.ref


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode())


def _is_flat(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_flat(one, levels - 1) for one in parts)
