"""Channels: every chat is in one, and a channel's OTRS group says who may do what there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

# Which permission of an OTRS group gives which level in its channels (feature 4).
LEVEL_OF_PERMISSION = {"ro": 1, "note": 2, "rw": 3}


class Level(IntEnum):
    """What an agent is in a channel; the higher includes the lower."""

    NONE = 0
    OBSERVER = 1
    PARTICIPANT = 2
    OWNER = 3


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of chats.

    :ivar group: name of the OTRS group that controls it
    """

    id: int
    name: str
    group: str
    for_customers: bool
    for_visitors: bool
    valid: bool


def level(groups: Mapping[str, frozenset[str]], channel: Channel) -> Level:
    """The highest level that these group permissions give in the channel."""
    held = groups.get(channel.group, frozenset())
    return Level(max((LEVEL_OF_PERMISSION.get(permission, 0) for permission in held), default=0))
