"""Ports of OTRS itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bridge.domain.directory import (
    CustomerHit,
    Directory,
    TicketContext,
    TicketHit,
    TicketOptions,
)
from bridge.domain.handover import ArchiveOrder, ArchiveReceipt
from bridge.domain.people import Kind, Person


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call to OTRS that was sent and whose outcome may be unknown.

    :ivar clear_at: since when OTRS answers questions and has no trace of it; ``None``: not known
    """

    step: str
    sent_at: datetime
    clear_at: datetime | None


class Attempts(Protocol):
    """Calls that were sent to an OTRS without the add-on, which must not be sent twice."""

    def get(self, step: str) -> Attempt | None:
        """One by its name."""

    def begin(self, step: str, at: datetime) -> bool:
        """Note that it is being sent; ``False`` if it was noted before."""

    def clear(self, step: str, at: datetime | None) -> None:
        """Note since when OTRS answers and has no trace of it; ``None``: begin anew."""

    def again(self, attempt: Attempt, at: datetime) -> bool:
        """Note that it is being sent once more; ``False`` if somebody else was faster."""

    def end(self, step: str) -> None:
        """It certainly did nothing: it may be sent as if for the first time."""

    def forget(self, before: datetime) -> int:
        """Drop those sent before; how many."""


class Otrs(Protocol):
    """OTRS, as the chat needs it.

    Every call can raise :class:`bridge.domain.errors.OtrsUnavailable` (try again) and
    :class:`bridge.domain.errors.OtrsRefused` (don't). ``agent`` is the login of the agent on whose behalf
    and with whose rights it is done.
    """

    def directory(self) -> Directory: ...
    def ticket_options(self, agent: str, queue_id: str | None) -> TicketOptions: ...
    def customers(self, agent: str, query: str) -> list[CustomerHit]: ...
    def tickets(self, agent: str, query: str) -> list[TicketHit]: ...
    def archive(self, order: ArchiveOrder) -> ArchiveReceipt: ...

    def ticket_context(
        self, kind: Kind, login: str, *, ticket_id: str | None = None, number: str | None = None
    ) -> TicketContext:
        """A ticket by its ID or else its number, if that agent or customer user may see it.

        Refused in the same words when they may not and when there is none.
        """


class Logins(Protocol):
    """Logins and passwords, where OTRS has no add-on to say who somebody is."""

    def check(self, kind: Kind, login: str, password: str) -> Person:
        """Who that is.

        :raises bridge.domain.errors.IdentityRefused: login and password are not accepted
        :raises bridge.domain.errors.OtrsUnavailable: OTRS could not be asked
        """

    def still(self, kind: Kind, login: str) -> bool:
        """Whether that person has not signed out since, nor OTRS ended an agent's session."""

    def leave(self, kind: Kind, login: str) -> None:
        """Sign out."""
