"""Ports of what is kept: files, canned replies, the archive, and the end of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bridge.domain.archive import Cursor, Search
from bridge.domain.canned import CannedReply
from bridge.domain.files import ChatFile
from bridge.domain.people import Person
from bridge.domain.retention import Expiry, Removed


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search of the archive has found so far.

    :ivar chats: ids, the one that was closed last first
    :ivar next: where to go on; ``None`` at the end
    """

    chats: tuple[str, ...]
    next: Cursor | None


class Files(Protocol):
    """The files of chats."""

    def get(self, file_id: str) -> ChatFile | None:
        """One by its id."""

    def of_chat(self, chat_id: str) -> list[ChatFile]:
        """All that were offered for the chat, oldest first."""

    def offer(self, file: ChatFile) -> bool:
        """Note that it is going to be uploaded; ``False`` when the id is in use."""

    def store(self, file: ChatFile, parts: Sequence[bytes]) -> None:
        """Keep its content, and with it type and time."""

    def part(self, file_id: str, no: int) -> bytes | None:
        """A part of its content, from 0; ``None`` after the last."""

    def forget_offers(self, before: datetime, chat_id: str | None = None) -> int:
        """Drop what was offered before and never came, of all chats or one; how many."""


class CannedReplies(Protocol):
    """The canned replies."""

    def of_channels(self, ids: Collection[int]) -> list[CannedReply]:
        """Those of these channels and those of all channels, by shortcut."""

    def get(self, reply_id: int) -> CannedReply | None:
        """One by its id."""

    def add(self, reply: CannedReply, at: datetime, by: str) -> CannedReply:
        """Store a new one; it gets its id here."""

    def change(self, reply: CannedReply, at: datetime, by: str) -> None:
        """Replace one."""

    def remove(self, reply_id: int) -> None:
        """Drop one."""


class Archive(Protocol):
    """Chats that have ended, as somebody looks for them."""

    def find(
        self, agent: str, review: Collection[int], search: Search, after: Cursor | None, limit: int
    ) -> Hits:
        """The closed chats of the channels ``review``, and those that the agent took part in.

        A call looks at so many chats and no more; ``next`` may go on after an answer without any.
        """


class Keeping(Protocol):
    """The end of what is kept."""

    def expired(self, channel_id: int, expiry: Expiry, limit: int) -> list[str]:
        """Ids of the channel's chats whose time is over, oldest first; none that is on its way to OTRS."""

    def count_expired(self, channel_id: int, expiry: Expiry) -> int:
        """How many there are."""

    def is_leaving(self, chat_id: str) -> bool:
        """Whether something of the chat is on its way: to OTRS, or as mail."""

    def remove(self, chat_id: str) -> Removed:
        """Remove a chat and all that belongs to it."""

    def chats_of(self, person: Person) -> list[str]:
        """Ids of the chats that the person has ever been in."""

    def chats_on_ticket(self, number: str) -> list[str]:
        """Ids of the chats that are on that ticket."""

    def count_of(self, chat_id: str, person: Person) -> Removed:
        """What :meth:`forget_in` would replace or remove."""

    def forget_in(self, chat_id: str, person: Person, name: str, ref: str) -> Removed:
        """Replace the person's name and reference in a chat, and what they wrote; remove their files."""

    def forget_settings(self, person: Person, name: str) -> int:
        """Remove what is known of the person outside of chats; how many rows."""
