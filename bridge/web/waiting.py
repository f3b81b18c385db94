"""Whoever waits for an agent is told how many are before them, and how long it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bridge.domain.chats import Chat, Direction, State
from bridge.services import waiting
from bridge.web.views import View

if TYPE_CHECKING:
    from bridge.web.presence import Presence
    from bridge.web.session import Session

_ESTIMATED = timedelta(seconds=30)
_ROUNDED = 10
_WAIT = {Direction.CUSTOMER_AGENT, Direction.PUBLIC_AGENT}


class Waiting:
    """The requests of customers and visitors, and the last that each of them was told."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._told: dict[str, View] = {}
        self._requester: dict[str, str] = {}
        self._estimates: dict[int, float] = {}
        self._estimated_at: datetime | None = None

    def came(self, session: Session, person_id: str) -> None:
        """A requester is (back) there, and is told."""
        for chat_id, view in self._told.items():
            if self._requester[chat_id] == person_id:
                session.send(view)

    def refresh(self, chats: Iterable[Chat], now: datetime) -> None:
        """Look at all chats, and tell the requesters for whom something is different now."""
        queues: defaultdict[int, list[Chat]] = defaultdict(list)
        for chat in chats:
            if chat.state is State.REQUESTED and chat.direction in _WAIT:
                queues[chat.channel.id].append(chat)
        before, self._told, self._requester = self._told, {}, {}
        for queue in queues.values():
            queue.sort(key=lambda chat: (chat.waiting_since, chat.id))
            for position, chat in enumerate(queue, 1):
                self._tell(chat, self._view(chat, position, now), before.get(chat.id))
        if queues:
            self._estimate(list(queues), now)

    def _tell(self, chat: Chat, view: View, before: View | None) -> None:
        person_id = f"{chat.requester.kind}:{chat.requester.ref}"
        self._told[chat.id] = view
        self._requester[chat.id] = person_id
        if view != before:
            for session in self._presence.sessions_of(person_id):
                session.send(view)

    def _view(self, chat: Chat, position: int, now: datetime) -> View:
        estimate = self._estimates.get(chat.channel.id)
        patience = timedelta(minutes=self._presence.policy().ticket_after_minutes)
        return {
            "type": "waiting",
            "chat": chat.id,
            "position": position,
            "estimate_seconds": None if estimate is None else round(estimate / _ROUNDED) * _ROUNDED,
            "offer_ticket": now - chat.waiting_since >= patience
            or not self._presence.offers.is_served(chat.channel, now),
        }

    def _estimate(self, channels: list[int], now: datetime) -> None:
        if self._estimated_at is not None and now - self._estimated_at < _ESTIMATED:
            return
        self._estimated_at = now
        context = self._presence.context

        def estimated(result: Any) -> None:
            if not isinstance(result, Exception):
                self._estimates = result

        self._presence.run(lambda: waiting.estimates(context, channels), estimated)
