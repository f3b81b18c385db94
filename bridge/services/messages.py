"""Messages: many at a time, each decided on its own, stored in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bridge.domain.chats import MOST_ENTRIES, Audience, Author, Chat, Entry, EntryKind
from bridge.domain.errors import BridgeError, ChatFull, ChatNotFound, InputInvalid, PermissionDenied
from bridge.domain.events import EntriesAppended
from bridge.domain.people import Actor
from bridge.domain.permissions import Action, sending_action
from bridge.domain.text import message_text
from bridge.services.chats import require
from bridge.services.context import Context, unit_of_work
from bridge.services.ports import NewEntry, Transaction


@dataclass(frozen=True, slots=True)
class Post:
    """A message that somebody wants to send. ``text`` as it came."""

    actor: Actor
    chat_id: str
    client_id: str
    text: str
    audience: Audience

    @property
    def name(self) -> tuple[str, str]:
        """What the message is known by over all chats."""
        return self.chat_id, self.client_id


Outcome = Entry | BridgeError
"""What became of a post: its entry, new or as first stored, or why not."""


def post(context: Context, posts: Sequence[Post]) -> list[Outcome]:
    """Store the messages in their order; one that is refused does not touch the others.

    When this returns, everything stored is committed and told to the other processes.
    """
    with unit_of_work(context) as unit:
        batch = _Batch(unit.tx, posts, context.clock())
        refused = [batch.refusal(one) for one in posts]
        unit.events += batch.store()
    return [no or batch.entry(one) for no, one in zip(refused, posts, strict=True)]


class _Batch:
    """What one transaction does with many messages, their chats locked."""

    def __init__(self, tx: Transaction, posts: Sequence[Post], now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._chats = tx.chats.get({one.chat_id for one in posts}, lock=True)
        self._stored = tx.log.by_client_id({one.name for one in posts})
        self._new: dict[str, dict[str, NewEntry]] = {}

    def refusal(self, one: Post) -> BridgeError | None:
        """Take the message in, or say why not."""
        try:
            self._take(one)
        except BridgeError as error:
            return error
        return None

    def store(self) -> list[EntriesAppended]:
        """Store what was taken in."""
        batch = [(self._chats[chat_id], list(new.values())) for chat_id, new in self._new.items() if new]
        events = []
        for (chat, _), entries in zip(batch, self._tx.log.append_many(batch), strict=True):
            self._stored |= {(chat.id, str(entry.client_id)): entry for entry in entries}
            events.append(EntriesAppended(chat.id, tuple(entries)))
        return events

    def entry(self, one: Post) -> Entry:
        """The entry of a message that was taken in."""
        return self._stored[one.name]

    def _take(self, one: Post) -> None:
        chat = self._chats.get(one.chat_id)
        if chat is None:
            raise ChatNotFound("There is no such chat.")
        author = _author(one, chat)
        new = self._new.setdefault(one.chat_id, {})
        first = self._stored.get(one.name) or new.get(one.client_id)
        if first is not None:
            if first.author.no != author.no:
                raise InputInvalid("This id is in use; make a new one.", field="client_id")
            return
        require(one.actor, sending_action(one.audience), chat)
        if chat.last_seq + len(new) >= MOST_ENTRIES:
            raise ChatFull("The chat is as long as an article may be; close it and start a new one.")
        text = message_text(one.text)
        new[one.client_id] = NewEntry(EntryKind.MESSAGE, one.audience, author, text, self._now, one.client_id)


def _author(one: Post, chat: Chat) -> Author:
    own = chat.participant(one.actor.person)
    if own is None:
        require(one.actor, Action.READ, chat)
        raise PermissionDenied("Only who is in the chat may write.")
    return Author(own.no, own.kind, own.name)
