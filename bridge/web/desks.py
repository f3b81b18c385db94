"""Who is here, and which chats each of them is shown: agents a desk, customers and visitors their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from bridge.domain.chats import Chat, State
from bridge.domain.people import Actor
from bridge.domain.permissions import Action, allowed
from bridge.web.views import View

if TYPE_CHECKING:
    from bridge.web.session import Session

MOST_REQUESTS = 200
"""How many requests a desk shows at first; nobody can fill it so that others see nothing any more."""


class Desks:
    """Everything runs in the reactor's thread.

    :ivar agents: the sessions of agents
    """

    def __init__(self, chats: Mapping[str, Chat], view: Callable[[Chat, Actor], View]) -> None:
        """``chats``: all that are on desks, by id; ``view``: one as somebody may see it."""
        self.agents: set[Session] = set()
        self._chats = chats
        self._view = view
        self._sessions: dict[str, set[Session]] = {}

    def add(self, session: Session, actor: Actor) -> None:
        """A person has signed in; an agent gets the desk."""
        self._sessions.setdefault(actor.person.id, set()).add(session)
        if session.for_agent:
            self.agents.add(session)
            self.send(session)
        else:
            session.desk = {chat.id for chat in self._own(actor)}

    def remove(self, session: Session) -> None:
        """The connection is gone."""
        self.agents.discard(session)
        if session.actor is not None:
            person = session.actor.person.id
            of_person = self._sessions.get(person, set())
            of_person.discard(session)
            if not of_person:
                self._sessions.pop(person, None)

    def of(self, person: str) -> set[Session]:
        """The sessions of a person, by the id over all kinds."""
        return self._sessions.get(person, set())

    def own(self, actor: Actor) -> list[View]:
        """The chats of a visitor or customer that have not ended, and to which they are invited."""
        return [self._view(chat, actor) for chat in self._own(actor)]

    def send(self, session: Session) -> None:
        """An agent's chats and invitations, and the requests that wait longest."""
        actor = session.actor
        if actor is None or not session.for_agent:
            return
        readable = [chat for chat in self._chats.values() if allowed(actor, Action.READ, chat)]
        own = [chat for chat in readable if chat.participant(actor.person) is not None]
        waiting = sorted((c for c in readable if c.participant(actor.person) is None), key=_waiting_since)
        shown = own + waiting[:MOST_REQUESTS]
        session.desk = {chat.id for chat in shown}
        views = [self._view(chat, actor) for chat in shown]
        session.desk_version += 1
        session.send({"type": "desk", "version": session.desk_version, "chats": views})

    def show(self, chat: Chat) -> None:
        """A chat is new or has changed: tell those whose concern it is, or was."""
        for session in self.agents.union(*(self.of(one.id) for one in chat.participants)):
            if session.actor is not None:
                self._show(session, session.actor, chat)

    def take_off(self, chat_id: str) -> None:
        """There is no such chat any more."""
        for sessions in self._sessions.values():
            for session in sessions:
                if chat_id in session.desk:
                    self._take_off(session, chat_id)

    def _own(self, actor: Actor) -> list[Chat]:
        return [
            chat
            for chat in self._chats.values()
            if chat.state is not State.CLOSED
            and chat.participant(actor.person) is not None
            and allowed(actor, Action.READ, chat)
        ]

    def _show(self, session: Session, actor: Actor, chat: Chat) -> None:
        if not allowed(actor, Action.READ, chat):
            if chat.id in session.desk:
                self._take_off(session, chat.id)
            return
        session.desk.add(chat.id)
        view = self._view(chat, actor)
        if session.for_agent:
            _send_delta(session, upsert=[view])
        else:
            session.send({"type": "chat", "chat": view})
        # What has ended is shown once more, and agents keep what nobody has put on a ticket.
        if chat.state is State.CLOSED and not (session.for_agent and chat.kept):
            session.desk.discard(chat.id)

    def _take_off(self, session: Session, chat_id: str) -> None:
        session.desk.discard(chat_id)
        if session.for_agent:
            _send_delta(session, remove=[chat_id])
        else:
            session.send({"type": "chat.gone", "chat": chat_id})


def _send_delta(
    session: Session, *, upsert: list[View] | None = None, remove: list[str] | None = None
) -> None:
    session.desk_version += 1
    delta = {"version": session.desk_version, "upsert": upsert or [], "remove": remove or []}
    session.send({"type": "desk.delta", **delta})


def _waiting_since(chat: Chat) -> datetime:
    return chat.waiting_since
