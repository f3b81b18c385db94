"""In which channels customers and visitors may ask, and whether somebody is there for them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bridge.domain.channels import Channel
from bridge.domain.hours import is_open
from bridge.domain.people import Kind
from bridge.domain.policy import offered
from bridge.domain.presence import serves
from bridge.web import views
from bridge.web.views import View

if TYPE_CHECKING:
    from bridge.web.presence import Presence

_ASKING = (Kind.CUSTOMER, Kind.VISITOR)


class Offers:
    """What each kind of people is offered; those who are connected are told when it changes."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._offers: dict[Kind, list[View]] = {kind: [] for kind in _ASKING}
        self._served: frozenset[int] = frozenset()
        self.public = _public([])

    def of(self, kind: Kind) -> list[View]:
        """The channels for people of this kind; none for agents."""
        return self._offers.get(kind, [])

    def is_served(self, channel: Channel, now: datetime) -> bool:
        """Whether it is open and an agent is there for it."""
        return channel.id in self._served and is_open(channel.opening_hours, now, self._presence.roster.zone)

    def refresh(self, now: datetime) -> None:
        """Look again, and tell those who are offered something else now."""
        self._served = self._look(now)
        for kind in _ASKING:
            offers = [self._view(one, now) for one in self._presence.channels if self._is_offered(one, kind)]
            if offers == self._offers[kind]:
                continue
            self._offers[kind] = offers
            frame = views.dump({"type": "channels", "channels": offers})
            for session in self._presence.connected(kind):
                session.connection.send(frame)
        self.public = _public(self._offers[Kind.VISITOR])

    def _is_offered(self, channel: Channel, kind: Kind) -> bool:
        return offered(self._presence.policy(), channel, kind)

    def _view(self, channel: Channel, now: datetime) -> View:
        checked = self._presence.policy().check_available
        return {
            "id": channel.id,
            "name": channel.name,
            "greeting": channel.greeting,
            "open": is_open(channel.opening_hours, now, self._presence.roster.zone),
            "available": not checked or channel.id in self._served,
        }

    def _look(self, now: datetime) -> frozenset[int]:
        presence, served = self._presence, set()
        for login, state in presence.states.items():
            agent = presence.roster.agents.get(login)
            if agent is None or not state.channels or presence.leases.get(f"agent:{login}", now) is None:
                continue
            actor = presence.as_actor(agent)
            served |= {one.id for one in presence.channels if one.valid and serves(actor, state, one)}
        return frozenset(served)


def _public(offers: list[View]) -> bytes:
    available = any(one["open"] and one["available"] for one in offers)
    return views.dump({"available": available, "channels": offers})
