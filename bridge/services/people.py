"""OTRS's people as each process has them in mind, and those of a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from bridge.domain.directory import DirectoryAgent, OnlineCustomer, TicketContext
from bridge.domain.errors import PermissionDenied
from bridge.domain.hours import zone_of
from bridge.domain.people import Actor, Kind
from bridge.services.context import Context
from bridge.services.ports import Transaction


@dataclass(frozen=True, slots=True)
class Roster:
    """One copy of the directory.

    :ivar refreshed_at: when OTRS told it; names the copy
    :ivar agents: login → agent, all valid ones
    :ivar customers: login → customer, those who are logged in to the portal
    :ivar zone: OTRS's time zone
    """

    refreshed_at: datetime | None = None
    agents: Mapping[str, DirectoryAgent] = field(default_factory=dict)
    customers: Mapping[str, OnlineCustomer] = field(default_factory=dict)
    zone: tzinfo = UTC


def roster(tx: Transaction, known: Roster) -> Roster:
    """The newest copy; the one that is known if there is no newer."""
    refreshed_at = tx.people.refreshed_at()
    if refreshed_at == known.refreshed_at:
        return known
    return Roster(
        refreshed_at,
        {one.login: one for one in tx.people.agents()},
        {one.login: one for one in tx.people.customers_online()},
        zone_of(tx.people.time_zone()),
    )


def of_ticket(context: Context, actor: Actor, ticket_id: str) -> TicketContext:
    """A ticket and the agents who have to do with it, if the agent may see it.

    :raises PermissionDenied: not an agent
    :raises OtrsRefused: no such ticket, or not for this agent
    :raises OtrsUnavailable: OTRS could not be asked
    """
    if actor.person.kind is not Kind.AGENT:
        raise PermissionDenied("Only agents see who has to do with a ticket.")
    return context.otrs.ticket_context(Kind.AGENT, actor.person.ref, ticket_id=ticket_id)
