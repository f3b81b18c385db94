"""What is told to all processes after a commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.domain.chats import Audience, Entry
from bridge.domain.presence import Seen


@dataclass(frozen=True, slots=True)
class EntriesAppended:
    """A chat's log has grown by these, in order."""

    chat_id: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ChatChanged:
    """A chat is new or one of its fields has changed; look it up."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class ReadMarked:
    """Somebody in a chat has read up to an entry; ``hidden``: customers and visitors do not see them."""

    chat_id: str
    no: int
    seq: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody in a chat is writing, or not any more; ``person`` is their id over all kinds. Not stored."""

    chat_id: str
    no: int
    person: str
    on: bool
    audience: Audience


@dataclass(frozen=True, slots=True)
class DirectoryChanged:
    """Agents or their rights may have changed."""


@dataclass(frozen=True, slots=True)
class PolicyChanged:
    """Administrators have set other rules; ``rules`` as :func:`bridge.domain.policy.stored` gives them."""

    version: int
    rules: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChannelsChanged:
    """A channel is new or another than before; look them up."""


@dataclass(frozen=True, slots=True)
class AgentStateChanged:
    """An agent has set something; look it up."""

    login: str


@dataclass(frozen=True, slots=True)
class PeopleSeen:
    """These people have come, or do something again. Nothing tells that somebody has gone: time does."""

    people: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class MailChanged:
    """How far a mail is that this person asked for; ``person`` is :attr:`Person.id`."""

    chat_id: str
    mail_id: str
    person: str
    state: str


@dataclass(frozen=True, slots=True)
class MessageUp:
    """A message for an event stream that some process holds (clients without WebSockets)."""

    stream: str
    message: str


Event = (
    EntriesAppended
    | ChatChanged
    | ReadMarked
    | Typing
    | DirectoryChanged
    | PolicyChanged
    | ChannelsChanged
    | AgentStateChanged
    | PeopleSeen
    | MailChanged
    | MessageUp
)
