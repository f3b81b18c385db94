"""Channels: every chat is in one, and a channel's OTRS group says who may do what there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from bridge.domain.errors import InputInvalid
from bridge.domain.hours import opening_hours
from bridge.domain.text import clean, clean_line


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


@dataclass(frozen=True, slots=True)
class ChannelRecord:
    """A channel as administrators see it; ``version`` grows with every change.

    :ivar created_by: login; empty: the service itself
    """

    channel: Channel
    version: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


def level(
    groups: Mapping[str, frozenset[str]], channel: Channel, levels: Mapping[str, Level] = LEVELS
) -> Level:
    """The highest level that these group permissions give in the channel."""
    held = groups.get(channel.group, frozenset())
    return max((levels.get(permission, Level.NONE) for permission in held), default=Level.NONE)


def edited(channel: Channel, fields: Mapping[str, object]) -> Channel:
    """The channel with these fields in place of its own. What it does not know is left out.

    :raises InputInvalid: one cannot be used, or there is no name or group; ``data["field"]`` names it
    """
    values: dict[str, Any] = {}
    for name, parse in _FIELDS.items():
        if name in fields:
            try:
                values[name] = parse(fields[name])
            except ValueError as problem:
                raise InputInvalid(f"'{name}' must be {problem}.", field=name) from problem
    after = replace(channel, **values)
    for name in ("name", "group"):
        if not getattr(after, name):
            raise InputInvalid(f"A channel needs a {name}.", field=name)
    return after


def _line(most: int) -> Callable[[object], str]:
    def parse(raw: object) -> str:
        text = clean_line(raw) if isinstance(raw, str) else None
        if text is None or len(text) > most:
            raise ValueError(f"a text of at most {most} characters")
        return text

    return parse


def _text(most: int) -> Callable[[object], str]:
    def parse(raw: object) -> str:
        text = clean(raw) if isinstance(raw, str) else None
        if text is None or len(text) > most:
            raise ValueError(f"a text of at most {most} characters")
        return text

    return parse


def _switch(raw: object) -> bool:
    if raw is True or raw is False:
        return raw
    raise ValueError("true or false")


def _maybe_number(most: int) -> Callable[[object], int | None]:
    def parse(raw: object) -> int | None:
        if raw is None:
            return None
        if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw <= most:
            raise ValueError(f"a whole number from 1 to {most}, or null")
        return raw

    return parse


def _hours(raw: object) -> Mapping[str, list[list[str]]]:
    if isinstance(raw, dict):
        return opening_hours(raw)
    raise ValueError("an object of weekdays and pairs of times")


_FIELDS: dict[str, Callable[[object], object]] = {
    "name": _line(100),
    "group": _line(200),
    "for_customers": _switch,
    "for_visitors": _switch,
    "valid": _switch,
    "comment": _line(250),
    "greeting": _text(500),
    "opening_hours": _hours,
    "agent_name": _line(100),
    "agents_numbered": _switch,
    "ticket_queue": _line(200),
    "keep_closed_hours": _maybe_number(24 * 366 * 10),
    "keep_all_days": _maybe_number(366 * 10),
}
