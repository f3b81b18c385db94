"""Channels: every chat is in one, and a channel's OTRS group says who may do what there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """What an agent is in a channel; the higher includes the lower."""

    NONE = 0
    OBSERVER = 1
    PARTICIPANT = 2
    OWNER = 3


LEVELS: Mapping[str, Level] = {"ro": Level.OBSERVER, "note": Level.PARTICIPANT, "rw": Level.OWNER}
"""Which permission of an OTRS group gives which level in its channels, unless the policy says otherwise."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of chats.

    :ivar group: name of the OTRS group that controls it
    :ivar opening_hours: weekday ``0`` (Monday) to ``6`` → pairs of ``HH:MM``, in OTRS's time zone; empty:
        always
    :ivar agent_name: what customers and visitors see instead of agents' names; empty: those
    :ivar agents_numbered: whether a number follows, so that several agents can be told apart
    :ivar ticket_queue: name of OTRS's queue for the tickets that customers and visitors ask for
    :ivar keep_closed_hours: how long a closed chat is kept; ``None``: for ever
    :ivar keep_all_days: how long any chat is kept, open or not; ``None``: for ever
    """

    id: int
    name: str
    group: str
    for_customers: bool
    for_visitors: bool
    valid: bool
    comment: str = ""
    greeting: str = ""
    opening_hours: Mapping[str, list[list[str]]] = field(default_factory=dict)
    agent_name: str = ""
    agents_numbered: bool = False
    ticket_queue: str = ""
    keep_closed_hours: int | None = None
    keep_all_days: int | None = None


def level(
    groups: Mapping[str, frozenset[str]], channel: Channel, levels: Mapping[str, Level] = LEVELS
) -> Level:
    """The highest level that these group permissions give in the channel."""
    held = groups.get(channel.group, frozenset())
    return max((levels.get(permission, Level.NONE) for permission in held), default=Level.NONE)
