"""Who takes part in chats: agents, customers and visitors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.domain.channels import LEVELS, Channel, Level, level
from bridge.domain.errors import InputInvalid
from bridge.domain.text import clean_line, is_blank

NAME_CHARS = 100


class Kind(StrEnum):
    """The three kinds of people."""

    AGENT = "agent"
    CUSTOMER = "customer"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a proven identity.

    :ivar ref: OTRS login of an agent or customer; the bridge's own id of a visitor
    """

    kind: Kind
    ref: str
    name: str
    email: str = ""
    language: str = ""
    customer_id: str = ""

    @property
    def id(self) -> str:
        """The person's identifier over all kinds, ``agent:anton``."""
        return f"{self.kind}:{self.ref}"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who wants to do something, with what OTRS and the policy let them do.

    :ivar groups: OTRS group name → its permission types (``ro``, ``note``, ``rw`` …); agents only
    :ivar levels: which of these permissions gives which level in a channel
    :ivar may_receive: whether an agent gets chats of others
    :ivar may_start: whether an agent may ask others for a chat
    """

    person: Person
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=lambda: LEVELS)
    may_receive: bool = True
    may_start: bool = True

    def level_in(self, channel: Channel) -> Level:
        """What they are in that channel; customers and visitors are nothing in any."""
        if self.person.kind is not Kind.AGENT:
            return Level.NONE
        return level(self.groups, channel, self.levels)


def visitor_name(raw: str) -> str:
    """The name a visitor gave, cleaned.

    :raises InputInvalid: when nothing of it can be seen or it is over :data:`NAME_CHARS`
    """
    name = clean_line(raw)
    if is_blank(name):
        raise InputInvalid("A name is needed to start a chat.", field="name")
    if len(name) > NAME_CHARS:
        raise InputInvalid(f"A name may have {NAME_CHARS} characters.", field="name")
    return name
