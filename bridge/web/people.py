"""The lists of people for agents who look at them, and what changes in them, a second at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import orjson

from bridge.domain.channels import Channel, Level
from bridge.domain.chats import Direction
from bridge.domain.directory import DirectoryAgent, TicketContext
from bridge.domain.people import Actor, Kind, Person
from bridge.domain.presence import (
    Circle,
    Reason,
    Seen,
    Standing,
    standing_of_agent,
    standing_of_customer,
)
from bridge.web import views
from bridge.web.views import View

if TYPE_CHECKING:
    from bridge.web.presence import Presence
    from bridge.web.session import Session

_LISTS = ("agents", "customers", "out_of_office")
_MOST_FOUND = 50
_FRESH = timedelta(seconds=1)
_GONE = Standing(Circle.RED, Reason.NOT_CONNECTED)
_COLOURS = tuple(Circle)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of a list, for whomever.

    :ivar reachable: whether the person can be asked for a chat at all
    """

    listed: str
    login: str
    name: str
    standing: Standing
    reachable: bool
    out_of_office_until: date | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom somebody may ask for a chat."""

    agents: bool
    customers: bool


class PeopleBoard:
    """Everybody who is logged in, as ``agent:login`` and ``customer:login``, and who follows it."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._shown: dict[str, Shown] = {}
        self._followers: dict[Session, Reach] = {}
        self._looked_at: datetime | None = None

    def follow(self, session: Session, actor: Actor) -> View:
        """All lists; from now on their changes come as events."""
        self._look()
        self._followers[session] = reach = self._reach(actor)
        lists: dict[str, list[View]] = {name: [] for name in _LISTS}
        for one in self._shown.values():
            lists[one.listed].append(_view(one, actor.person.ref, reach))
        return lists

    def unfollow(self, session: Session) -> None:
        """No more changes."""
        self._followers.pop(session, None)

    def refresh(self, now: datetime) -> None:
        """Look at everybody, and tell the followers what has changed."""
        self._looked_at = now
        if not self._followers:
            self._looked_at, self._shown = None, {}  # nobody wants to know, until somebody asks
            return
        self._tell(now)

    def _look(self) -> None:
        now = self._presence.now()
        if self._looked_at is None or now - self._looked_at >= _FRESH:
            self._looked_at = now
            self._tell(now)

    def _tell(self, now: datetime) -> None:
        before, self._shown = self._shown, self._everybody(now)
        changed = {key: one for key, one in self._shown.items() if before.get(key) != one}
        removed = [key for key in before if key not in self._shown]
        deltas: dict[tuple[Reach, bool], _Delta] = {}
        for session, reach in list(self._followers.items()):
            actor = session.actor
            if actor is None:
                continue
            again = self._followers[session] = self._reach(actor)
            all_of_it = again != reach
            told = self._shown if all_of_it else changed
            if not told and not removed:
                continue
            kind = (again, all_of_it)
            delta = deltas.get(kind) or deltas.setdefault(kind, _Delta(told, removed, again))
            session.connection.send(delta.seen_by(actor.person))

    def find(self, actor: Actor, query: str, channel: Channel | None) -> list[View]:
        """Agents who are logged in and are something in that channel, or in any."""
        self._look()
        wanted = [channel] if channel is not None else self._presence.valid_channels()
        words = query.casefold().split()
        hits: list[tuple[int, str, View]] = []
        for one in self._shown.values():
            agent = self._presence.roster.agents.get(one.login) if one.listed != "customers" else None
            if agent is None or one.login == actor.person.ref:
                continue
            found = self._presence.as_actor(agent)
            level = max((found.level_in(each) for each in wanted), default=Level.NONE)
            text = f"{one.name} {one.login}".casefold()
            if found.may_receive and level > Level.NONE and all(word in text for word in words):
                view: View = {"login": one.login, "name": one.name, "circle": one.standing.circle}
                view |= {"reason": one.standing.reason, "level": level.name.lower()}
                hits.append((_COLOURS.index(one.standing.circle), one.name, view))
        hits.sort(key=lambda hit: hit[:2])
        return [view for *_, view in hits[:_MOST_FOUND]]

    def of_ticket(self, actor: Actor, ticket: TicketContext) -> View:
        """A ticket's people and its customer, as they stand now, logged in or not."""
        self._look()
        reach = self._reach(actor)
        people = []
        for one in ticket.people:
            absent = Shown("agents", one.login, one.name, _GONE, reachable=False)
            shown = self._shown.get(f"agent:{one.login}", absent)
            view = _view(shown, actor.person.ref, reach)
            people.append(
                {name: view[name] for name in view if name != "out_of_office_until"} | {"part": one.part}
            )
        customer = None
        if ticket.customer:
            absent = Shown("customers", ticket.customer, ticket.customer, _GONE, reachable=False)
            shown = self._shown.get(f"customer:{ticket.customer}", absent)
            customer = _view(shown, actor.person.ref, reach)
        about = {"id": ticket.id, "number": ticket.number, "title": ticket.title}
        about |= {"customer_id": ticket.customer_id, "company": ticket.company}
        return {"people": people, "customer": customer, "ticket": about}

    def _everybody(self, now: datetime) -> dict[str, Shown]:
        presence = self._presence
        here = presence.leases.all(now)
        today = now.astimezone(presence.roster.zone).date()
        shown: dict[str, Shown] = {}
        for agent in presence.roster.agents.values():
            one = self._agent(agent, here.get(f"agent:{agent.login}"), now, today)
            if one is not None:
                shown[f"agent:{agent.login}"] = one
        for login, customer in presence.roster.customers.items():
            key = f"customer:{login}"
            shown[key] = self._customer(login, customer.name, here.get(key), now)
        for key, seen in here.items():
            if key.startswith("customer:"):
                login = key.partition(":")[2]
                shown[key] = self._customer(login, seen.name, seen, now)
        return shown

    def _agent(self, agent: DirectoryAgent, seen: Seen | None, now: datetime, today: date) -> Shown | None:
        until = agent.out_of_office_until
        away = until is not None and until >= today
        if seen is None and not agent.online and not away:
            return None
        presence = self._presence
        standing = standing_of_agent(presence.state(agent.login).now, seen, presence.times(), now)
        return Shown(
            "out_of_office" if away else "agents",
            agent.login,
            agent.name,
            standing,
            standing.circle is not Circle.RED and presence.as_actor(agent).may_receive,
            until if away else None,
        )

    def _customer(self, login: str, name: str, seen: Seen | None, now: datetime) -> Shown:
        standing = standing_of_customer(seen, self._presence.times(), now)
        return Shown("customers", login, name, standing, standing.circle is not Circle.RED)

    def _reach(self, viewer: Actor) -> Reach:
        actor = self._presence.actor(viewer.person.ref)
        directions = self._presence.policy().directions
        level = max((actor.level_in(one) for one in self._presence.valid_channels()), default=Level.NONE)
        return Reach(
            agents=actor.may_start and Direction.AGENT_AGENT in directions and level > Level.NONE,
            customers=actor.may_start
            and Direction.AGENT_CUSTOMER in directions
            and level >= Level.PARTICIPANT,
        )


class _Delta:
    """Changes of the lists. Each line is made once, however many look at it."""

    def __init__(self, shown: Mapping[str, Shown], removed: Collection[str], reach: Reach) -> None:
        self._shown = shown
        self._removed = list(removed)
        self._reach = reach
        self._lines = {key: self._line(one, "") for key, one in shown.items()}
        self._common = self._frame(self._lines)

    def seen_by(self, person: Person) -> bytes:
        """The event for that agent."""
        own = self._shown.get(person.id)
        if own is None:
            return self._common
        return self._frame(self._lines | {person.id: self._line(own, person.ref)})

    def _line(self, one: Shown, viewer: str) -> orjson.Fragment:
        return orjson.Fragment(views.dump(_view(one, viewer, self._reach)))

    def _frame(self, lines: Mapping[str, orjson.Fragment]) -> bytes:
        lists: dict[str, list[orjson.Fragment]] = {name: [] for name in _LISTS}
        for key, line in lines.items():
            lists[self._shown[key].listed].append(line)
        return views.dump({"type": "people.delta", "upsert": lists, "remove": self._removed})


def _view(one: Shown, viewer: str, reach: Reach) -> View:
    view: View = {"login": one.login, "name": one.name}
    view |= {"circle": one.standing.circle, "reason": one.standing.reason}
    if one.listed == "customers":
        return view | {"may_chat": reach.customers and one.reachable}
    until = one.out_of_office_until
    you = one.login == viewer
    view |= {"out_of_office_until": until.isoformat() if until is not None else None}
    return view | {"you": you, "may_chat": reach.agents and one.reachable and not you}


def person_of(agent: DirectoryAgent) -> Person:
    """An agent of the directory as a person."""
    return Person(Kind.AGENT, agent.login, agent.name, agent.email, agent.language)
