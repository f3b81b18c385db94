"""The archive: looking for chats that have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.domain.archive import Search, dump, load, words
from bridge.services import archive
from bridge.web import fields, views
from bridge.web.commands.work import Command, Work, actor_of
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session


def _search(session: Session, message: Message) -> Work:
    wanted = Search(
        words=words(fields.maybe_line(message, "text")),
        person=fields.maybe_line(message, "person"),
        channel_id=fields.maybe_integer(message, "channel"),
        ticket=fields.maybe_line(message, "ticket"),
        since=fields.maybe_time(message, "from"),
        until=fields.maybe_time(message, "to"),
    )
    before = fields.maybe_line(message, "before")
    after = load(before) if before else None
    context, actor = session.runtime.context, actor_of(session)

    def answer(found: archive.Found) -> None:
        cursor = None if found.next is None else dump(found.next)
        chats = [views.chat(one, actor) for one in found.chats]
        session.reply(message, {"chats": chats, "more": cursor is not None, "next": cursor})

    return Work(lambda: archive.search(context, actor, wanted, after), answer)


COMMANDS: dict[str, Command] = {"archive.search": _search}
