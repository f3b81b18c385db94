"""Signing in with OTRS's login and password, where OTRS has no add-on."""

from __future__ import annotations

import logging

from bridge.domain.people import Kind, Person
from bridge.services import directory
from bridge.services.context import Context
from bridge.services.ports import Logins

log = logging.getLogger(__name__)


def enter(context: Context, logins: Logins, kind: Kind, login: str, password: str) -> Person:
    """Sign somebody in. Hand-overs that waited for an agent go on.

    :raises IdentityRefused: login and password are not accepted
    :raises OtrsUnavailable: OTRS could not be asked
    """
    person = logins.check(kind, login, password)
    log.info("%s signed in", person.id)
    if person.kind is Kind.AGENT:
        directory.refresh(context)
        with context.db.write() as tx:
            waiting = tx.outbox.make_due_of(person.ref, context.clock())
        for handover_id in waiting:
            context.jobs.deliver(handover_id)
    return person


def leave(context: Context, logins: Logins, person: Person) -> None:
    """Sign somebody out; an agent everywhere."""
    logins.leave(person.kind, person.ref)
    log.info("%s signed out", person.id)
    if person.kind is Kind.AGENT:
        directory.refresh(context)
