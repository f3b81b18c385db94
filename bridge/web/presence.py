"""Who is here: each process's picture of all people, of what they have set and what they may.

Like the hub, it is told by events and compares with the database from time to time, so a lost event costs
seconds. What it tells is told at most once a second. Everything runs in the reactor's thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bridge.domain.channels import Channel
from bridge.domain.directory import DirectoryAgent
from bridge.domain.events import (
    AgentStateChanged,
    ChannelsChanged,
    DirectoryChanged,
    Event,
    PeopleSeen,
    PolicyChanged,
)
from bridge.domain.people import Actor, Kind, Person
from bridge.domain.policy import Policy
from bridge.domain.presence import AgentState, Times, nothing_set
from bridge.services import presence
from bridge.services.availability import Own
from bridge.services.people import Roster
from bridge.services.presence import News
from bridge.web.leases import Leases
from bridge.web.me import Mine
from bridge.web.offers import Offers
from bridge.web.people import PeopleBoard, person_of
from bridge.web.waiting import Waiting

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime
    from bridge.web.session import Session

TICK_SECONDS = 1.0
_AGAIN = timedelta(seconds=5)
"""After that it looks again although nothing has happened: people become idle and go."""

_STORED_PER_LEASE = 6
_MARGIN = timedelta(seconds=15)


class Presence:
    """People: who is connected, here and elsewhere, and whom that concerns."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.context = runtime.context
        self.run = runtime.run
        self.leases = Leases(timedelta(seconds=runtime.settings.presence_seconds))
        self.roster = Roster()
        self.states: dict[str, AgentState] = {}
        self.channels: list[Channel] = []
        self.people = PeopleBoard(self)
        self.mine = Mine(self)
        self.offers = Offers(self)
        self.waiting = Waiting(self)
        self._sessions: dict[str, set[Session]] = {}
        self._looked_since = datetime.min.replace(tzinfo=self.now().tzinfo)
        self._looking = False
        self._news = True
        self._stale = False
        self._new_directory = False
        self.revision = 0  # grows with every change of channels and people
        self._told = 0  # the revision that everybody was told of
        self._refreshed_at = self._looked_since
        self._changes = 0  # the hub's, when it was last looked at who waits
        self._version = 0  # the policy's, with which the rights of agents were looked up

    # What the others ask.

    def now(self) -> datetime:
        """The time."""
        return self.context.clock()

    def policy(self) -> Policy:
        """The current policy."""
        return self.context.policy()

    def times(self) -> Times:
        """How long people are here, and not idle."""
        return Times(self.leases.lease, timedelta(minutes=self.policy().idle_minutes))

    def state(self, login: str) -> AgentState:
        """What the agent has set; the usual, where that is nothing."""
        return self.states.get(login) or nothing_set(login)

    def actor(self, login: str) -> Actor:
        """The agent with the rights of the directory."""
        agent = self.roster.agents.get(login)
        return self.as_actor(agent) if agent is not None else Actor(Person(Kind.AGENT, login, login))

    def as_actor(self, agent: DirectoryAgent) -> Actor:
        """An agent of the directory with their rights."""
        return self.policy().actor(person_of(agent), dict(agent.groups))

    def valid_channels(self) -> list[Channel]:
        """The channels that can be used."""
        return [one for one in self.channels if one.valid]

    def channel(self, channel_id: int) -> Channel | None:
        """One of them."""
        return next((one for one in self.channels if one.id == channel_id), None)

    def sessions_of(self, person_id: str) -> Collection[Session]:
        """The person's connections here."""
        return list(self._sessions.get(person_id, ()))

    def connected(self, kind: Kind) -> list[Session]:
        """The connections of people of this kind."""
        prefix = f"{kind}:"
        return [one for id_, of in self._sessions.items() if id_.startswith(prefix) for one in of]

    # Coming, going and doing.

    def came(self, session: Session, own: Own | None) -> None:
        """Somebody has signed in. ``own``: what an agent has set."""
        if session.actor is None or not session.connection.open:
            return
        actor, person = session.actor, session.actor.person
        self._sessions.setdefault(person.id, set()).add(session)
        if person.kind is not Kind.VISITOR:
            # A page of the portal is loaded by the customer's own click; an agent's page says when the agent
            # does something.
            self.leases.came(person, self.now(), active=person.kind is Kind.CUSTOMER)
            self._news = True
        if own is not None:
            self.mine.came(session, actor, own)
        else:
            self.waiting.came(session, person.id)

    def went(self, session: Session) -> None:
        """The connection is gone."""
        actor = session.actor
        if actor is None or session not in self._sessions.get(actor.person.id, ()):
            return
        person = actor.person
        self._sessions[person.id].discard(session)
        if not self._sessions[person.id]:
            del self._sessions[person.id]
        self.people.unfollow(session)
        if person.kind is not Kind.VISITOR:
            self.leases.went(person, self.now())
        if person.kind is Kind.AGENT:
            self.mine.went(session, actor)

    def active(self, session: Session, actor: Actor) -> None:
        """Somebody has done something."""
        if actor.person.kind is not Kind.VISITOR and session in self._sessions.get(actor.person.id, ()):
            self.leases.active(actor.person.id, self.now(), self.times().idle)
            self._news = True

    def take_state(self, state: AgentState) -> None:
        """What an agent has set, if that is newer."""
        known = self.states.get(state.login)
        if known is None or known.version < state.version:
            self.states[state.login] = state
            self._news = True

    # Events, ticks, comparisons.

    def handle(self, events: Iterable[Event]) -> None:
        """What was committed, here or in another process."""
        for event in events:
            if isinstance(event, PeopleSeen):
                self._news |= self.leases.hear(event.people)
            elif isinstance(event, AgentStateChanged | DirectoryChanged | ChannelsChanged):
                self._stale = True
                self._new_directory |= isinstance(event, DirectoryChanged)
            elif isinstance(event, PolicyChanged):
                self._news = True

    def tick(self) -> None:
        """Once a second: tell what is new."""
        fresh = self.leases.take_news(self.now())
        if fresh:
            presence.tell(self.context, fresh)
        if self._stale:
            self.look()
        if self._news or self.now() - self._refreshed_at >= _AGAIN:
            self.refresh()
        elif self._runtime.hub.changes != self._changes:
            self._wait()

    def refresh(self) -> None:
        """Look at everybody, and tell whom it concerns."""
        now = self.now()
        self._news, self._refreshed_at, self._told = False, now, self.revision
        if self.policy().version != self._version:
            self._version = self.policy().version
            self._runtime.hub.reload_rights()
        self.leases.forget(now)
        self.offers.refresh(now)
        self.mine.refresh(now)
        self.people.refresh(now)
        self._wait()

    def _wait(self) -> None:
        self._changes = self._runtime.hub.changes
        self.waiting.refresh(self._runtime.hub.chats(), self.now())

    def look(self) -> None:
        """Store what is due and compare with the database, unless that is under way."""
        if self._looking:
            return
        self._looking, self._stale = True, False
        started, context = self.now(), self.context
        known = Roster() if self._new_directory else self.roster
        self._new_directory = False
        due, since = self.leases.due(started), self._looked_since

        def looked(result: Any) -> None:
            self._looking = False
            if isinstance(result, News):
                self.leases.stored(due)
                self._looked_since = started - _MARGIN
                self._take(result)

        self.run(lambda: presence.exchange(context, due, since, known), looked)

    def load(self) -> None:
        """The first content, before anybody is there. Waits for the database."""
        started = self.now()
        self.context.policy.refresh()
        self._take(presence.look(self.context, started - self.leases.lease, self.roster))
        self._looked_since = started - _MARGIN

    def start(self) -> None:
        """Begin to tick, and to look."""
        self._tick_on()
        self._look_on()

    def _take(self, news: News) -> None:
        if list(news.channels) != self.channels:
            self.channels = list(news.channels)
            self.revision += 1
            self._runtime.hub.channels_changed(self.channels)
        if news.roster is not self.roster:
            self.roster = news.roster
            self.revision += 1
        for state in news.states.values():
            self.take_state(state)
        self._news |= self.leases.hear(news.seen) or self.revision != self._told

    def _tick_on(self) -> None:
        self._runtime.reactor.call_later(TICK_SECONDS, self._tick_on)
        self.tick()

    def _look_on(self) -> None:
        settings = self._runtime.settings
        seconds = min(settings.heal_seconds, settings.presence_seconds / _STORED_PER_LEASE)
        self._runtime.reactor.call_later(seconds, self._look_on)
        self.look()
