"""The administration of channels, and which queue of OTRS belongs to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bridge.domain.channels import Channel, ChannelRecord, edited
from bridge.domain.directory import Choice
from bridge.domain.errors import InputConflict, InputInvalid, PermissionDenied
from bridge.domain.events import ChannelsChanged
from bridge.domain.people import Actor
from bridge.domain.permissions import may_administrate
from bridge.domain.policy import Policy
from bridge.services.context import Context, Unit, unit_of_work
from bridge.services.ports import Transaction

_NEW = Channel(0, "", "", for_customers=False, for_visitors=False, valid=True)


@dataclass(frozen=True, slots=True)
class Administration:
    """Everything that administrators can set, and what to choose from.

    :ivar queues: OTRS's valid queues
    :ivar channel_of: id of a queue → id of its channel
    :ivar groups: names of OTRS's valid groups
    """

    channels: list[ChannelRecord]
    queues: list[Choice]
    channel_of: dict[str, int]
    policy: Policy
    groups: list[str]


def administration(context: Context, actor: Actor) -> Administration:
    """All of it.

    :raises PermissionDenied: not an administrator
    """
    require_administrator(context, actor)
    with context.db.read() as tx:
        return Administration(
            tx.channels.records(),
            tx.people.queues(),
            tx.channels.queues(),
            tx.policy.read(),
            tx.people.group_names(),
        )


def save(context: Context, actor: Actor, fields: Mapping[str, object]) -> ChannelRecord:
    """Change a channel, or make one when ``fields["id"]`` is ``None``; what is not given stays.

    :raises InputInvalid: a value cannot be used
    :raises InputConflict: somebody else has changed it since ``fields["version"]``
    :raises PermissionDenied: not an administrator
    """
    require_administrator(context, actor)
    with unit_of_work(context) as unit:
        wanted = fields.get("id")
        channel_id = (
            _add(context, unit, actor, fields) if wanted is None else _change(context, unit, actor, fields)
        )
        unit.events.append(ChannelsChanged())
        return next(one for one in unit.tx.channels.records() if one.channel.id == channel_id)


def assign_queues(context: Context, actor: Actor, queues: Mapping[str, int | None]) -> dict[str, int]:
    """Give queues of OTRS a channel, or none; the channel of each queue that has one.

    :raises InputInvalid: no such queue or channel
    :raises PermissionDenied: not an administrator
    """
    require_administrator(context, actor)
    with unit_of_work(context) as unit:
        tx = unit.tx
        known = {queue.id for queue in tx.people.queues()}
        channels = {channel.id for channel in tx.channels.all()}
        before = tx.channels.queues()
        for queue_id, channel_id in queues.items():
            if queue_id not in known and queue_id not in before:
                raise InputInvalid(f"OTRS has no queue {queue_id}.", field="queues")
            if channel_id is not None and channel_id not in channels:
                raise InputInvalid(f"There is no channel {channel_id}.", field="queues")
            if before.get(queue_id) != channel_id:
                tx.channels.set_queue(queue_id, channel_id)
                change = {"queue": queue_id, "channel": [before.get(queue_id), channel_id]}
                tx.audit.note(context.clock(), actor.person.id, "queue.changed", change)
        return tx.channels.queues()


def of_queue(tx: Transaction, queue_id: str) -> Channel | None:
    """The valid channel that a queue of OTRS was given."""
    channel_id = tx.channels.queues().get(queue_id)
    return next((one for one in tx.channels.all() if one.id == channel_id and one.valid), None)


def queue_of(context: Context, channel_id: int | None, offered: Sequence[Choice]) -> str | None:
    """The first of these queues that belongs to the channel: where its tickets usually go."""
    if channel_id is None:
        return None
    with context.db.read() as tx:
        channel_of = tx.channels.queues()
    return next((queue.id for queue in offered if channel_of.get(queue.id) == channel_id), None)


def require_administrator(context: Context, actor: Actor) -> None:
    """Nothing, for an administrator.

    :raises PermissionDenied: for everybody else
    """
    if not may_administrate(actor, context.admin_group):
        raise PermissionDenied(f"That is for agents with rw in the group {context.admin_group}.")


def _add(context: Context, unit: Unit, actor: Actor, fields: Mapping[str, object]) -> int:
    new = edited(_NEW, fields)
    _check(unit.tx, _NEW, new)
    made = unit.tx.channels.add(new, actor.person.ref, context.clock())
    if made is None:
        raise _name_in_use(new)
    note = {"id": made, **_differences(_NEW, new)}
    unit.tx.audit.note(context.clock(), actor.person.id, "channel.made", note)
    return made


def _change(context: Context, unit: Unit, actor: Actor, fields: Mapping[str, object]) -> int:
    tx, wanted = unit.tx, fields.get("id")
    before = next((one for one in tx.channels.records() if one.channel.id == wanted), None)
    if before is None:
        raise InputInvalid("There is no such channel.", field="id")
    if fields.get("version") != before.version:
        raise _conflict()
    after = edited(before.channel, fields)
    _check(tx, before.channel, after)
    if not tx.channels.change(after, before.version, actor.person.ref, context.clock()):
        current = next(one for one in tx.channels.records() if one.channel.id == wanted)
        raise _name_in_use(after) if current.version == before.version else _conflict()
    note = {"id": after.id, **_differences(before.channel, after)}
    tx.audit.note(context.clock(), actor.person.id, "channel.changed", note)
    return after.id


def _check(tx: Transaction, before: Channel, after: Channel) -> None:
    """What is new must be there in OTRS, as far as OTRS has told."""
    groups, queues = tx.people.group_names(), [queue.name for queue in tx.people.queues()]
    if after.group != before.group and groups and after.group not in groups:
        raise InputInvalid(f"OTRS has no group {after.group}.", field="group")
    if after.ticket_queue not in ("", before.ticket_queue) and queues and after.ticket_queue not in queues:
        raise InputInvalid(f"OTRS has no queue {after.ticket_queue}.", field="ticket_queue")


def _differences(before: Channel, after: Channel) -> dict[str, object]:
    old, new = asdict(before), asdict(after)
    return {"name": after.name} | {
        name: [old[name], new[name]] for name in new if name != "id" and old[name] != new[name]
    }


def _conflict() -> InputConflict:
    return InputConflict("Somebody else has changed this meanwhile; look at it again.", field="version")


def _name_in_use(channel: Channel) -> InputInvalid:
    return InputInvalid(f"There is a channel {channel.name} already.", field="name")
