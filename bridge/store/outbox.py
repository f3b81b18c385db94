"""Hand-overs to OTRS on their way."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from bridge.domain.chats import State
from bridge.domain.handover import CustomerTicket, ExistingTicket, NewPhoneTicket, Target
from bridge.services.ports import Handover
from bridge.store.tables import outbox

_KINDS: dict[str, type[NewPhoneTicket] | type[ExistingTicket] | type[CustomerTicket]] = {
    "phone_ticket": NewPhoneTicket,
    "attach": ExistingTicket,
    "customer_ticket": CustomerTicket,
}


class OutboxTable:
    """The outbox over the table ``outbox``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, handover: Handover, due_at: datetime) -> None:
        row = {
            "id": handover.id,
            "chat_id": handover.chat_id,
            "asked_by": handover.asked_by,
            "agent": handover.agent,
            "back_to": handover.back_to,
            "language": handover.language,
            "target": _dump(handover.target),
            "state": handover.state,
            "attempts": handover.attempts,
            "created_at": due_at,
            "due_at": due_at,
            "error_code": "",
            "error_message": "",
        }
        self._connection.execute(insert(outbox), row)

    def get(self, handover_id: str) -> Handover | None:
        row = self._connection.execute(select(outbox).where(outbox.c.id == handover_id)).one_or_none()
        return None if row is None else _to_handover(row)

    def claim(
        self, handover_id: str, now: datetime, until: datetime, *, early: bool = False
    ) -> Handover | None:
        claim = update(outbox).where(outbox.c.id == handover_id, outbox.c.state == "waiting", _free(now))
        if not early:
            claim = claim.where(outbox.c.due_at <= now)
        taken = self._connection.execute(claim.values(claimed_until=until, attempts=outbox.c.attempts + 1))
        return self.get(handover_id) if taken.rowcount else None

    def waiting(self, claimed: Handover, due_at: datetime, code: str, message: str) -> bool:
        return self._end_attempt(claimed, due_at=due_at, error_code=code, error_message=message)

    def finish(self, claimed: Handover, state: str, at: datetime, code: str = "", message: str = "") -> bool:
        return self._end_attempt(claimed, state=state, done_at=at, error_code=code, error_message=message)

    def due(self, now: datetime, limit: int) -> list[str]:
        query = (
            select(outbox.c.id)
            .where(outbox.c.state == "waiting", outbox.c.due_at <= now, _free(now))
            .order_by(outbox.c.due_at)
            .limit(limit)
        )
        return list(self._connection.scalars(query))

    def cancel(self, chat_id: str, now: datetime) -> Handover | None:
        of_chat = (outbox.c.chat_id == chat_id, outbox.c.state == "waiting")
        handover_id = self._connection.scalar(select(outbox.c.id).where(*of_chat))
        if handover_id is None:
            return None
        end = update(outbox).where(outbox.c.id == handover_id, outbox.c.state == "waiting", _free(now))
        ended = self._connection.execute(end.values(state="cancelled", claimed_until=None, done_at=now))
        return self.get(handover_id) if ended.rowcount else None

    def cancelled(self, chat_id: str) -> list[Handover]:
        query = select(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state == "cancelled")
        return [
            _to_handover(row) for row in self._connection.execute(query.order_by(outbox.c.done_at.desc()))
        ]

    def revive(self, handover: Handover, due_at: datetime) -> None:
        values = {
            "asked_by": handover.asked_by,
            "agent": handover.agent,
            "language": handover.language,
            "back_to": handover.back_to,
            "state": "waiting",
            "due_at": due_at,
            "done_at": None,
            "error_code": "",
            "error_message": "",
        }
        self._connection.execute(update(outbox).where(outbox.c.id == handover.id).values(values))

    def make_due(self, chat_id: str, now: datetime) -> str | None:
        query = select(outbox.c.id).where(outbox.c.chat_id == chat_id, outbox.c.state == "waiting")
        handover_id = self._connection.scalar(query)
        if handover_id is not None:
            self._connection.execute(update(outbox).where(outbox.c.id == handover_id).values(due_at=now))
        return handover_id

    def make_due_of(self, agent: str, now: datetime) -> list[str]:
        waiting = (outbox.c.agent == agent, outbox.c.state == "waiting")
        ids = list(self._connection.scalars(select(outbox.c.id).where(*waiting)))
        self._connection.execute(update(outbox).where(*waiting).values(due_at=now))
        return ids

    def _end_attempt(self, claimed: Handover, **values: Any) -> bool:
        # The number of the attempt tells the worker who claimed it last from one whose lease ran out.
        of_attempt = (
            outbox.c.id == claimed.id,
            outbox.c.state == "waiting",
            outbox.c.attempts == claimed.attempts,
        )
        ended = self._connection.execute(
            update(outbox).where(*of_attempt).values(claimed_until=None, **values)
        )
        return bool(ended.rowcount)


def _to_handover(row: Row[Any]) -> Handover:
    return Handover(
        id=row.id,
        chat_id=row.chat_id,
        asked_by=row.asked_by,
        agent=row.agent,
        language=row.language,
        target=_load(row.target),
        back_to=State(row.back_to),
        state=row.state,
        attempts=row.attempts,
    )


def _free(now: datetime) -> Any:
    return or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < now)


def _dump(target: Target) -> dict[str, Any]:
    kind = next(name for name, class_ in _KINDS.items() if isinstance(target, class_))
    return {"kind": kind, **asdict(target)}


def _load(stored: dict[str, Any]) -> Target:
    values = {name: value for name, value in stored.items() if name != "kind"}
    return _KINDS[stored["kind"]](**values)
