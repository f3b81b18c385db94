"""What administrators set for all channels together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bridge.domain.channels import LEVELS, Channel, Level
from bridge.domain.chats import Direction
from bridge.domain.errors import InputInvalid
from bridge.domain.people import Actor, Kind, Person
from bridge.domain.text import clean_line

NAME_CHARS = 200
"""The longest name of a group, a permission or a queue."""

_MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one installation.

    :ivar version: grows with every change
    :ivar directions: who may ask whom for a chat
    :ivar levels: which permission of an OTRS group gives which level in its channels
    :ivar receive_groups: only agents with a permission in one of these groups get chats of others; empty: all
    :ivar start_groups: only those may ask others for a chat; empty: all
    :ivar idle_minutes: without activity for so long somebody is idle
    :ivar check_available: whether a channel is open to customers and visitors only while an owner of it is
        available for external chats
    :ivar external_needs_question: whether "external" is asked for again when an agent comes back
    :ivar ticket_after_minutes: after so long without an answer a ticket is offered
    :ivar ticket_queue: name of OTRS's queue for tickets that customers and visitors ask for, where the
        channel has none
    :ivar most_windows: how many chats are open side by side
    :ivar most_file_mb: the largest file, in MB of 1,000,000 bytes
    """

    version: int = 0
    directions: frozenset[Direction] = frozenset(Direction)
    levels: Mapping[str, Level] = field(default_factory=lambda: LEVELS)
    receive_groups: frozenset[str] = frozenset()
    start_groups: frozenset[str] = frozenset()
    idle_minutes: int = 5
    check_available: bool = True
    external_needs_question: bool = True
    ticket_after_minutes: int = 3
    ticket_queue: str = "Raw"
    most_windows: int = 3
    most_file_mb: int = 10

    def actor(self, person: Person, groups: dict[str, frozenset[str]]) -> Actor:
        """The person with what these group permissions (an agent's; otherwise empty) let them do."""
        return Actor(
            person,
            groups,
            levels=self.levels,
            may_receive=_is_in(groups, self.receive_groups),
            may_start=_is_in(groups, self.start_groups),
        )


def offered(policy: Policy, channel: Channel, kind: Kind) -> bool:
    """Whether people of this kind may ask in that channel; agents ask nowhere."""
    if kind is Kind.CUSTOMER:
        return channel.valid and channel.for_customers and Direction.CUSTOMER_AGENT in policy.directions
    if kind is Kind.VISITOR:
        return channel.valid and channel.for_visitors and Direction.PUBLIC_AGENT in policy.directions
    return False


def stored(policy: Policy) -> dict[str, object]:
    """The rules as JSON values, without the version."""
    return {one.name: _to_json(getattr(policy, one.name)) for one in fields(Policy) if one.name != "version"}


def changed(policy: Policy, rules: Mapping[str, object]) -> Policy:
    """The policy with these rules in place of its own. What it does not know is left out.

    :raises InputInvalid: one cannot be used; ``data["field"]`` names it
    """
    values: dict[str, Any] = {}
    for name, parse in _RULES.items():
        if name in rules:
            try:
                values[name] = parse(rules[name])
            except ValueError as problem:
                raise InputInvalid(f"'{name}' must be {problem}.", field=name) from problem
    return replace(policy, **values)


def _is_in(groups: Mapping[str, frozenset[str]], wanted: frozenset[str]) -> bool:
    return not wanted or any(groups.get(group) for group in wanted)


def _to_json(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {permission: level.name.lower() for permission, level in value.items()}
    return value


def _number(low: int, high: int) -> Callable[[object], int]:
    def parse(raw: object) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool) or not low <= raw <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return raw

    return parse


def _switch(raw: object) -> bool:
    if raw is True or raw is False:
        return raw
    raise ValueError("true or false")


def _name(raw: object) -> str:
    name = clean_line(raw) if isinstance(raw, str) else ""
    if not 1 <= len(name) <= NAME_CHARS:
        raise ValueError(f"a name of 1 to {NAME_CHARS} characters")
    return name


def _names(raw: object) -> frozenset[str]:
    if not isinstance(raw, list) or len(raw) > _MOST_NAMES:
        raise ValueError(f"a list of at most {_MOST_NAMES} names")
    return frozenset(_name(one) for one in raw)


def _directions(raw: object) -> frozenset[Direction]:
    if not isinstance(raw, list) or any(not isinstance(one, str) or one not in set(Direction) for one in raw):
        raise ValueError(f"a list of {', '.join(Direction)}")
    return frozenset(Direction(one) for one in raw)


def _levels(raw: object) -> Mapping[str, Level]:
    words = {level.name.lower(): level for level in Level if level is not Level.NONE}
    if not isinstance(raw, dict) or not raw or len(raw) > _MOST_NAMES:
        raise ValueError("an object of OTRS permissions and levels")
    if any(not isinstance(word, str) or word not in words for word in raw.values()):
        raise ValueError(f"an object of OTRS permissions and levels ({', '.join(words)})")
    return {_name(permission): words[word] for permission, word in raw.items()}


_RULES: dict[str, Callable[[object], object]] = {
    "directions": _directions,
    "levels": _levels,
    "receive_groups": _names,
    "start_groups": _names,
    "idle_minutes": _number(1, 1440),
    "check_available": _switch,
    "external_needs_question": _switch,
    "ticket_after_minutes": _number(1, 1440),
    "ticket_queue": _name,
    "most_windows": _number(1, 20),
    "most_file_mb": _number(1, 100),
}
