"""OTRS's sessions of agents who signed in to the chat: encrypted in the database, and nowhere else.

OTRS deletes a session that is used from another address, so only the bridge uses these, and nobody is
given them.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bridge.domain.errors import OtrsSignIn
from bridge.domain.people import Person
from bridge.services.ports import Clock, Database, SignedIn

_PURPOSE = b"chatbridge: sessions of OTRS"


@dataclass(frozen=True, slots=True, repr=False)
class StockSession:
    """One agent's session. `stored`: as it is in the database."""

    login: str
    id: str
    stored: str


class StockSessions:
    """Keeps and finds them.

    :param secret_key: CHATBRIDGE_SECRET_KEY; with another one all have to sign in again
    """

    def __init__(self, db: Database, secret_key: str, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        key = HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(secret_key.encode())
        self._cipher = Fernet(base64.urlsafe_b64encode(key))

    def keep(self, person: Person, session_id: str) -> None:
        """Take over the session of an agent who has just signed in."""
        stored = self._cipher.encrypt(session_id.encode()).decode()
        signed_in = SignedIn(person.ref, person.name, person.email, person.language, stored, self._clock())
        with self._db.write() as tx:
            tx.sign_ins.put(signed_in)

    def of(self, login: str) -> StockSession:
        """The session of an agent.

        :raises OtrsSignIn: there is none
        """
        with self._db.read() as tx:
            found = tx.sign_ins.get(login)
        if found is None or not found.session:
            raise sign_in_again(login)
        try:
            return StockSession(login, self._cipher.decrypt(found.session).decode(), found.session)
        except InvalidToken as error:
            raise sign_in_again(login) from error

    def has(self, login: str) -> bool:
        """Whether there is one."""
        with self._db.read() as tx:
            found = tx.sign_ins.get(login)
        return found is not None and bool(found.session)

    def language(self, login: str) -> str:
        """The agent's language tag in OTRS; empty: not known."""
        with self._db.read() as tx:
            found = tx.sign_ins.get(login)
        return found.language if found else ""

    def forget(self, login: str) -> None:
        """The agent has signed out."""
        with self._db.write() as tx:
            tx.sign_ins.end(login)

    def ended(self, session: StockSession) -> None:
        """OTRS no longer takes this one; a newer one stays."""
        with self._db.write() as tx:
            tx.sign_ins.end(session.login, session.stored)

    def agents(self) -> list[SignedIn]:
        """All agents who have ever signed in."""
        with self._db.read() as tx:
            return tx.sign_ins.all()


def sign_in_again(login: str) -> OtrsSignIn:
    """What it means that there is no good session of this agent."""
    return OtrsSignIn(
        f"The session of {login} in OTRS has ended: sign in to the chat again, then it goes on."
    )
