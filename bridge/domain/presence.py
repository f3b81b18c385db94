"""Who is here, and whether they can be chatted with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bridge.domain.channels import Channel, Level
from bridge.domain.people import Actor


class Availability(StrEnum):
    """What chats an agent wants."""

    NONE = "none"
    INTERNAL = "internal"
    EXTERNAL = "external"


class Circle(StrEnum):
    """The colour beside a name."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Reason(StrEnum):
    """Why it has that colour."""

    EXTERNAL = "external"
    INTERNAL = "internal"
    AVAILABLE = "available"  # customers
    IDLE = "idle"
    UNAVAILABLE = "unavailable"
    NOT_CONNECTED = "not_connected"


class Standing(NamedTuple):
    """The colour and the reason."""

    circle: Circle
    reason: Reason


@dataclass(frozen=True, slots=True)
class Seen:
    """When somebody was last connected, and when they last did something.

    :ivar person: the person's id over all kinds, ``agent:anton``
    """

    person: str
    name: str
    seen_at: datetime
    active_at: datetime


@dataclass(frozen=True, slots=True)
class AgentState:
    """What an agent has set.

    :ivar version: grows with every change
    :ivar channels: ids of "my chat channels"
    :ivar asking: the agent was available for external chats, has come back, and has not said so again
    """

    login: str
    version: int
    availability: Availability
    channels: frozenset[int]
    asking: bool = False

    @property
    def now(self) -> Availability:
        """What holds until the agent has answered the question."""
        return Availability.INTERNAL if self.asking else self.availability


@dataclass(frozen=True, slots=True)
class Times:
    """What is compared with the clock.

    :ivar lease: so long after the last sign of a connection somebody is still here
    :ivar idle: so long after they last did something they are idle
    """

    lease: timedelta
    idle: timedelta

    def is_here(self, seen: Seen | None, now: datetime) -> bool:
        """Whether the person is connected, or was a moment ago."""
        return seen is not None and now - seen.seen_at <= self.lease

    def is_idle(self, seen: Seen, now: datetime) -> bool:
        """Whether the person has done nothing for long."""
        return now - seen.active_at >= self.idle


def standing_of_agent(availability: Availability, seen: Seen | None, times: Times, now: datetime) -> Standing:
    """An agent's circle."""
    if seen is None or not times.is_here(seen, now):
        return Standing(Circle.RED, Reason.NOT_CONNECTED)
    if availability is Availability.NONE:
        return Standing(Circle.RED, Reason.UNAVAILABLE)
    if times.is_idle(seen, now):
        return Standing(Circle.YELLOW, Reason.IDLE)
    external = availability is Availability.EXTERNAL
    return Standing(Circle.GREEN, Reason.EXTERNAL if external else Reason.INTERNAL)


def standing_of_customer(seen: Seen | None, times: Times, now: datetime) -> Standing:
    """A customer's circle."""
    if seen is None or not times.is_here(seen, now):
        return Standing(Circle.RED, Reason.NOT_CONNECTED)
    if times.is_idle(seen, now):
        return Standing(Circle.YELLOW, Reason.IDLE)
    return Standing(Circle.GREEN, Reason.AVAILABLE)


def serves(actor: Actor, state: AgentState, channel: Channel) -> bool:
    """Whether the agent, who is here, takes requests of customers and visitors in that channel."""
    return (
        state.now is Availability.EXTERNAL
        and channel.id in state.channels
        and actor.may_receive
        and actor.level_in(channel) is Level.OWNER
    )


def first_state(login: str, permitted: Collection[Channel], *, ask: bool) -> AgentState:
    """What an agent has who was never here: an only channel is chosen, and external chats are, too.

    :param ask: whether the agent is asked before that holds
    """
    if len(permitted) != 1:
        return AgentState(login, 1, Availability.INTERNAL, frozenset())
    return AgentState(login, 1, Availability.EXTERNAL, frozenset(one.id for one in permitted), asking=ask)


def nothing_set(login: str) -> AgentState:
    """What holds for an agent who has set nothing."""
    return AgentState(login, 0, Availability.INTERNAL, frozenset())
