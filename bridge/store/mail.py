"""Mail on its way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from bridge.domain.people import Person
from bridge.services.ports.outgoing import Mail
from bridge.store.tables import mail, participant

_SENDABLE = ("confirming", "waiting")
_UNANSWERED = ("confirming", "unconfirmed")


class MailTable:
    """Mail over the table ``mail``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Mail) -> None:
        row = {
            "id": new.id,
            "chat_id": new.chat_id,
            "asked_by": new.asked_by,
            "address": new.address,
            "language": new.language,
            "time_zone": new.zone,
            "state": new.state,
            "attempts": new.attempts,
            "created_at": new.created_at,
            "due_at": new.created_at,
            "error": "",
        }
        self._connection.execute(insert(mail), row)

    def get(self, mail_id: str) -> Mail | None:
        row = self._connection.execute(select(mail).where(mail.c.id == mail_id)).one_or_none()
        if row is None:
            return None
        return Mail(
            id=row.id,
            chat_id=row.chat_id,
            asked_by=row.asked_by,
            address=row.address,
            language=row.language,
            zone=row.time_zone,
            state=row.state,
            attempts=row.attempts,
            created_at=row.created_at,
        )

    def confirm(self, mail_id: str, now: datetime) -> bool:
        unconfirmed = (mail.c.id == mail_id, mail.c.state.in_(_UNANSWERED))
        values = {"state": "waiting", "attempts": 0, "due_at": now, "claimed_until": None, "error": ""}
        return bool(self._connection.execute(update(mail).where(*unconfirmed).values(values)).rowcount)

    def claim(self, mail_id: str, now: datetime, until: datetime) -> Mail | None:
        claim = update(mail).where(
            mail.c.id == mail_id, mail.c.state.in_(_SENDABLE), mail.c.due_at <= now, _free(now)
        )
        taken = self._connection.execute(claim.values(claimed_until=until, attempts=mail.c.attempts + 1))
        return self.get(mail_id) if taken.rowcount else None

    def later(self, claimed: Mail, due_at: datetime, error: str) -> bool:
        return self._end_attempt(claimed, due_at=due_at, error=error)

    def finish(self, claimed: Mail, state: str, at: datetime, error: str = "") -> bool:
        return self._end_attempt(claimed, state=state, done_at=at, error=error)

    def due(self, now: datetime, limit: int) -> list[str]:
        query = (
            select(mail.c.id)
            .where(mail.c.state.in_(_SENDABLE), mail.c.due_at <= now, _free(now))
            .order_by(mail.c.due_at)
            .limit(limit)
        )
        return list(self._connection.scalars(query))

    def expire(self, before: datetime, at: datetime) -> int:
        old = (mail.c.state == "unconfirmed", mail.c.created_at < before)
        values = {"state": "failed", "done_at": at, "error": "nobody confirmed it"}
        return self._connection.execute(update(mail).where(*old).values(values)).rowcount

    def addresses(self, chat_id: str) -> set[str]:
        return set(self._connection.scalars(select(mail.c.address).where(mail.c.chat_id == chat_id)))

    def sent_to(self, address: str, since: datetime) -> list[datetime]:
        return self._times(func.lower(mail.c.address) == address.lower(), mail.c.created_at > since)

    def unanswered(self, address: str, since: datetime) -> list[datetime]:
        to = func.lower(mail.c.address) == address.lower()
        return self._times(to, mail.c.state.in_(_UNANSWERED), mail.c.created_at > since)

    def asked_by(self, person: Person, since: datetime) -> list[datetime]:
        mine = select(participant.c.no).where(
            participant.c.chat_id == mail.c.chat_id,
            participant.c.no == mail.c.asked_by,
            participant.c.kind == person.kind,
            participant.c.ref == person.ref,
        )
        return self._times(mine.exists(), mail.c.created_at > since)

    def _times(self, *which: Any) -> list[datetime]:
        return list(
            self._connection.scalars(select(mail.c.created_at).where(*which).order_by(mail.c.created_at))
        )

    def _end_attempt(self, claimed: Mail, **values: Any) -> bool:
        # The number of the attempt tells the worker who claimed it last from one whose lease ran out; the
        # state, one that was confirmed while the question whether to confirm was still on its way.
        of_attempt = (
            mail.c.id == claimed.id,
            mail.c.state == claimed.state,
            mail.c.attempts == claimed.attempts,
        )
        ended = update(mail).where(*of_attempt).values(claimed_until=None, **values)
        return bool(self._connection.execute(ended).rowcount)


def _free(now: datetime) -> Any:
    return or_(mail.c.claimed_until.is_(None), mail.c.claimed_until < now)
