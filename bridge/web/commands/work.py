"""What a command is, and what commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bridge.domain.chats import Chat
from bridge.domain.errors import BadMessage
from bridge.domain.people import Actor
from bridge.web import views
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session


@dataclass(frozen=True, slots=True)
class Work:
    """What a command still has to do.

    :ivar blocking: called in another thread
    :ivar then: called with its result
    :ivar slow: it may wait for OTRS, and must not keep others from the database
    """

    blocking: Callable[[], Any]
    then: Callable[[Any], None]
    slow: bool = False


Command = Callable[["Session", Message], Work | None]


def chat_work(session: Session, message: Message, blocking: Callable[[], Chat]) -> Work:
    """A command whose answer is the chat, as this person may see it."""

    def answer(chat: Chat) -> None:
        session.reply(message, {"chat": views.chat(chat, actor_of(session))})

    return Work(blocking, answer)


def done_work(session: Session, message: Message, blocking: Callable[[], None]) -> Work:
    """A command whose answer says nothing but that it is done."""

    def answer(_: None) -> None:
        session.reply(message, {})

    return Work(blocking, answer)


def actor_of(session: Session) -> Actor:
    """Who is there.

    :raises BadMessage: nobody has said yet
    """
    if session.actor is None:
        raise BadMessage("hello comes first.")
    return session.actor
