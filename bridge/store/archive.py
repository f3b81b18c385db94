"""Looking for chats that have ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from bridge.domain.archive import Cursor, Search
from bridge.domain.chats import Direction, EntryKind, Role, State
from bridge.domain.people import Kind
from bridge.services.ports.keeping import Hits
from bridge.store.tables import chat, entry, file, participant

_WINDOW = 250
"""How many chats are looked into at once for words and people."""

_WINDOWS = 8
"""How often: a call looks into 2,000 chats at the most."""

_NEVER_IN_IT = (Role.INVITED, Role.DECLINED)


class ArchiveTable:
    """The archive over the tables of chats."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(
        self, agent: str, review: Collection[int], search: Search, after: Cursor | None, limit: int
    ) -> Hits:
        narrow = _inside(search)
        window = _WINDOW if narrow else limit
        found: list[str] = []
        for _ in range(_WINDOWS):
            rows = self._closed(agent, review, search, after, window)
            kept = self._keep(rows, narrow)
            for row in rows:
                if row.id in kept:
                    if len(found) == limit:
                        return Hits(tuple(found), after)
                    found.append(row.id)
                after = Cursor(row.closed_at, row.id)
            if len(rows) < window:
                return Hits(tuple(found), None)
            if len(found) == limit:
                break
        return Hits(tuple(found), after)

    def _closed(
        self, agent: str, review: Collection[int], search: Search, after: Cursor | None, limit: int
    ) -> Sequence[Any]:
        query = (
            select(chat.c.id, chat.c.closed_at)
            .where(chat.c.state == State.CLOSED, _open_to(agent, review), *_outside(search))
            .order_by(chat.c.closed_at.desc(), chat.c.id.desc())
            .limit(limit)
        )
        if after is not None:
            at, chat_id = after.closed_at, after.chat_id
            query = query.where(chat.c.closed_at <= at, or_(chat.c.closed_at < at, chat.c.id < chat_id))
        return self._connection.execute(query).all()

    def _keep(self, rows: Sequence[Any], narrow: list[ColumnElement[bool]]) -> set[str]:
        ids = [row.id for row in rows]
        if not narrow or not ids:
            return set(ids)
        return set(self._connection.scalars(select(chat.c.id).where(chat.c.id.in_(ids), *narrow)))


def _open_to(agent: str, review: Collection[int]) -> ColumnElement[bool]:
    """What the table of permissions says of closed chats, as SQL: a team's work, or one's own."""
    own = select(participant.c.chat_id).where(
        participant.c.kind == Kind.AGENT,
        participant.c.ref == agent,
        participant.c.role.not_in(_NEVER_IN_IT),
    )
    took_part = chat.c.id.in_(own)
    of_team = chat.c.channel_id.in_(review) & (chat.c.direction != Direction.AGENT_AGENT)
    return or_(of_team, took_part) if review else took_part


def _outside(search: Search) -> list[ColumnElement[bool]]:
    """What the chat's own row can tell."""
    wanted: list[ColumnElement[bool]] = []
    if search.channel_id is not None:
        wanted.append(chat.c.channel_id == search.channel_id)
    if search.ticket:
        wanted.append(or_(chat.c.ticket_number == search.ticket, chat.c.about_ticket_number == search.ticket))
    if search.since is not None:
        wanted.append(chat.c.closed_at >= search.since)
    if search.until is not None:
        wanted.append(chat.c.closed_at < search.until)
    return wanted


def _inside(search: Search) -> list[ColumnElement[bool]]:
    """What takes a look into the chat."""
    wanted: list[ColumnElement[bool]] = []
    if search.person:
        somebody = or_(_has(participant.c.name, search.person), participant.c.ref == search.person)
        wanted.append(exists().where(participant.c.chat_id == chat.c.id, somebody))
    for word in search.words:
        said = exists().where(
            entry.c.chat_id == chat.c.id, entry.c.kind == EntryKind.MESSAGE, _has(entry.c.text, word)
        )
        named = exists().where(
            file.c.chat_id == chat.c.id, file.c.stored_at.is_not(None), _has(file.c.name, word)
        )
        wanted.append(or_(said, named))
    return wanted


def _has(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether the column has the text in it, in small or capital letters.

    SQLite, and PostgreSQL with the locale C, know only the letters of ASCII: for others the usual spellings
    are looked for.
    """
    found = [func.lower(column).contains(text.lower(), autoescape=True)]
    if not text.isascii():
        spellings = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
        found += [column.contains(spelling, autoescape=True) for spelling in sorted(spellings)]
    return or_(*found)
