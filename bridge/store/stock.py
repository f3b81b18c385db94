"""The way without the add-on: agents who signed in, and calls to OTRS whose outcome may be unknown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bridge.services.ports import Attempt, SignedIn
from bridge.store.tables import otrs_attempt, otrs_session


class SignInTable:
    """Agents who signed in, over the table ``otrs_session``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, one: SignedIn) -> None:
        values = {
            "name": one.name[:200],
            "email": one.email[:255],
            "language": one.language[:16],
            "session": one.session,
            "created_at": one.since,
        }
        change = update(otrs_session).where(otrs_session.c.login == one.login).values(values)
        if self._connection.execute(change).rowcount:
            return
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(otrs_session), {"login": one.login} | values)
        except IntegrityError:
            self._connection.execute(change)

    def get(self, login: str) -> SignedIn | None:
        query = select(otrs_session).where(otrs_session.c.login == login)
        row = self._connection.execute(query).one_or_none()
        return SignedIn(*row) if row else None

    def all(self) -> list[SignedIn]:
        query = select(otrs_session).order_by(otrs_session.c.login)
        return [SignedIn(*row) for row in self._connection.execute(query)]

    def end(self, login: str, session: str | None = None) -> None:
        change = update(otrs_session).where(otrs_session.c.login == login).values(session="")
        if session is not None:
            change = change.where(otrs_session.c.session == session)
        self._connection.execute(change)


class AttemptTable:
    """Calls that were sent, over the table ``otrs_attempt``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, step: str) -> Attempt | None:
        query = select(otrs_attempt).where(otrs_attempt.c.step == step)
        row = self._connection.execute(query).one_or_none()
        return Attempt(*row) if row else None

    def begin(self, step: str, at: datetime) -> bool:
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(otrs_attempt), {"step": step, "sent_at": at})
        except IntegrityError:
            return False
        return True

    def clear(self, step: str, at: datetime | None) -> None:
        change = update(otrs_attempt).where(otrs_attempt.c.step == step)
        self._connection.execute(change.values(clear_at=at))

    def again(self, attempt: Attempt, at: datetime) -> bool:
        change = update(otrs_attempt).where(
            otrs_attempt.c.step == attempt.step,
            otrs_attempt.c.sent_at == attempt.sent_at,
            otrs_attempt.c.clear_at == attempt.clear_at,
        )
        return bool(self._connection.execute(change.values(sent_at=at, clear_at=None)).rowcount)

    def end(self, step: str) -> None:
        self._connection.execute(delete(otrs_attempt).where(otrs_attempt.c.step == step))

    def forget(self, before: datetime) -> int:
        return self._connection.execute(delete(otrs_attempt).where(otrs_attempt.c.sent_at < before)).rowcount
