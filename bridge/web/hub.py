"""Who is told what: chats to those who follow them, changes to desks and requesters.

The hub keeps a mirror of all chats that have not ended. Events only say what to look at; what is told comes
from the database, and from time to time everything is compared with it, so a lost event costs seconds,
never a message. Everything runs in the reactor's thread.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bridge.domain.chats import Chat, Entry, State
from bridge.domain.events import ChatChanged, DirectoryChanged, EntriesAppended, Event
from bridge.domain.people import Actor, Kind
from bridge.domain.permissions import Action, allowed, may_read
from bridge.services import board, chats, identity
from bridge.web import views

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime
    from bridge.web.session import Session

log = logging.getLogger(__name__)

_REMEMBERED = timedelta(minutes=10)
"""How long after its end a chat is still compared with the database."""


@dataclass(slots=True)
class Follow:
    """How far one session has been told of one chat."""

    sent: int
    healing: bool = False


class Hub:
    """Sessions, what they follow, and the mirror of the chats."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._sessions: dict[str, set[Session]] = defaultdict(set)
        self._follows: dict[str, dict[Session, Follow]] = defaultdict(dict)
        self._chats: dict[str, Chat] = {}
        self._versions: dict[str, int] = {}
        self._latest: dict[str, int] = {}
        self._dirty: set[str] = set()
        self._loading = False

    # Sessions.

    def add(self, session: Session) -> None:
        """A person has signed in; an agent gets the desk."""
        if session.actor is not None:
            self._sessions[session.actor.person.id].add(session)
        if session.for_agent:
            self.send_desk(session)

    def remove(self, session: Session) -> None:
        """The connection is gone."""
        if session.actor is not None:
            of_person = self._sessions[session.actor.person.id]
            of_person.discard(session)
            if not of_person:
                del self._sessions[session.actor.person.id]
        for chat_id in [chat_id for chat_id, followers in self._follows.items() if session in followers]:
            self.unfollow(session, chat_id)

    def own_chats(self, actor: Actor) -> list[views.View]:
        """The chats of a visitor or customer that have not ended."""
        own = [chat for chat in self._chats.values() if chat.participant(actor.person) is not None]
        return [self._view(chat, actor) for chat in own]

    def send_desk(self, session: Session) -> None:
        """An agent's requests and chats, all of them."""
        actor = session.actor
        if actor is None or actor.person.kind is not Kind.AGENT:
            return
        shown = [chat for chat in self._chats.values() if allowed(actor, Action.READ, chat)]
        session.desk = {chat.id for chat in shown}
        session.desk_version += 1
        session.send(
            {
                "type": "desk",
                "version": session.desk_version,
                "chats": [self._view(chat, actor) for chat in shown],
            }
        )

    # Following.

    def follow(self, session: Session, chat: Chat, told: int) -> None:
        """Tell the session of all entries after what it was told just now."""
        self._follows[chat.id][session] = Follow(max(told, chat.last_seq))
        self._heal(chat.id, session)

    def unfollow(self, session: Session, chat_id: str) -> None:
        """No more entries of this chat."""
        followers = self._follows[chat_id]
        followers.pop(session, None)
        if not followers:
            del self._follows[chat_id]

    # Events.

    def handle(self, events: Iterable[Event]) -> None:
        """What was committed, here or in another process."""
        for event in events:
            if isinstance(event, EntriesAppended):
                self._tell(event.chat_id, event.entries)
            elif isinstance(event, ChatChanged):
                self._look_at({event.chat_id})
            elif isinstance(event, DirectoryChanged):
                self._reload_rights()

    def _tell(self, chat_id: str, entries: Sequence[Entry]) -> None:
        self._latest[chat_id] = max(entries[-1].seq, self._latest.get(chat_id, 0))
        frames: dict[tuple[int, bool], bytes | None] = {}
        for session, follow in list(self._follows.get(chat_id, {}).items()):
            if follow.healing or entries[-1].seq <= follow.sent:
                continue
            if entries[0].seq > follow.sent + 1:
                self._heal(chat_id, session)
                continue
            form = (follow.sent, session.for_agent)
            if form not in frames:
                frames[form] = _frame(chat_id, entries, *form)
            follow.sent = entries[-1].seq
            frame = frames[form]
            if frame is not None:
                session.connection.send(frame)

    def _heal(self, chat_id: str, session: Session) -> None:
        follow = self._follows.get(chat_id, {}).get(session)
        actor = session.actor
        if follow is None or actor is None or follow.healing:
            return
        if follow.sent >= self._latest.get(chat_id, 0):
            return
        follow.healing = True

        def told(result: Any) -> None:
            follow.healing = False
            if isinstance(result, Exception):
                return  # the next comparison tries again
            chat, entries = result
            if entries:
                session.connection.send(views.entries(chat_id, entries))
            whole = len(entries) < chats.PAGE
            follow.sent = max(entries[-1].seq if entries else 0, chat.last_seq if whole else 0, follow.sent)
            self._heal(chat_id, session)

        context = self._runtime.context
        self._runtime.run(lambda: chats.read(context, actor, chat_id, follow.sent), told)

    def _look_at(self, ids: Collection[str]) -> None:
        self._dirty.update(ids)
        if self._loading or not self._dirty:
            return
        self._loading = True
        wanted, self._dirty = self._dirty, set()

        def loaded(result: Any) -> None:
            self._loading = False
            if isinstance(result, Exception):
                return  # the next comparison finds them
            for chat in result:
                self._changed(chat)
            self._look_at(())

        context = self._runtime.context
        self._runtime.run(lambda: board.load(context, wanted), loaded)

    def _changed(self, chat: Chat) -> None:
        if self._versions.get(chat.id, 0) >= chat.version:
            return
        self._versions[chat.id] = chat.version
        self._latest[chat.id] = max(chat.last_seq, self._latest.get(chat.id, 0))
        if chat.state is State.CLOSED:
            self._chats.pop(chat.id, None)
        else:
            self._chats[chat.id] = chat
        self._drop_followers_without_right(chat)
        for session in [s for of_person in self._sessions.values() for s in of_person]:
            self._show(session, chat)

    def _show(self, session: Session, chat: Chat) -> None:
        actor = session.actor
        if actor is None:
            return
        may = allowed(actor, Action.READ, chat)
        if not session.for_agent:
            if may:
                session.send({"type": "chat", "chat": self._view(chat, actor)})
            return
        concerns = may or chat.id in session.desk
        if not concerns:
            return
        session.desk_version += 1
        delta: views.View = {
            "type": "desk.delta",
            "version": session.desk_version,
            "upsert": [],
            "remove": [],
        }
        if may:
            session.desk.add(chat.id)
            delta["upsert"].append(self._view(chat, actor))
        else:
            session.desk.discard(chat.id)
            delta["remove"].append(chat.id)
        if chat.state is State.CLOSED:
            session.desk.discard(chat.id)
        session.send(delta)

    def _drop_followers_without_right(self, chat: Chat) -> None:
        for session in list(self._follows.get(chat.id, {})):
            if session.actor is None or not allowed(session.actor, Action.READ, chat):
                self.unfollow(session, chat.id)

    def _view(self, chat: Chat, actor: Actor) -> views.View:
        return views.chat(chat, actor, self._latest.get(chat.id))

    # Healing: the comparison with the database.

    def compare(self, marks: dict[str, tuple[int, int]]) -> None:
        """Look at every chat whose version or last entry is not the one known here."""
        for chat_id, (_, last_seq) in marks.items():
            self._latest[chat_id] = max(last_seq, self._latest.get(chat_id, 0))
            for session in list(self._follows.get(chat_id, {})):
                self._heal(chat_id, session)
        self._look_at(
            {chat_id for chat_id, (version, _) in marks.items() if self._versions.get(chat_id) != version}
            | (self._chats.keys() - marks.keys())
        )
        for chat_id in [c for c in self._versions if c not in marks and c not in self._chats]:
            self._versions.pop(chat_id)
            if chat_id not in self._follows:
                self._latest.pop(chat_id, None)

    def sweep(self) -> None:
        """Start a comparison."""
        context = self._runtime.context

        def swept(result: Any) -> None:
            if not isinstance(result, Exception):
                self.compare(result)

        self._runtime.run(lambda: board.marks(context, _REMEMBERED), swept)

    def load(self, all_chats: Iterable[Chat]) -> None:
        """The mirror's first content, before anybody is there."""
        for chat in all_chats:
            self._changed(chat)

    # Rights.

    def _reload_rights(self) -> None:
        agents = {
            session.actor.person.ref
            for of_person in self._sessions.values()
            for session in of_person
            if session.actor is not None and session.for_agent
        }
        if agents:
            context = self._runtime.context
            self._runtime.run(lambda: identity.groups_of(context, agents), self._take_rights)

    def _take_rights(self, result: Any) -> None:
        if isinstance(result, Exception):
            return
        for session in [s for of_person in self._sessions.values() for s in of_person if s.for_agent]:
            actor = session.actor
            if actor is None:
                continue
            groups = result.get(actor.person.ref, {})
            if groups != actor.groups:
                session.actor = replace(actor, groups=groups)
                self.send_desk(session)


def _frame(chat_id: str, entries: Sequence[Entry], sent: int, for_agent: bool) -> bytes | None:
    kind = Kind.AGENT if for_agent else Kind.VISITOR
    shown = [entry for entry in entries if entry.seq > sent and may_read(kind, entry.audience)]
    return views.entries(chat_id, shown) if shown else None
