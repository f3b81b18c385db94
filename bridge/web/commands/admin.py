"""Administration: channels, which queue belongs to which, and the policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bridge.domain.channels import ChannelRecord
from bridge.domain.policy import Policy, stored
from bridge.services import channels, policy
from bridge.services.channels import Administration
from bridge.web import fields, views
from bridge.web.commands.work import Command, Work, actor_of
from bridge.web.fields import Message
from bridge.web.views import View

if TYPE_CHECKING:
    from bridge.web.session import Session


def _read(session: Session, message: Message) -> Work:
    context, actor = session.runtime.context, actor_of(session)

    def answer(found: Administration) -> None:
        view: View = {"channels": [_channel_view(one) for one in found.channels]}
        view["queues"] = [
            {"id": queue.id, "name": queue.name, "channel": found.channel_of.get(queue.id)}
            for queue in found.queues
        ]
        session.reply(message, view | {"policy": _policy_view(found.policy), "groups": found.groups})

    return Work(lambda: channels.administration(context, actor), answer)


def _channel(session: Session, message: Message) -> Work:
    context, actor, wanted = session.runtime.context, actor_of(session), fields.obj(message, "channel")
    fields.maybe_integer(wanted, "id")
    return Work(
        lambda: channels.save(context, actor, wanted),
        _answer(session, message, lambda kept: {"channel": _channel_view(kept)}),
    )


def _queues(session: Session, message: Message) -> Work:
    context, actor, queues = session.runtime.context, actor_of(session), fields.obj(message, "queues")
    wanted = {
        fields.otrs_id({"queues": queue_id}, "queues"): fields.maybe_integer({"queues": channel}, "queues")
        for queue_id, channel in queues.items()
    }
    return Work(
        lambda: channels.assign_queues(context, actor, wanted),
        _answer(session, message, lambda channel_of: {"queues": channel_of}),
    )


def _policy(session: Session, message: Message) -> Work:
    context, actor = session.runtime.context, actor_of(session)
    rules, version = fields.obj(message, "policy"), fields.integer(message, "version")
    return Work(
        lambda: policy.save(context, actor, rules, version),
        _answer(session, message, lambda saved: {"policy": _policy_view(saved)}),
    )


def _answer(session: Session, message: Message, view: Callable[[Any], View]) -> Callable[[Any], None]:
    return lambda result: session.reply(message, view(result))


def _channel_view(kept: ChannelRecord) -> View:
    view = asdict(kept.channel) | {"version": kept.version}
    view |= {"created_at": views.time(kept.created_at), "created_by": kept.created_by}
    return view | {"changed_at": views.time(kept.changed_at), "changed_by": kept.changed_by}


def _policy_view(of: Policy) -> View:
    return {"version": of.version, **stored(of)}


COMMANDS: dict[str, Command] = {
    "admin.read": _read,
    "admin.channel": _channel,
    "admin.queues": _queues,
    "admin.policy": _policy,
}
