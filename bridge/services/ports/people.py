"""Ports of people: OTRS's directory, who is here, what agents have set, and how people prove who they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bridge.domain.directory import (
    Choice,
    Directory,
    DirectoryAgent,
    OnlineCustomer,
)
from bridge.domain.presence import AgentState, Seen


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An agent who signed in with login and password, where OTRS has no add-on.

    :ivar session: OTRS's session, encrypted; empty: signed out, or no longer good
    """

    login: str
    name: str
    email: str
    language: str
    session: str
    since: datetime


class People(Protocol):
    """The copy of OTRS's directory."""

    def replace(self, directory: Directory, now: datetime) -> None:
        """Take over a fresh directory."""

    def groups_of(self, logins: Collection[str]) -> dict[str, dict[str, frozenset[str]]]:
        """Login → group → permissions, of the agents that are known."""

    def agents(self) -> list[DirectoryAgent]:
        """All valid agents."""

    def customers_online(self) -> list[OnlineCustomer]:
        """The customers who are logged in to the portal."""

    def time_zone(self) -> str:
        """OTRS's; UTC as long as it has not told."""

    def group_names(self) -> list[str]:
        """OTRS's valid groups."""

    def queues(self) -> list[Choice]:
        """OTRS's valid queues, by name."""

    def refreshed_at(self) -> datetime | None:
        """When the directory was taken over last."""


class Presence(Protocol):
    """When people were last seen."""

    def put(self, seen: Sequence[Seen]) -> None:
        """Store these, or move their times on, never back."""

    def get(self, person: str) -> Seen | None:
        """One, by the person's id."""

    def since(self, seen_at: datetime) -> list[Seen]:
        """Those who were seen at that time or later."""

    def forget(self, before: datetime) -> int:
        """Drop those who were last seen before; how many."""


class AgentStates(Protocol):
    """What agents have set."""

    def all(self) -> list[AgentState]:
        """Of every agent who was ever here."""

    def get(self, login: str, *, lock: bool = False) -> tuple[AgentState, dict[str, object]] | None:
        """One agent's, with the preferences; ``lock`` keeps other writers out until the commit."""

    def add(self, state: AgentState) -> bool:
        """Store the first one; ``False`` when there is one already."""

    def change(self, state: AgentState, preferences: dict[str, object] | None = None) -> None:
        """Store it, and the preferences if they are given."""


class Tokens(Protocol):
    """The one-time tokens that were used."""

    def use(self, jti: str, expires_at: datetime) -> bool:
        """Mark as used; ``False`` if it was before."""

    def forget(self, before: datetime) -> int:
        """Drop those that have expired; how many."""


class SignIns(Protocol):
    """Agents who signed in, where OTRS has no add-on."""

    def put(self, one: SignedIn) -> None:
        """Store who signed in; replaces what was known of that login."""

    def get(self, login: str) -> SignedIn | None:
        """One who has ever signed in."""

    def all(self) -> list[SignedIn]:
        """All who have ever signed in, by login."""

    def end(self, login: str, session: str | None = None) -> None:
        """Forget the agent's session; with ``session`` only if it is still that one."""
