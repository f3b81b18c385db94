"""Transcripts: who may have which, and what is in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from bridge.domain.chats import Audience, Chat, Entry
from bridge.domain.errors import ChatNotFound
from bridge.domain.people import Actor, Kind
from bridge.domain.permissions import Action
from bridge.domain.transcript import Transcript, project, word_language
from bridge.services.chats import require
from bridge.services.context import Context
from bridge.services.ports import Transaction

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a conversation that somebody may have.

    :ivar internal: with what agents wrote among themselves, and under their own names; otherwise it is the
        one that the customer or visitor may have
    :ivar zone: an IANA name
    """

    chat_id: str
    internal: bool
    zone: str
    language: str


def permit(context: Context, actor: Actor, chat_id: str, *, internal: bool, zone: str, language: str) -> Copy:
    """The copy that this person may have; ``internal`` is for agents.

    :raises ChatNotFound: there is none, or it is not for this person
    :raises PermissionDenied: not for them
    """
    with context.db.read() as tx:
        chat = _chat(tx, chat_id)
        require(actor, Action.TRANSCRIPT, chat)
        for_agents = internal and actor.person.kind is Kind.AGENT
        return Copy(
            chat_id, for_agents, zone_name(tx, zone), word_language(language or actor.person.language)
        )


def write(context: Context, copy: Copy) -> Transcript:
    """What is in the copy now.

    :raises ChatNotFound: the chat is gone
    """
    with context.db.read() as tx:
        chat = _chat(tx, copy.chat_id)
        return project(
            chat,
            _entries(tx, chat, Kind.AGENT if copy.internal else Kind.VISITOR),
            Audience.AGENTS if copy.internal else Audience.EVERYONE,
            mask=not copy.internal and chat.client is not None,
            language=copy.language,
            zone=copy.zone,
        )


def zone_name(tx: Transaction, wanted: str) -> str:
    """The time zone of that name; OTRS's where there is none of it."""
    return next((name for name in (wanted, tx.people.time_zone()) if name in _zones()), "UTC")


@cache
def _zones() -> Collection[str]:
    return available_timezones()


def _chat(tx: Transaction, chat_id: str) -> Chat:
    chat = tx.chats.get([chat_id]).get(chat_id)
    if chat is None:
        raise ChatNotFound("There is no such chat.")
    return chat


def _entries(tx: Transaction, chat: Chat, reader: Kind) -> list[Entry]:
    entries: list[Entry] = []
    while page := tx.log.after(chat.id, entries[-1].seq if entries else 0, limit=_PAGE, reader=reader):
        entries += page
    return entries
