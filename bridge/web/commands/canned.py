"""Canned replies: reading them, and writing them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bridge.domain.canned import CannedReply
from bridge.services import canned
from bridge.web import fields
from bridge.web.commands.work import Command, Work, actor_of
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session


def _list(session: Session, message: Message) -> Work:
    channel = fields.maybe_integer(message, "channel")
    context, actor = session.runtime.context, actor_of(session)

    def answer(found: list[CannedReply]) -> None:
        session.reply(message, {"replies": [_view(one) for one in found]})

    return Work(lambda: canned.list_for(context, actor, channel), answer)


def _save(session: Session, message: Message) -> Work:
    reply_id, channel = fields.maybe_integer(message, "reply"), fields.maybe_integer(message, "channel")
    shortcut, text = fields.string(message, "shortcut"), fields.string(message, "text")
    context, actor = session.runtime.context, actor_of(session)

    def answer(saved: CannedReply) -> None:
        session.reply(message, {"reply": _view(saved)})

    return Work(lambda: canned.save(context, actor, reply_id, shortcut, text, channel), answer)


def _delete(session: Session, message: Message) -> Work:
    reply_id = fields.integer(message, "reply")
    context, actor = session.runtime.context, actor_of(session)
    return Work(lambda: canned.delete(context, actor, reply_id), lambda _: session.reply(message, {}))


def _view(reply: CannedReply) -> dict[str, Any]:
    view = asdict(reply)
    return view | {"channel": view.pop("channel_id")}


COMMANDS: dict[str, Command] = {
    "canned.list": _list,
    "canned.save": _save,
    "canned.delete": _delete,
}
