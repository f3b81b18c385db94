"""Mints the identity token as the add-on does (``docs/otrs-operations.md``, "Identity token")."""

from __future__ import annotations

import secrets

import jwt

from bridge.sandbox.config import SandboxConfig
from bridge.sandbox.world import Agent, Customer, now

LIFETIME_SECONDS = 120


def identity_token(config: SandboxConfig, person: Agent | Customer, lang: str) -> str:
    """A signed token, good for one use within `LIFETIME_SECONDS`."""
    kind = "agent" if isinstance(person, Agent) else "customer"
    issued = int(now().timestamp())
    claims: dict[str, object] = {
        "aud": "chatbridge",
        "iss": config.fqdn,
        "sub": f"{kind}:{person.login}",
        "kind": kind,
        "login": person.login,
        "name": person.name,
        "email": person.email,
        "lang": lang,
        "iat": issued,
        "exp": issued + LIFETIME_SECONDS,
        "jti": secrets.token_hex(16),
    }
    if isinstance(person, Customer):
        claims["customer_id"] = person.customer_id
    return jwt.encode(claims, config.secret, algorithm="HS256", headers={"kid": config.secret_key_id})
