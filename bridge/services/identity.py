"""Who somebody is, and what OTRS lets them do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.domain.errors import IdentityReplayed
from bridge.domain.people import Actor, Kind, Person
from bridge.services.context import Context

# How old the directory may be before an agent who is not in it makes it worth asking OTRS again.
_FRESH = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says.

    :ivar jti: the name of a token that is good for one use; ``None`` for one that may be used again
    """

    person: Person
    jti: str | None
    expires_at: datetime


def sign_in(context: Context, claims: Claims) -> Actor:
    """Accept a token, once.

    :raises IdentityReplayed: it was used before
    """
    if claims.jti is not None:
        with context.db.write() as tx:
            fresh = tx.tokens.use(claims.jti, claims.expires_at)
        if not fresh:
            raise IdentityReplayed("This token was used before; fetch a new one.")
    person = claims.person
    if person.kind is not Kind.AGENT:
        return Actor(person)
    groups = groups_of(context, [person.ref]).get(person.ref)
    if groups is None:
        _ask_otrs(context)
    return context.policy().actor(person, groups or {})


def groups_of(context: Context, logins: Collection[str]) -> dict[str, dict[str, frozenset[str]]]:
    """Login → group → permissions, for those of these agents that OTRS has told of."""
    with context.db.read() as tx:
        return tx.people.groups_of(logins)


def forget_used_tokens(context: Context) -> int:
    """Drop the names of tokens that have expired anyway; how many."""
    with context.db.write() as tx:
        return tx.tokens.forget(context.clock())


def _ask_otrs(context: Context) -> None:
    with context.db.read() as tx:
        refreshed_at = tx.people.refreshed_at()
    if refreshed_at is None or context.clock() - refreshed_at > _FRESH:
        context.jobs.refresh_directory()
