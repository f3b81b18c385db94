"""Removing what one person has left behind, on request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from bridge.domain.chats import State
from bridge.domain.errors import ChatNotFound
from bridge.domain.people import Kind, Person
from bridge.domain.retention import Removed
from bridge.services.context import Context, unit_of_work


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed of a person, or would be.

    :ivar removed: the chats they were in, their entries and files there
    :ivar waiting: ids of chats that had to stay as they are for now: not ended, or on their way
    :ivar rows: what else was known of them
    """

    removed: Removed
    waiting: tuple[str, ...]
    rows: int


def forget(context: Context, kind: Kind, ref: str, name: str, *, dry: bool = False) -> Forgotten:
    """Replace a person's name in all chats they were in by ``name``, and remove what they wrote and sent.

    Chats that have not ended, and those on their way to OTRS or by mail, are left out and named: ask again
    when they have. What OTRS has is not touched.

    :param dry: only look
    """
    person = Person(kind, ref, "")
    with context.db.read() as tx:
        ids = tx.keeping.chats_of(person)
    new_ref = f"removed-{uuid.uuid4()}"
    results = {chat_id: _forget_in(context, chat_id, person, name, new_ref, dry=dry) for chat_id in ids}
    removed = sum((one for one in results.values() if one is not None), Removed())
    waiting = tuple(chat_id for chat_id, one in results.items() if one is None)
    rows = 0
    if not dry:
        with context.db.write() as tx:
            rows = tx.keeping.forget_settings(person, name)
            data: dict[str, object] = {"kind": kind.value, "chats": removed.chats, "entries": removed.entries}
            data |= {"files": removed.files, "waiting": len(waiting)}
            tx.audit.note(context.clock(), "command line", "forget", data)
    return Forgotten(removed, waiting, rows)


def clients(context: Context, *, ticket: str = "", chat_id: str = "") -> list[Person]:
    """The customers and visitors of the chats that are on that ticket, or of that chat."""
    with context.db.read() as tx:
        chats = tx.chats.get([chat_id] if chat_id else tx.keeping.chats_on_ticket(ticket))
    found = {(c.client.kind, c.client.ref): c.client for c in chats.values() if c.client is not None}
    return [Person(one.kind, one.ref, one.name) for one in found.values()]


def _forget_in(
    context: Context, chat_id: str, person: Person, name: str, ref: str, *, dry: bool
) -> Removed | None:
    try:
        with unit_of_work(context) as unit:
            chat = unit.locked(chat_id)
            if chat.state is not State.CLOSED or unit.tx.keeping.is_leaving(chat_id):
                return None
            if dry:
                return unit.tx.keeping.count_of(chat_id, person)
            removed = unit.tx.keeping.forget_in(chat_id, person, name, ref)
            unit.changed(chat_id)
            return removed
    except ChatNotFound:
        return Removed()
