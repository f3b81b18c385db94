"""Tokens: read what OTRS (or another portal) minted, and give visitors their own.

The claims are described in ``docs/otrs-operations.md``; JWT with HS256 after RFC 7519.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from bridge.domain.errors import IdentityExpired, IdentityInvalid
from bridge.domain.people import NAME_CHARS, Kind, Person
from bridge.domain.text import clean_line
from bridge.services.identity import Claims
from bridge.services.ports import Clock

_AUDIENCE = "chatbridge"
_VISITOR_AUDIENCE = "chatbridge-visitor"
_ALGORITHM = "HS256"
_LEEWAY_SECONDS = 30
_LONGEST_SECONDS = 600
_JTI_CHARS = range(16, 129)
_REF_CHARS = 200


class Tokens:
    """Reads and mints tokens. Keys stay in here.

    :param identity_secrets: key id → secret shared with OTRS; two while one is being replaced
    :param visitor_secret: the service's own
    """

    def __init__(
        self,
        identity_secrets: Mapping[str, str],
        visitor_secret: str,
        *,
        identity_seconds: int,
        visitor_hours: int,
        clock: Clock,
    ) -> None:
        self._identity_secrets = identity_secrets
        self._visitor_secret = visitor_secret
        self._identity_seconds = identity_seconds
        self._visitor_time = timedelta(hours=visitor_hours)
        self._clock = clock

    def read(self, token: str) -> Claims:
        """What a token says, of either sort.

        :raises IdentityExpired: it is too old
        :raises IdentityInvalid: anything else is wrong with it
        """
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            if kid is None:
                return self._visitor(jwt.decode(token, self._visitor_secret, **_expected(_VISITOR_AUDIENCE)))
            secret = self._identity_secrets.get(kid)
            if secret is None:
                raise IdentityInvalid("The token's key is not in CHATBRIDGE_IDENTITY_SECRETS.")
            return _identity(jwt.decode(token, secret, **_expected(_AUDIENCE)))
        except jwt.ExpiredSignatureError as error:
            raise IdentityExpired("The token is too old; fetch a new one.") from error
        except jwt.InvalidTokenError as error:
            raise IdentityInvalid(f"The token is not valid: {error}.") from error

    def new_visitor(self, name: str) -> Claims:
        """A visitor who has just given a name."""
        person = Person(Kind.VISITOR, secrets.token_hex(16), name)
        return Claims(person, None, self._clock() + self._visitor_time)

    def for_visitor(self, claims: Claims) -> str:
        """A token for a visitor's next connections, until the same end."""
        person = claims.person
        payload: dict[str, Any] = {"aud": _VISITOR_AUDIENCE, "sub": person.ref, "name": person.name}
        payload |= {"iat": self._clock(), "exp": claims.expires_at}
        return jwt.encode(payload, self._visitor_secret, algorithm=_ALGORITHM)

    def seconds(self, claims: Claims) -> float:
        """How long a connection may live on these claims."""
        if claims.jti is not None:
            return self._identity_seconds
        return max(1.0, (claims.expires_at - self._clock()).total_seconds())

    def _visitor(self, payload: Mapping[str, Any]) -> Claims:
        person = Person(Kind.VISITOR, payload["sub"], _text(payload, "name", NAME_CHARS))
        return Claims(person, None, datetime.fromtimestamp(payload["exp"], UTC))


def _expected(audience: str) -> dict[str, Any]:
    return {
        "algorithms": [_ALGORITHM],
        "audience": audience,
        "leeway": _LEEWAY_SECONDS,
        "options": {"require": ["exp", "iat", "aud", "sub"]},
    }


def _identity(payload: Mapping[str, Any]) -> Claims:
    issued, expires = payload["iat"], payload["exp"]
    if not isinstance(issued, int | float) or not isinstance(expires, int | float):
        raise IdentityInvalid("The token's iat and exp are no numbers.")
    if expires - issued > _LONGEST_SECONDS:
        raise IdentityInvalid(f"The token is good for longer than {_LONGEST_SECONDS} seconds.")
    kind, login = _text(payload, "kind", _REF_CHARS), _text(payload, "login", _REF_CHARS)
    jti = _text(payload, "jti", _JTI_CHARS.stop)
    if kind not in {Kind.AGENT, Kind.CUSTOMER} or payload["sub"] != f"{kind}:{login}":
        raise IdentityInvalid("The token's kind, login and sub do not agree.")
    if not login or len(jti) not in _JTI_CHARS:
        raise IdentityInvalid("The token has no login or no jti of 16 to 128 characters.")
    person = Person(
        kind=Kind(kind),
        ref=login,
        name=clean_line(_text(payload, "name", _REF_CHARS)) or login,
        email=_text(payload, "email", 255),
        language=_text(payload, "lang", 16),
        customer_id=_text(payload, "customer_id", _REF_CHARS),
    )
    return Claims(person, jti, datetime.fromtimestamp(expires, UTC) + timedelta(seconds=_LEEWAY_SECONDS))


def _text(payload: Mapping[str, Any], claim: str, most: int) -> str:
    value = payload.get(claim, "")
    if not isinstance(value, str) or len(value) > most:
        raise IdentityInvalid(f"The token's {claim} is no text of at most {most} characters.")
    return value
