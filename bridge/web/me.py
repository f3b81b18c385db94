"""What an agent's own connections are told of the agent: the event ``me``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bridge.domain.channels import Level
from bridge.domain.people import Actor
from bridge.domain.permissions import may_administrate
from bridge.domain.policy import stored
from bridge.domain.presence import Availability, Standing, standing_of_agent
from bridge.services import availability
from bridge.services.availability import Own
from bridge.web import views
from bridge.web.views import View

if TYPE_CHECKING:
    from bridge.web.presence import Presence
    from bridge.web.session import Session

_RULES = ("idle_minutes", "most_windows", "directions", "most_file_mb")


class Mine:
    """What agents who are connected here have set, and the last that their connections were told."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._sessions: dict[str, set[Session]] = {}
        self._own: dict[str, Own] = {}
        self._told: dict[str, bytes] = {}
        self._signs: dict[str, tuple[object, ...]] = {}
        self._loading: set[str] = set()

    def came(self, session: Session, actor: Actor, own: Own) -> None:
        """An agent has signed in, and is told."""
        login = actor.person.ref
        others = self._sessions.setdefault(login, set())
        self.take(own)
        others.add(session)
        frame = self._told[login] = self._frame(login, self._presence.now())
        session.connection.send(frame)

    def went(self, session: Session, actor: Actor) -> None:
        """The connection is gone."""
        login = actor.person.ref
        sessions = self._sessions.get(login, set())
        sessions.discard(session)
        if not sessions:
            for kept in (self._sessions, self._own, self._told, self._signs):
                kept.pop(login, None)

    def take(self, own: Own) -> None:
        """What the agent has set now; all their connections are told."""
        login = own.state.login
        known = self._own.get(login)
        if login in self._sessions and (known is None or known.state.version <= own.state.version):
            self._own[login] = own
            self._presence.take_state(own.state)
            self._tell(login, self._presence.now())

    def refresh(self, now: datetime) -> None:
        """Tell those for whom something is different now."""
        for login in list(self._sessions):
            if self._presence.state(login).version > self._own[login].state.version:
                self._load(login)
            if self._signs.get(login) != self._sign(login, now):
                self._tell(login, now)

    def _load(self, login: str) -> None:
        if login in self._loading:
            return
        self._loading.add(login)
        context = self._presence.context

        def loaded(result: Any) -> None:
            self._loading.discard(login)
            if isinstance(result, Own):
                self.take(result)

        self._presence.run(lambda: availability.own(context, login), loaded)

    def _tell(self, login: str, now: datetime) -> None:
        frame = self._frame(login, now)
        if self._told.get(login, frame) != frame:
            for session in self._sessions[login]:
                session.connection.send(frame)
        if login in self._told:
            self._told[login] = frame

    def _frame(self, login: str, now: datetime) -> bytes:
        self._signs[login] = self._sign(login, now)
        return views.dump(self._view(login, now))

    def _sign(self, login: str, now: datetime) -> tuple[object, ...]:
        """Changes with everything that the view is made of, and is made faster."""
        presence = self._presence
        versions = (presence.state(login).version, presence.revision, presence.policy().version)
        return (*versions, self._standing(login, now))

    def _standing(self, login: str, now: datetime) -> Standing:
        presence = self._presence
        seen = presence.leases.get(f"agent:{login}", now)
        return standing_of_agent(presence.state(login).now, seen, presence.times(), now)

    def _view(self, login: str, now: datetime) -> View:
        presence, own = self._presence, self._own[login]
        actor, state = presence.actor(login), presence.state(login)
        permitted = [(one, actor.level_in(one)) for one in presence.valid_channels()]
        permitted = [(one, level) for one, level in permitted if level > Level.NONE]
        chosen = [one.id for one, _ in permitted if one.id in state.channels]
        standing = self._standing(login, now)
        warnings = []
        if not permitted:
            warnings.append("no_channel_permitted")
        elif state.now is Availability.EXTERNAL and not chosen:
            warnings.append("no_channel_chosen")
        rules = stored(presence.policy())
        return {
            "type": "me",
            "availability": state.now,
            "ask_external": state.asking,
            "channels": chosen,
            "preferences": own.preferences,
            "circle": standing.circle,
            "reason": standing.reason,
            "warnings": warnings,
            "admin": may_administrate(actor, presence.context.admin_group),
            "channels_permitted": [
                {"id": one.id, "name": one.name, "level": level.name.lower(), "comment": one.comment}
                for one, level in permitted
            ],
            "policy": {name: rules[name] for name in _RULES},
        }
