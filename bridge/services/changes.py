"""What one use case changes about a chat: its people, its fields, and the entries that tell of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bridge.domain.channels import Channel
from bridge.domain.chats import MOST_ENTRIES, Audience, Author, Chat, EntryKind, Participant, Role, State
from bridge.domain.errors import ChatFull
from bridge.domain.masking import is_hidden, masked_name
from bridge.domain.people import Kind, Person
from bridge.services.context import Unit
from bridge.services.ports import NewEntry


class Change:
    """A change of a locked chat, step by step. :meth:`store` ends it.

    :ivar chat: the chat as it is after the steps so far
    """

    def __init__(self, unit: Unit, chat: Chat, now: datetime) -> None:
        self.chat = chat
        self._unit = unit
        self._before = chat
        self._now = now
        self._fields: dict[str, Any] = {}
        self._entries: list[NewEntry] = []

    def set(self, **fields: Any) -> None:
        """Give the chat's fields these values."""
        self._fields |= fields
        self.chat = replace(self.chat, **fields)

    def seat(self, person: Person, role: Role, **fields: Any) -> Participant:
        """Give the person a place in the chat: the one they had before, or a new one."""
        known = self.chat.member(person)
        if known is not None:
            return self.put(known, role=role, present=True, **fields)
        no = len(self.chat.participants) + 1
        new = Participant(no, person.kind, person.ref, person.name, role, **fields)
        self._unit.tx.chats.add_participant(self.chat.id, new)
        self.chat = replace(self.chat, participants=(*self.chat.participants, new))
        return new

    def put(self, one: Participant, **fields: Any) -> Participant:
        """Change somebody who is or was in the chat."""
        new = replace(one, **fields)
        self._unit.tx.chats.change_participant(self.chat.id, new)
        people = tuple(new if p.no == new.no else p for p in self.chat.participants)
        self.chat = replace(self.chat, participants=people)
        return new

    def tell(
        self,
        by: Participant,
        kind: EntryKind,
        audience: Audience = Audience.EVERYONE,
        data: dict[str, object] | None = None,
    ) -> None:
        """Write into the log what happened."""
        author = Author(by.no, by.kind, by.name)
        self._entries.append(NewEntry(kind, audience, author, "", self._now, None, data or {}))

    def tell_of(self, who: Participant, kind: EntryKind) -> None:
        """Write that somebody came or went; of agents who only watch, agents are told."""
        self.tell(who, kind, Audience.AGENTS if is_hidden(who) else Audience.EVERYONE)

    def move(self, channel: Channel) -> None:
        """Put the chat into that channel; its agents keep the names that the one before had for them."""
        for one in self.chat.participants:
            known_as = masked_name(self.chat, one.no, one.kind, one.name)
            if known_as not in (one.name, one.shown_as):
                self.put(one, shown_as=known_as)
        self.set(channel=channel)

    def accepted(self) -> None:
        """The chat begins."""
        self.set(state=State.ACTIVE, accepted_at=self._now)

    def wait_again(self) -> None:
        """The chat is a request again, from now on."""
        self.set(state=State.REQUESTED, waiting_since=self._now)

    def end(self, by: Participant) -> None:
        """The chat ends. What a customer or visitor has ended stays with the agents who worked in it."""
        kept = by.kind is not Kind.AGENT and bool(self.chat.workers)
        self.set(state=State.CLOSED, closed_at=self._now, kept=kept)
        self.tell(by, EntryKind.CLOSED)

    def require_room(self) -> None:
        """Nothing, while there is room for what tells of it.

        :raises ChatFull: the chat is as long as a ticket's article may be
        """
        if self.chat.last_seq >= MOST_ENTRIES:
            raise ChatFull("The chat is as long as an article may be; close it and start a new one.")

    def store(self) -> Chat:
        """Store what was changed, and tell of it; the chat as it is now."""
        self._unit.tx.chats.change(self.chat.id, **self._fields)
        if self._entries:
            self._unit.append(self._before, *self._entries)
        return self._unit.changed(self.chat.id)
