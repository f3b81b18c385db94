"""Signed addresses: for a short time, whoever has one may fetch or bring that one thing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from bridge.domain.errors import FileMissing

_ALGORITHM = "HS256"


def sign(secret: str, purpose: str, claims: dict[str, Any], lasts: timedelta) -> str:
    """A text that carries the claims, readable for everybody and made by nobody else.

    :param purpose: what it is good for; it opens nothing else that is signed with the same secret
    """
    now = datetime.now(UTC)
    return jwt.encode({**claims, "aud": _audience(purpose), "exp": now + lasts}, secret, algorithm=_ALGORITHM)


def read(secret: str, purpose: str, signed: str) -> dict[str, Any]:
    """The claims of a signed text.

    :raises FileMissing: it was not made here for that purpose, or too long ago
    """
    options: Any = {"require": ["aud", "exp"]}
    try:
        return jwt.decode(
            signed, secret, algorithms=[_ALGORITHM], audience=_audience(purpose), options=options
        )
    except jwt.InvalidTokenError as error:
        raise FileMissing("This address is wrong or too old; ask for a new one.") from error


def _audience(purpose: str) -> str:
    return f"chatbridge-link-{purpose}"
