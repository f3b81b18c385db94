"""What agents set for themselves, and that somebody is doing something."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bridge.domain.presence import Availability
from bridge.services import availability
from bridge.services.availability import Own
from bridge.web import fields
from bridge.web.commands.work import Command, Work, actor_of
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session


def _availability_set(session: Session, message: Message) -> Work:
    context, actor = session.runtime.context, actor_of(session)
    wanted = Availability(fields.choice(message, "availability", list(Availability)))
    channels = fields.integers(message, "channels")
    return Work(lambda: availability.choose(context, actor, wanted, channels), _taken(session, message))


def _preferences_set(session: Session, message: Message) -> Work:
    context, actor = session.runtime.context, actor_of(session)
    preferences = fields.obj(message, "preferences")
    return Work(lambda: availability.prefer(context, actor, preferences), _taken(session, message))


def _activity(session: Session, message: Message) -> None:
    session.runtime.presence.active(session, actor_of(session))
    session.reply(message, {})


def _taken(session: Session, message: Message) -> Callable[[Own], None]:
    def answer(own: Own) -> None:
        session.reply(message, {})
        session.runtime.presence.mine.take(own)

    return answer


COMMANDS: dict[str, Command] = {
    "availability.set": _availability_set,
    "preferences.set": _preferences_set,
    "activity": _activity,
}
