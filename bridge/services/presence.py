"""Who is here: what each web process tells the others through the database, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.domain.channels import Channel
from bridge.domain.events import PeopleSeen
from bridge.domain.presence import AgentState, Seen
from bridge.services.context import Context
from bridge.services.people import Roster, roster

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class News:
    """What the database says of people.

    :ivar seen: those who were seen since the time that was asked for
    """

    seen: Sequence[Seen]
    states: Mapping[str, AgentState]
    channels: Sequence[Channel]
    roster: Roster


def exchange(context: Context, mine: Sequence[Seen], since: datetime, known: Roster) -> News:
    """Store whom this process sees, and look at whom the others do and at what may have changed."""
    if mine:
        with context.db.write() as tx:
            tx.presence.put(mine)
    context.policy.refresh()
    return look(context, since, known)


def look(context: Context, since: datetime, known: Roster) -> News:
    """What the database says now."""
    with context.db.read() as tx:
        return News(
            seen=tx.presence.since(since),
            states={state.login: state for state in tx.agent_states.all()},
            channels=tx.channels.all(),
            roster=roster(tx, known),
        )


def tell(context: Context, seen: Sequence[Seen]) -> None:
    """Let the other processes know at once that these have come or do something again."""
    context.bus.publish([PeopleSeen(tuple(seen))])


def forget_gone(context: Context) -> int:
    """Drop when people were seen who have long gone; how many."""
    with context.db.write() as tx:
        return tx.presence.forget(context.clock() - _KEPT)
