"""What is told to all processes after a commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bridge.domain.chats import Entry


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
class MessageUp:
    """A message for an event stream that some process holds (clients without WebSockets)."""

    stream: str
    message: str


Event = EntriesAppended | ChatChanged | DirectoryChanged | PolicyChanged | ChannelsChanged | MessageUp
