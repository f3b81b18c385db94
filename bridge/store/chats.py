"""Chats and who is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, Select, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bridge.domain.channels import Channel
from bridge.domain.chats import Chat, Direction, HandoverStatus, Participant, Role, State, Ticket
from bridge.domain.errors import ServerBusy
from bridge.domain.people import Kind, Person
from bridge.store.channels import to_channel
from bridge.store.tables import channel, chat, outbox, participant

_CHANNEL = [c.label(f"of_channel_{c.name}") for c in channel.c]
_OUTBOX = [
    c.label(f"of_outbox_{c.name}")
    for c in outbox.c
    if c.name in {"state", "target", "attempts", "created_at", "error_code", "error_message"}
]


def _select() -> Select[Any]:
    return select(chat, *_CHANNEL, *_OUTBOX).select_from(
        chat.join(channel).outerjoin(outbox, outbox.c.id == chat.c.handover_id)
    )


class ChatTable:
    """Chats over the tables ``chat`` and ``participant``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, ids: Collection[str], *, lock: bool = False) -> dict[str, Chat]:
        if not ids:
            return {}
        if lock:
            # In one order everywhere, so that two writers cannot wait for each other; and before the chats
            # are looked at: what is joined to a row that was waited for would be from before the wait.
            # MariaDB would lock the joined channel, too, and with it every other chat.
            ordered = select(chat.c.id).where(chat.c.id.in_(ids)).order_by(chat.c.id)
            self._connection.execute(ordered.with_for_update()).all()
        return {found.id: found for found in self._load(_select().where(chat.c.id.in_(ids)))}

    def add(self, new: Chat) -> bool:
        row = {
            "id": new.id,
            "channel_id": new.channel.id,
            "direction": new.direction,
            "state": new.state,
            "version": new.version,
            "last_seq": new.last_seq,
            "first_message": new.first_message,
            "created_at": new.created_at,
            "waiting_since": new.waiting_since,
            "about_ticket_id": new.about and new.about.id,
            "about_ticket_number": new.about and new.about.number,
            "kept": new.kept,
            "open_requester": new.open_key,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(chat), row)
        except IntegrityError:
            return False
        except OperationalError as error:
            # MariaDB ends one of several transactions that want the same key, and the savepoint with it.
            raise ServerBusy("Several requests came at once; try again.") from error
        for person in new.participants:
            self.add_participant(new.id, person)
        return True

    def change(
        self,
        chat_id: str,
        *,
        state: State | None = None,
        accepted_at: datetime | None = None,
        closed_at: datetime | None = None,
        ticket: Ticket | None = None,
        handover_id: str | None = None,
        channel: Channel | None = None,
        waiting_since: datetime | None = None,
        kept: bool | None = None,
    ) -> None:
        values: dict[str, Any] = {"version": chat.c.version + 1}
        if state is not None:
            values |= {"state": state, "kept": state is not State.CLOSED}
        if kept is not None:
            values["kept"] = kept
        if state in {State.CLOSING, State.CLOSED}:
            values["open_requester"] = None
        if waiting_since is not None:
            values |= {"waiting_since": waiting_since, "accepted_at": None}
        if accepted_at is not None:
            values["accepted_at"] = accepted_at
        if closed_at is not None:
            values["closed_at"] = closed_at
        if ticket is not None:
            values |= {"ticket_id": ticket.id, "ticket_number": ticket.number}
        if handover_id is not None:
            values["handover_id"] = handover_id
        if channel is not None:
            values["channel_id"] = channel.id
        self._connection.execute(update(chat).where(chat.c.id == chat_id).values(values))

    def reclaim(self, of: Chat) -> None:
        mine = update(chat).where(chat.c.id == of.id).values(open_requester=of.open_key)
        with suppress(IntegrityError), self._connection.begin_nested():
            self._connection.execute(mine)

    def add_participant(self, chat_id: str, person: Participant) -> None:
        self._connection.execute(
            insert(participant),
            {
                "chat_id": chat_id,
                "no": person.no,
                "kind": person.kind,
                "ref": person.ref,
                "name": person.name,
                "role": person.role,
                "present": person.present,
                "invited_as": person.invited_as,
                "invited_by": person.invited_by,
                "read_seq": person.read_seq,
                "monitor": person.monitor,
                "shown_as": person.shown_as,
            },
        )

    def change_participant(self, chat_id: str, person: Participant) -> None:
        values = {
            "role": person.role,
            "present": person.present,
            "invited_as": person.invited_as,
            "invited_by": person.invited_by,
            "monitor": person.monitor,
            "shown_as": person.shown_as,
        }
        self._connection.execute(update(participant).where(*_is(chat_id, person.no)).values(values))

    def mark_read(self, chat_id: str, no: int, seq: int) -> bool:
        further = update(participant).where(*_is(chat_id, no), participant.c.read_seq < seq)
        return bool(self._connection.execute(further.values(read_seq=seq)).rowcount)

    def kept(self) -> list[Chat]:
        return self._load(_select().where(chat.c.kept.is_(True)).order_by(chat.c.created_at))

    def marks(self, closed_since: datetime) -> dict[str, tuple[int, int]]:
        query = select(chat.c.id, chat.c.version, chat.c.last_seq).where(
            chat.c.kept.is_(True) | (chat.c.kept.is_(False) & (chat.c.closed_at > closed_since))
        )
        return {row.id: (row.version, row.last_seq) for row in self._connection.execute(query)}

    def open_as(self, key: str) -> Chat | None:
        found = self._load(_select().where(chat.c.open_requester == key))
        return found[0] if found else None

    def ended_of(self, person: Person, before: datetime | None, limit: int) -> list[Chat]:
        own = select(participant.c.chat_id).where(
            participant.c.kind == person.kind,
            participant.c.ref == person.ref,
            participant.c.role.in_([Role.REQUESTER, Role.GUEST]),
        )
        query = _select().where(chat.c.id.in_(own), chat.c.state == State.CLOSED)
        if before is not None:
            query = query.where(chat.c.closed_at < before)
        return self._load(query.order_by(chat.c.closed_at.desc(), chat.c.id).limit(limit))

    def waits(self, channel_id: int, accepted_since: datetime, limit: int) -> list[timedelta]:
        query = (
            select(chat.c.waiting_since, chat.c.accepted_at)
            .where(chat.c.channel_id == channel_id, chat.c.accepted_at >= accepted_since)
            .where(chat.c.direction.in_([Direction.CUSTOMER_AGENT, Direction.PUBLIC_AGENT]))
            .where(chat.c.waiting_since <= chat.c.accepted_at)
            .order_by(chat.c.accepted_at.desc())
            .limit(limit)
        )
        return [row.accepted_at - row.waiting_since for row in self._connection.execute(query)]

    def _load(self, query: Select[Any]) -> list[Chat]:
        rows = self._connection.execute(query).mappings().all()
        people = self._participants([row["id"] for row in rows])
        return [_to_chat(row, people[row["id"]]) for row in rows]

    def _participants(self, ids: Iterable[str]) -> Mapping[str, list[Participant]]:
        found: dict[str, list[Participant]] = defaultdict(list)
        query = (
            select(participant)
            .where(participant.c.chat_id.in_(list(ids)))
            .order_by(participant.c.chat_id, participant.c.no)
        )
        for row in self._connection.execute(query):
            found[row.chat_id].append(_to_participant(row))
        return found


def _is(chat_id: str, no: int) -> tuple[ColumnElement[bool], ...]:
    return participant.c.chat_id == chat_id, participant.c.no == no


def _to_participant(row: Row[Any]) -> Participant:
    return Participant(
        no=row.no,
        kind=Kind(row.kind),
        ref=row.ref,
        name=row.name,
        role=Role(row.role),
        present=row.present,
        invited_as=Role(row.invited_as) if row.invited_as else None,
        invited_by=row.invited_by,
        read_seq=row.read_seq,
        monitor=row.monitor,
        shown_as=row.shown_as or "",
    )


def _to_chat(row: RowMapping, people: list[Participant]) -> Chat:
    return Chat(
        id=row["id"],
        version=row["version"],
        state=State(row["state"]),
        channel=_channel_of(row),
        participants=tuple(people),
        first_message=row["first_message"],
        last_seq=row["last_seq"],
        created_at=row["created_at"],
        waiting_since=row["waiting_since"],
        accepted_at=row["accepted_at"],
        closed_at=row["closed_at"],
        ticket=Ticket(row["ticket_id"], row["ticket_number"]) if row["ticket_id"] else None,
        handover=_handover_of(row),
        direction=Direction(row["direction"]),
        about=Ticket(row["about_ticket_id"], row["about_ticket_number"]) if row["about_ticket_id"] else None,
        kept=row["kept"],
    )


def _channel_of(row: RowMapping) -> Channel:
    return to_channel({c.name: row[f"of_channel_{c.name}"] for c in channel.c})


def _handover_of(row: RowMapping) -> HandoverStatus | None:
    if row["handover_id"] is None:
        return None
    return HandoverStatus(
        state=row["of_outbox_state"],
        kind=row["of_outbox_target"]["kind"],
        attempts=row["of_outbox_attempts"],
        since=row["of_outbox_created_at"],
        error_code=row["of_outbox_error_code"],
        error_message=row["of_outbox_error_message"],
    )
