"""Files: where to bring one, and where to fetch one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.domain.files import ChatFile
from bridge.domain.people import Kind
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
    audience, runtime, actor = fields.audience(message), session.runtime, actor_of(session)
    if actor.person.kind is Kind.VISITOR:
        runtime.files.admit(session.address)

    def offered() -> ChatFile:
        limits = runtime.settings.file_limits
        return files.offer(runtime.context, actor, chat_id, file_id, name, size, audience, limits)

    def answer(file: ChatFile) -> None:
        most = files.most_bytes(runtime.context, runtime.settings.file_limits)
        url = address_to_bring(runtime.settings.secret_key, file)
        session.reply(message, {"url": url, "most_bytes": most})

    return Work(offered, answer)


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
