"""OTRS's directory: a copy that is refreshed, and live questions on behalf of an agent."""

from __future__ import annotations

import logging

from bridge.domain.directory import CustomerHit, Directory, TicketHit, TicketOptions
from bridge.domain.errors import PermissionDenied
from bridge.domain.events import DirectoryChanged
from bridge.domain.people import Actor, Kind
from bridge.services.context import Context, unit_of_work

log = logging.getLogger(__name__)


def refresh(context: Context) -> Directory:
    """Take over who OTRS's agents are and which groups they have.

    :raises OtrsUnavailable: OTRS could not be asked; the copy stays as it is
    """
    directory = context.otrs.directory()
    with unit_of_work(context) as unit:
        unit.tx.people.replace(directory, context.clock())
        unit.events.append(DirectoryChanged())
    log.info("directory refreshed: %d agents, %d groups", len(directory.agents), len(directory.groups))
    return directory


def ticket_options(context: Context, actor: Actor, queue_id: str | None) -> TicketOptions:
    """What the agent may choose for a new phone ticket.

    :raises PermissionDenied: not an agent
    :raises OtrsUnavailable: OTRS could not be asked
    """
    return context.otrs.ticket_options(_agent(actor), queue_id)


def customers(context: Context, actor: Actor, query: str) -> list[CustomerHit]:
    """Customer users that match; raises as :func:`ticket_options`."""
    return context.otrs.customers(_agent(actor), query)


def tickets(context: Context, actor: Actor, query: str) -> list[TicketHit]:
    """Tickets that match and that the agent may add to; raises as :func:`ticket_options`."""
    return context.otrs.tickets(_agent(actor), query)


def _agent(actor: Actor) -> str:
    if actor.person.kind is not Kind.AGENT:
        raise PermissionDenied("Only agents may ask OTRS.")
    return actor.person.ref
