"""The end of what is kept: chats whose time is over, and what one person has left behind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, false, func, or_, select, update

from bridge.domain.chats import EntryKind, State
from bridge.domain.people import Kind, Person
from bridge.domain.retention import REMOVED, Expiry, Removed
from bridge.store.tables import (
    agent_state,
    canned_reply,
    channel,
    chat,
    entry,
    file,
    file_part,
    mail,
    otrs_session,
    outbox,
    participant,
    presence,
)


class KeepingTable:
    """The end of what is kept, over all tables that know of chats and people."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Chats whose time is over.

    def expired(self, channel_id: int, expiry: Expiry, limit: int) -> list[str]:
        query = select(chat.c.id).where(*_over(channel_id, expiry)).order_by(chat.c.created_at).limit(limit)
        return list(self._connection.scalars(query))

    def count_expired(self, channel_id: int, expiry: Expiry) -> int:
        query = select(func.count()).select_from(chat).where(*_over(channel_id, expiry))
        return self._connection.scalar(query) or 0

    def is_leaving(self, chat_id: str) -> bool:
        query = select(chat.c.id).where(chat.c.id == chat_id, _leaving())
        return self._connection.scalar(query) is not None

    def remove(self, chat_id: str) -> Removed:
        files = self._remove_files(file.c.chat_id == chat_id)
        entries = self._connection.execute(delete(entry).where(entry.c.chat_id == chat_id)).rowcount
        for table in (participant, mail, outbox):
            self._connection.execute(delete(table).where(table.c.chat_id == chat_id))
        chats = self._connection.execute(delete(chat).where(chat.c.id == chat_id)).rowcount
        return Removed(chats, entries, files)

    # What one person has left behind.

    def chats_of(self, person: Person) -> list[str]:
        query = select(participant.c.chat_id).where(*_is(person)).order_by(participant.c.chat_id)
        return list(self._connection.scalars(query))

    def chats_on_ticket(self, number: str) -> list[str]:
        return list(self._connection.scalars(select(chat.c.id).where(chat.c.ticket_number == number)))

    def count_of(self, chat_id: str, person: Person) -> Removed:
        own = select(participant.c.no).where(participant.c.chat_id == chat_id, *_is(person)).scalar_subquery()
        counted = [
            self._connection.scalar(
                select(func.count())
                .select_from(table)
                .where(table.c.chat_id == chat_id, table.c.author_no == own)
            )
            for table in (entry, file)
        ]
        return Removed(1, counted[0] or 0, counted[1] or 0)

    def forget_in(self, chat_id: str, person: Person, name: str, ref: str) -> Removed:
        own = select(participant.c.no).where(participant.c.chat_id == chat_id, *_is(person))
        no = self._connection.scalar(own)
        if no is None:
            return Removed()
        files = self._remove_files((file.c.chat_id == chat_id) & (file.c.author_no == no))
        entries = self._forget_entries(chat_id, no, person, name, ref)
        self._forget_outgoing(chat_id, no, person, ref)
        renamed = update(participant).where(participant.c.chat_id == chat_id, participant.c.no == no)
        self._connection.execute(renamed.values(name=name, ref=ref))
        values: dict[str, Any] = {"version": chat.c.version + 1}
        if no == 1:
            values["first_message"] = REMOVED
        self._connection.execute(update(chat).where(chat.c.id == chat_id).values(values))
        return Removed(1, entries, files)

    def forget_settings(self, person: Person, name: str) -> int:
        gone = [delete(presence).where(presence.c.person == person.id)]
        if person.kind is Kind.AGENT:
            gone += [
                delete(table).where(table.c.login == person.ref) for table in (agent_state, otrs_session)
            ]
            for column in (canned_reply.c.changed_by, channel.c.changed_by, channel.c.created_by):
                renamed = update(column.table).where(column == person.ref).values({column.name: name})
                self._connection.execute(renamed)
        return sum(self._connection.execute(one).rowcount for one in gone)

    def _remove_files(self, which: ColumnElement[bool]) -> int:
        ids = list(self._connection.scalars(select(file.c.id).where(which)))
        self._connection.execute(delete(file_part).where(file_part.c.file_id.in_(ids)))
        return self._connection.execute(delete(file).where(file.c.id.in_(ids))).rowcount

    def _forget_entries(self, chat_id: str, no: int, person: Person, name: str, ref: str) -> int:
        of_chat = select(entry).where(entry.c.chat_id == chat_id)
        entries = 0
        for row in self._connection.execute(of_chat).all():
            values = _without(row.data, person.ref, name, ref)
            if row.author_no == no:
                entries += 1
                values["author_name"] = name
                if row.kind == EntryKind.MESSAGE:
                    values["text"] = REMOVED
                if row.kind == EntryKind.FILE:
                    values["data"] = {**row.data, "name": REMOVED, "size": 0}
            if values:
                changed = update(entry).where(entry.c.chat_id == chat_id, entry.c.seq == row.seq)
                self._connection.execute(changed.values(values))
        return entries

    def _forget_outgoing(self, chat_id: str, no: int, person: Person, ref: str) -> None:
        for row in self._connection.execute(select(outbox).where(outbox.c.chat_id == chat_id)).all():
            target = {**row.target}
            if person.kind is Kind.AGENT:
                target |= {"owner": None} if target.get("owner") == person.ref else {}
            else:
                target |= {key: "" for key in ("customer", "customer_name") if key in target}
                target |= {"title": REMOVED} if "title" in target else {}
            agent = ref if person.kind is Kind.AGENT and row.agent == person.ref else row.agent
            changed = update(outbox).where(outbox.c.id == row.id)
            self._connection.execute(changed.values(target=target, agent=agent, error_message=""))
        sent = delete(mail).where(mail.c.chat_id == chat_id)
        if person.kind is Kind.AGENT:  # a client's address may be in those that others asked for, too
            sent = sent.where(mail.c.asked_by == no)
        self._connection.execute(sent)


def _over(channel_id: int, expiry: Expiry) -> list[ColumnElement[bool]]:
    reasons: list[ColumnElement[bool]] = [false()]
    if expiry.closed_before is not None:
        reasons.append((chat.c.state == State.CLOSED) & (chat.c.closed_at < expiry.closed_before))
    if expiry.made_before is not None:
        reasons.append(chat.c.created_at < expiry.made_before)
    return [chat.c.channel_id == channel_id, or_(*reasons), ~_leaving()]


def _leaving() -> ColumnElement[bool]:
    ticket = exists().where(outbox.c.chat_id == chat.c.id, outbox.c.state == "waiting")
    letter = exists().where(mail.c.chat_id == chat.c.id, mail.c.state == "waiting")
    return or_(chat.c.state == State.CLOSING, ticket, letter)


def _is(person: Person) -> tuple[ColumnElement[bool], ...]:
    return participant.c.kind == person.kind, participant.c.ref == person.ref


def _without(data: dict[str, Any], login: str, name: str, ref: str) -> dict[str, Any]:
    """The entry's new ``data``, where it tells of that person, such as who was invited."""
    if data.get("login") != login:
        return {}
    return {"data": {**data, "login": ref, "name": name}}
