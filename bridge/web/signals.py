"""What passes and is not kept here: who is writing, and how far people have read."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from bridge.domain.events import ReadMarked, Typing
from bridge.domain.permissions import may_read
from bridge.web import views

if TYPE_CHECKING:
    from bridge.web.following import Following
    from bridge.web.session import Session

TYPING_SECONDS = 1.0
"""How often somebody is shown to be writing in a chat, at the most."""


class Signals:
    """Tells the followers of a chat. Everything runs in the reactor's thread."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._typing: dict[Session, dict[str, tuple[bool, float]]] = {}

    def read(self, event: ReadMarked, among: Callable[[Session], bool] | None) -> None:
        """How far somebody has read. Customers and visitors are not told of agents whom they do not see."""
        frame = views.dump({"type": "read", "chat": event.chat_id, "no": event.no, "seq": event.seq})
        for session in self._following.followers(event.chat_id):
            if (session.for_agent or not event.hidden) and (among is None or among(session)):
                session.connection.send(frame)

    def typing(self, event: Typing, among: Callable[[Session], bool] | None) -> None:
        """Who is writing is told to all others who may read what it will be."""
        frame = views.dump({"type": "typing", "chat": event.chat_id, "no": event.no, "on": event.on})
        for session in self._following.followers(event.chat_id):
            person = session.actor.person if session.actor is not None else None
            if person is None or person.id == event.person or not may_read(person.kind, event.audience):
                continue
            if among is None or among(session):
                session.connection.send(frame)

    def is_news(self, session: Session, chat_id: str, on: bool) -> bool:
        """Whether to tell of it: not of the same again within :data:`TYPING_SECONDS`, nor of two ends."""
        now = monotonic()
        before, told_at = self._typing.setdefault(session, {}).get(chat_id, (False, -TYPING_SECONDS))
        if not on and not before:
            return False
        if on and now - told_at < TYPING_SECONDS:
            return False
        self._typing[session][chat_id] = (on, now if on else told_at)
        return True

    def forget(self, session: Session, chat_id: str | None = None) -> None:
        """The session is gone, or does not follow that chat any more."""
        if chat_id is None:
            self._typing.pop(session, None)
        elif session in self._typing:
            self._typing[session].pop(chat_id, None)
