"""Files: where to bring one, and where to fetch one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.domain.files import ChatFile
from bridge.services import files
from bridge.web import fields
from bridge.web.commands.work import Command, Work, actor_of
from bridge.web.fields import Message
from bridge.web.files import address_to_bring, address_to_fetch

if TYPE_CHECKING:
    from bridge.web.session import Session


def _offer(session: Session, message: Message) -> Work:
    chat_id, file_id = fields.uuid(message, "chat"), fields.uuid(message, "file")
    name, size = fields.string(message, "name"), fields.integer(message, "size")
    audience, settings = fields.audience(message), session.runtime.settings
    context, actor = session.runtime.context, actor_of(session)

    def answer(offered: ChatFile) -> None:
        url = address_to_bring(settings.secret_key, offered)
        session.reply(message, {"url": url, "most_bytes": settings.file_bytes})

    return Work(
        lambda: files.offer(context, actor, chat_id, file_id, name, size, audience, settings.file_limits),
        answer,
    )


def _link(session: Session, message: Message) -> Work:
    chat_id, file_id = fields.uuid(message, "chat"), fields.uuid(message, "file")
    context, actor = session.runtime.context, actor_of(session)

    def answer(file: ChatFile) -> None:
        url = address_to_fetch(session.runtime.settings.secret_key, file)
        session.reply(message, {"url": url, "inline": file.inline})

    return Work(lambda: files.find(context, actor, chat_id, file_id), answer)


COMMANDS: dict[str, Command] = {
    "file.offer": _offer,
    "file.link": _link,
}
