"""Tokens of people who signed in to the bridge itself, where OTRS has no add-on that mints them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

import jwt

from bridge.domain.people import Kind, Person
from bridge.services.ports import Clock

KEY_ID = "sign-in"
"""Name of the key, beside those of CHATBRIDGE_IDENTITY_SECRETS."""

_IDENTITY_SECONDS = 120
_MEMORY_AUDIENCE = "chatbridge-sign-in"
_ALGORITHM = "HS256"


def identity_key(secret_key: str) -> str:
    """The secret that the tokens are signed with, derived from the service's own."""
    return _derived(secret_key, b"identity of who signed in")


class SignInTokens:
    """Mints identity tokens of the same form as OTRS's, and what a browser remembers of a sign-in.

    :param hours: how long a sign-in lasts
    """

    def __init__(self, secret_key: str, *, hours: int, clock: Clock) -> None:
        self._identity_key = identity_key(secret_key)
        self._memory_key = _derived(secret_key, b"memory of a sign-in")
        self._clock = clock
        self.lasts = timedelta(hours=hours)

    def identity(self, person: Person) -> str:
        """A token for one connection, good for two minutes."""
        now = self._clock()
        payload = _claims(person) | {"aud": "chatbridge", "kind": person.kind, "login": person.ref}
        payload |= {"iat": now, "exp": now + timedelta(seconds=_IDENTITY_SECONDS)}
        payload["jti"] = secrets.token_hex(16)
        return jwt.encode(payload, self._identity_key, algorithm=_ALGORITHM, headers={"kid": KEY_ID})

    def memory(self, person: Person) -> str:
        """What the browser keeps to get further tokens, in a cookie that no script can read."""
        payload = _claims(person) | {"aud": _MEMORY_AUDIENCE, "exp": self._clock() + self.lasts}
        return jwt.encode(payload, self._memory_key, algorithm=_ALGORITHM)

    def remembered(self, kind: Kind, memory: str) -> Person | None:
        """Who signed in; ``None``: nobody of that kind, or too long ago."""
        expected: dict[str, Any] = {"audience": _MEMORY_AUDIENCE}
        expected["options"] = {"require": ["exp", "aud", "sub"]}
        try:
            payload = jwt.decode(memory, self._memory_key, [_ALGORITHM], **expected)
        except jwt.InvalidTokenError:
            return None
        of_kind, _, login = payload["sub"].partition(":")
        if of_kind != kind:
            return None
        return Person(kind, login, payload["name"], payload["email"], payload["lang"], payload["customer_id"])


def _claims(person: Person) -> dict[str, Any]:
    return {
        "sub": person.id,
        "name": person.name,
        "email": person.email,
        "lang": person.language,
        "customer_id": person.customer_id,
    }


def _derived(secret_key: str, purpose: bytes) -> str:
    return hmac.new(secret_key.encode(), purpose, hashlib.sha256).hexdigest()
