"""Who is told what: chats to those who follow them, changes to desks and requesters.

The hub keeps a mirror of all chats that have not ended. Events only say what to look at; what is told comes
from the database, and from time to time everything is compared with it, so a lost event costs seconds,
never a message. Everything runs in the reactor's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bridge.domain.channels import Channel
from bridge.domain.chats import Chat
from bridge.domain.events import (
    ChatChanged,
    DirectoryChanged,
    EntriesAppended,
    Event,
    MailChanged,
    ReadMarked,
    Typing,
)
from bridge.domain.people import Actor
from bridge.domain.permissions import Action, allowed
from bridge.services import board, identity
from bridge.web import views
from bridge.web.desks import Desks
from bridge.web.following import Following
from bridge.web.signals import Signals

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime
    from bridge.web.session import Session

_REMEMBERED = timedelta(minutes=10)
"""How long after its end a chat is still compared with the database."""


class Hub:
    """Sessions, what they follow, and the mirror of the chats."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._following = Following(runtime)
        self._signals = Signals(self._following)
        self._chats: dict[str, Chat] = {}
        self._desks = Desks(self._chats, self._view)
        self._versions: dict[str, int] = {}
        # Chats that have changed and have not been looked at yet, and those that are being looked at.
        self._dirty: set[str] = set()
        self._looking: set[str] = set()
        self._sweeping = False
        self.changes = 0  # grows with every change of a chat

    # Sessions.

    def add(self, session: Session) -> None:
        """A person has signed in; an agent gets the desk."""
        if session.actor is not None and session.connection.open:
            self._desks.add(session, session.actor)

    def remove(self, session: Session) -> None:
        """The connection is gone."""
        self._desks.remove(session)
        for chat_id in list(session.following):
            self.unfollow(session, chat_id)
        self._signals.forget(session)

    def own_chats(self, actor: Actor) -> list[views.View]:
        """The chats of a visitor or customer that have not ended, and to which they are invited."""
        return self._desks.own(actor)

    def chats(self) -> Iterable[Chat]:
        """All chats that are known here."""
        return self._chats.values()

    def chat(self, chat_id: str) -> Chat | None:
        """A chat that has not ended, as it is known here."""
        return self._chats.get(chat_id)

    def send_desk(self, session: Session) -> None:
        """An agent's chats and invitations, and the requests that wait longest."""
        self._desks.send(session)

    def follow(self, session: Session, chat: Chat, told: int) -> None:
        """Tell the session of all entries after what it was told just now."""
        self._following.add(session, chat, told, sure=self._versions.get(chat.id, 0) <= chat.version)

    def unfollow(self, session: Session, chat_id: str) -> None:
        """No more entries of this chat."""
        self._following.remove(session, chat_id)
        self._signals.forget(session, chat_id)

    def type(self, session: Session, event: Typing) -> None:
        """Tell all processes that somebody writes, unless they were told just now."""
        if self._signals.is_news(session, event.chat_id, event.on):
            self._runtime.context.bus.publish([event])

    # Events.

    def handle(self, events: Iterable[Event]) -> None:
        """What was committed, here or in another process."""
        batch = list(events)
        # Changes first: who must not read what follows them is held back until they have been looked at.
        self._look_at({event.chat_id for event in batch if isinstance(event, ChatChanged)})
        for event in batch:
            if isinstance(event, EntriesAppended):
                self._tell(event)
            elif isinstance(event, ReadMarked):
                self._mark(event)
            elif isinstance(event, Typing):
                self._signals.typing(event, self._known_to_be_in(event.chat_id))
            elif isinstance(event, MailChanged):
                self._mailed(event)
            elif isinstance(event, DirectoryChanged):
                self.reload_rights()

    def _tell(self, event: EntriesAppended) -> None:
        among = self._known_to_be_in(event.chat_id, {entry.author.no for entry in event.entries})
        self._following.tell(event.chat_id, self._chats.get(event.chat_id), event.entries, among)

    def _known_to_be_in(
        self, chat_id: str, authors: Collection[int] = ()
    ) -> Callable[[Session], bool] | None:
        """Who may be told before the chat has been looked at; ``None``: it needs no look, all may.

        Agents come and go. Customers and visitors stay, and wait only where the names that they see of these
        authors are not known yet.
        """
        chat = self._chats.get(chat_id)
        if chat is not None and chat_id not in self._dirty and chat_id not in self._looking:
            return None
        numbers = {one.no for one in chat.participants} if chat is not None else set()
        named = chat is not None and (not chat.channel.agent_name or numbers.issuperset(authors))

        def is_in_it(session: Session) -> bool:
            if chat is None or session.actor is None or session.for_agent or not named:
                return False
            return chat.participant(session.actor.person) is not None

        return is_in_it

    def _mark(self, event: ReadMarked) -> None:
        chat = self._chats.get(event.chat_id)
        if chat is not None:
            self._chats[chat.id] = _with_mark(chat, event.no, event.seq)
        self._signals.read(event, self._known_to_be_in(event.chat_id))

    def _mailed(self, event: MailChanged) -> None:
        told = {"type": "mail", "chat": event.chat_id, "mail": event.mail_id, "state": event.state}
        for session in self._desks.of(event.person):
            session.send(told)

    def _look_at(self, ids: Collection[str]) -> None:
        self._dirty.update(ids)
        if self._looking or not self._dirty:
            return
        self._looking, self._dirty = self._dirty, set()

        def loaded(result: Any) -> None:
            looked_at, self._looking = self._looking, set()
            if isinstance(result, Exception):
                self._dirty |= looked_at  # the next comparison tries again
                return
            for chat in result:
                self._changed(chat)
            for chat_id in looked_at - {chat.id for chat in result}:
                self._vanished(chat_id)
            for chat_id in looked_at:
                self._following.heal(chat_id)
            self._look_at(())

        context, wanted = self._runtime.context, self._looking
        self._runtime.run(lambda: board.load(context, wanted), loaded)

    def _changed(self, chat: Chat) -> None:
        if self._versions.get(chat.id, 0) >= chat.version:
            return
        self._versions[chat.id] = chat.version
        self.changes += 1
        self._following.note(chat.id, chat.last_seq)
        if chat.kept:
            for one in self._chats.get(chat.id, chat).participants:  # marks may have come meanwhile
                chat = _with_mark(chat, one.no, one.read_seq)
            self._chats[chat.id] = chat
        else:
            self._chats.pop(chat.id, None)
        for session in self._following.followers(chat.id):
            if session.actor is None or not allowed(session.actor, Action.READ, chat):
                self.unfollow(session, chat.id)
        self._desks.show(chat)

    def _vanished(self, chat_id: str) -> None:
        # It is not in the database (any more).
        self.changes += 1
        self._chats.pop(chat_id, None)
        self._versions.pop(chat_id, None)
        self._desks.take_off(chat_id)

    def _view(self, chat: Chat, actor: Actor) -> views.View:
        return views.chat(chat, actor, self._following.latest(chat.id))

    # Healing: the comparison with the database.

    def compare(self, marks: dict[str, tuple[int, int]]) -> None:
        """Look at every chat whose version or last entry is not the one known here."""
        for chat_id, (_, last_seq) in marks.items():
            self._following.note(chat_id, last_seq)
            self._following.heal(chat_id)
        self._look_at(
            {chat_id for chat_id, (version, _) in marks.items() if self._versions.get(chat_id) != version}
            | (self._chats.keys() - marks.keys())
        )
        for chat_id in [c for c in self._versions if c not in marks and c not in self._chats]:
            del self._versions[chat_id]
        self._following.forget(marks.keys() | self._chats.keys())

    def sweep(self) -> None:
        """Start a comparison, if none is under way."""
        if self._sweeping:
            return
        self._sweeping = True
        context = self._runtime.context

        def swept(result: Any) -> None:
            self._sweeping = False
            if not isinstance(result, Exception):
                self.compare(result)

        self._runtime.run(lambda: board.marks(context, _REMEMBERED), swept)

    def load(self, all_chats: Iterable[Chat]) -> None:
        """The mirror's first content, before anybody is there."""
        for chat in all_chats:
            self._changed(chat)

    # Rights.

    def channels_changed(self, channels: Iterable[Channel]) -> None:
        """Channels are others now, and with them who may do what in their chats."""
        of_id = {channel.id: channel for channel in channels}
        for chat in list(self._chats.values()):
            self._chats[chat.id] = replace(chat, channel=of_id.get(chat.channel.id, chat.channel))
        for session in list(self._desks.agents):
            self.rights_changed(session)

    def reload_rights(self) -> None:
        """The directory or the policy is another one: look up what the agents may do now."""
        agents = {session.actor.person.ref for session in self._desks.agents if session.actor is not None}
        if agents:
            context = self._runtime.context
            self._runtime.run(
                lambda: identity.groups_of(context, agents), lambda found: self._take_rights(agents, found)
            )

    def _take_rights(self, asked_for: Collection[str], result: Any) -> None:
        if isinstance(result, Exception):
            return
        for session in list(self._desks.agents):
            actor = session.actor
            if actor is None or actor.person.ref not in asked_for:
                continue
            again = self._runtime.context.policy().actor(actor.person, result.get(actor.person.ref, {}))
            if again == actor:
                continue
            session.actor = again
            self.rights_changed(session)

    def rights_changed(self, session: Session) -> None:
        """An agent's groups are others now: previews that are for others end, and the desk is sent anew."""
        for chat_id in list(session.following):
            chat = self._chats.get(chat_id)
            if chat is None or session.actor is None:
                continue
            if not allowed(session.actor, Action.READ, chat):
                self.unfollow(session, chat_id)
        self.send_desk(session)


def _with_mark(chat: Chat, no: int, seq: int) -> Chat:
    """The chat in which that participant has read at least so far."""
    if all(one.no != no or one.read_seq >= seq for one in chat.participants):
        return chat
    people = (replace(one, read_seq=seq) if one.no == no else one for one in chat.participants)
    return replace(chat, participants=tuple(people))
