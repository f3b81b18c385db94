"""Who follows which chat, and how far each has been told of it.

New entries come as events; whoever has a gap is told from the database. Everything runs in the reactor's
thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bridge.domain.chats import Chat, Entry
from bridge.domain.errors import ChatNotFound
from bridge.domain.people import Kind
from bridge.domain.permissions import may_read
from bridge.services import chats
from bridge.web import views

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime
    from bridge.web.session import Session


@dataclass(slots=True)
class Follow:
    """How far one session has been told of one chat."""

    sent: int
    healing: bool = False


class Following:
    """The followers of all chats, and the number of the last entry that is known of each."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._follows: dict[str, dict[Session, Follow]] = {}
        self._latest: dict[str, int] = {}

    def latest(self, chat_id: str) -> int | None:
        """The number of the last entry, where it is known."""
        return self._latest.get(chat_id)

    def note(self, chat_id: str, last_seq: int) -> None:
        """There are entries up to this number."""
        self._latest[chat_id] = max(last_seq, self._latest.get(chat_id, 0))

    def followers(self, chat_id: str) -> list[Session]:
        """Those who follow the chat."""
        return list(self._follows.get(chat_id, ()))

    def add(self, session: Session, chat: Chat, told: int, *, sure: bool) -> None:
        """Tell the session of all entries after what it was told just now.

        :param sure: the chat is the newest that is known; otherwise the right to read it is asked for again
        """
        self._follows.setdefault(chat.id, {})[session] = Follow(max(told, chat.last_seq))
        session.following.add(chat.id)
        self._heal(chat.id, session, anyway=not sure)

    def remove(self, session: Session, chat_id: str) -> None:
        """No more entries of this chat."""
        session.following.discard(chat_id)
        followers = self._follows.get(chat_id)
        if followers is not None:
            followers.pop(session, None)
            if not followers:
                del self._follows[chat_id]

    def tell(
        self,
        chat_id: str,
        chat: Chat | None,
        entries: Sequence[Entry],
        among: Callable[[Session], bool] | None,
    ) -> None:
        """Tell the followers of new entries, or only those ``among`` them; the others can be healed later.

        :param chat: as it is known, for the names that customers and visitors see; not needed for agents
        """
        self.note(chat_id, entries[-1].seq)
        frames: dict[tuple[int, bool], bytes | None] = {}
        for session, follow in list(self._follows.get(chat_id, {}).items()):
            if follow.healing or entries[-1].seq <= follow.sent or (among is not None and not among(session)):
                continue
            if entries[0].seq > follow.sent + 1:
                self._heal(chat_id, session)
                continue
            form = (follow.sent, session.for_agent)
            if form not in frames:
                frames[form] = _frame(chat_id, chat, entries, *form)
            follow.sent = entries[-1].seq
            frame = frames[form]
            if frame is not None:
                session.connection.send(frame)

    def heal(self, chat_id: str) -> None:
        """Tell every follower what they have not been told."""
        for session in self.followers(chat_id):
            self._heal(chat_id, session)

    def forget(self, keep: Collection[str]) -> None:
        """Drop what is known of chats that nobody follows, but for these."""
        for chat_id in [c for c in self._latest if c not in keep and c not in self._follows]:
            del self._latest[chat_id]

    def _heal(self, chat_id: str, session: Session, *, anyway: bool = False) -> None:
        follow = self._follows.get(chat_id, {}).get(session)
        actor = session.actor
        if follow is None or actor is None or follow.healing:
            return
        if follow.sent >= self._latest.get(chat_id, 0) and not anyway:
            return
        follow.healing = True

        def told(result: Any) -> None:
            follow.healing = False
            if self._follows.get(chat_id, {}).get(session) is not follow:
                return
            if isinstance(result, ChatNotFound):
                self.remove(session, chat_id)
            if isinstance(result, Exception):
                return  # the next comparison tries again
            chat, entries, more = result
            if entries:
                shown = views.log(chat, entries, actor.person.kind)
                session.connection.send(views.entries(chat_id, shown))
            told_to = entries[-1].seq if entries else 0
            follow.sent = max(told_to, 0 if more else chat.last_seq, follow.sent)
            self._heal(chat_id, session)

        context = self._runtime.context
        self._runtime.run(lambda: chats.read(context, actor, chat_id, follow.sent), told)


def _frame(
    chat_id: str, chat: Chat | None, entries: Sequence[Entry], sent: int, for_agent: bool
) -> bytes | None:
    kind = Kind.AGENT if for_agent else Kind.VISITOR
    shown = [entry for entry in entries if entry.seq > sent and may_read(kind, entry.audience)]
    return views.entries(chat_id, views.log(chat, shown, kind)) if shown else None
