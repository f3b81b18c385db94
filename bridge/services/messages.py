"""Messages: many at a time, each decided on its own, stored in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.domain.chats import Audience, Author, Chat, Entry, EntryKind
from bridge.domain.errors import BridgeError, ChatNotFound, InputInvalid, PermissionDenied
from bridge.domain.events import EntriesAppended, Event
from bridge.domain.people import Actor
from bridge.domain.permissions import Action, sending_action
from bridge.domain.text import message_text
from bridge.services.chats import require
from bridge.services.context import Context
from bridge.services.ports import NewEntry


@dataclass(frozen=True, slots=True)
class Post:
    """A message that somebody wants to send. ``text`` as it came."""

    actor: Actor
    chat_id: str
    client_id: str
    text: str
    audience: Audience


Outcome = Entry | BridgeError
"""What became of a post: its entry, new or as first stored, or why not."""


def post(context: Context, posts: Sequence[Post]) -> list[Outcome]:
    """Store the messages in their order; one that is refused does not touch the others.

    When this returns, everything stored is committed and told to the other processes.
    """
    events: list[Event] = []
    with context.db.write() as tx:
        chats = tx.chats.get({p.chat_id for p in posts}, lock=True)
        known = tx.log.by_client_id({(p.chat_id, p.client_id) for p in posts})
        now = context.clock()
        new: dict[tuple[str, str], NewEntry] = {}
        refused: dict[int, BridgeError] = {}
        for number, one in enumerate(posts):
            name = (one.chat_id, one.client_id)
            try:
                own = _author(one, chats.get(one.chat_id))
                first = known.get(name) or new.get(name)
                if first is None:
                    require(one.actor, sending_action(one.audience), chats[one.chat_id])
                    text = message_text(one.text)
                    new[name] = NewEntry(EntryKind.MESSAGE, one.audience, own, text, now, one.client_id)
                elif first.author.no != own.no:
                    raise InputInvalid("This id is in use; make a new one.", field="client_id")
            except BridgeError as error:
                refused[number] = error
        batch: dict[str, list[NewEntry]] = {}
        for (chat_id, _), entry in new.items():
            batch.setdefault(chat_id, []).append(entry)
        stored = tx.log.append_many([(chats[chat_id], entries) for chat_id, entries in batch.items()])
        for chat_id, entries in zip(batch, stored, strict=True):
            known |= {(chat_id, str(entry.client_id)): entry for entry in entries}
            events.append(EntriesAppended(chat_id, tuple(entries)))
    context.bus.publish(events)
    return [
        refused[number] if number in refused else known[one.chat_id, one.client_id]
        for number, one in enumerate(posts)
    ]


def _author(one: Post, chat: Chat | None) -> Author:
    if chat is None:
        raise ChatNotFound("There is no such chat.")
    own = chat.participant(one.actor.person)
    if own is None:
        require(one.actor, Action.READ, chat)
        raise PermissionDenied("Only who is in the chat may write.")
    return Author(own.no, own.kind, own.name)
