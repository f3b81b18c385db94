"""The hand-over: a chat goes to OTRS exactly once, however long OTRS is away.

The wish is a row of the outbox, written in the transaction that stops the chat. A job delivers it under
the row's id; OTRS answers a repeated id with its first result. Only when the article exists does the
chat close.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bridge.domain.chats import Audience, Author, Chat, EntryKind, State, Ticket
from bridge.domain.errors import (
    BridgeError,
    ChatClosing,
    ChatNotFound,
    HandoverUnknown,
    InputInvalid,
    NoHandover,
    OtrsRefused,
    OtrsUnavailable,
)
from bridge.domain.handover import ArchiveOrder, ArchiveReceipt, Target
from bridge.domain.people import Actor, Kind
from bridge.domain.permissions import Action
from bridge.domain.transcript import article_lines
from bridge.services import files
from bridge.services.chats import may_look, place_of, require
from bridge.services.context import Context, Unit, unit_of_work
from bridge.services.ports import Handover, NewEntry, Transaction

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
"""How long a delivery may take before another worker may try. OTRS knows the id, so both at once is safe."""

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=5)
_PAGE = 1000


def request(
    context: Context,
    actor: Actor,
    chat_id: str,
    handover_id: str,
    target: Target,
    *,
    anyway: bool = False,
) -> Chat:
    """Ask for the chat to be put on a ticket. The same ``handover_id`` again is no second one.

    What was cancelled and is asked for again with the same choices goes under its old id, because OTRS may
    have it; with others it may become a second ticket.

    :param anyway: also then
    :raises HandoverUnknown: OTRS may have a cancelled one with other choices
    :raises ChatNotFound: there is none, or it is not for this agent
    :raises ChatClosing: a hand-over is under way
    :raises ChatClosed: the chat is on a ticket already
    :raises PermissionDenied: the person may not
    :raises InputInvalid: the id is in use for another chat
    """
    return place(context, actor, chat_id, handover_id, target, Action.HAND_OVER, anyway=anyway)


def place(
    context: Context,
    actor: Actor,
    chat_id: str,
    handover_id: str,
    target: Target,
    action: Action,
    *,
    anyway: bool = False,
) -> Chat:
    """:func:`request` for whoever may do that ``action``; in an agent's name only if an agent asks."""
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        if not may_look(actor, chat):
            raise ChatNotFound("There is no such chat.")
        person = actor.person
        own = chat.member(person)
        repeated = unit.tx.outbox.get(handover_id)
        if repeated is not None:
            if own is None or (repeated.chat_id, repeated.asked_by) != (chat_id, own.no):
                raise InputInvalid("This id is in use; make a new one.", field="handover")
            return chat
        require(actor, action, chat)
        if chat.state is State.CLOSING:
            raise ChatClosing("A hand-over of this chat is under way.")
        if own is None:
            raise ChatNotFound("There is no such chat.")
        now = context.clock()
        agent = person.ref if person.kind is Kind.AGENT else ""
        if not own.present:  # it was off their desk, and comes back until it is on the ticket
            unit.tx.chats.change_participant(chat_id, replace(own, present=True))
        row = Handover(handover_id, chat_id, own.no, agent, person.language, target, chat.state, "waiting", 0)
        row = _stored(unit.tx, row, now, anyway)
        unit.tx.chats.change(chat_id, state=State.CLOSING, handover_id=row.id)
        unit.append(chat, _system(chat, row, EntryKind.HANDOVER_REQUESTED, now))
        closing = unit.changed(chat_id)
    context.jobs.deliver(row.id)
    return closing


def cancel(context: Context, actor: Actor, chat_id: str) -> Chat:
    """Give up a hand-over that does not work; the chat goes on where it was.

    Whether OTRS has it all the same cannot be known: see :func:`request`.

    :raises ChatClosing: it is being delivered at this moment, or has not been tried yet
    :raises BridgeError: as :func:`~bridge.services.chats.require`
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        require(actor, Action.CANCEL_HANDOVER, chat)
        now = context.clock()
        row = unit.tx.outbox.cancel(chat_id, now)
        if row is None:
            raise ChatClosing("It is being delivered at this moment; try again in a minute.")
        by = place_of(actor, chat)
        _go_back(unit, chat, row)
        author = Author(by.no, by.kind, by.name)
        unit.append(chat, NewEntry(EntryKind.HANDOVER_CANCELLED, Audience.AGENTS, author, "", now))
        cancelled = unit.changed(chat_id)
    log.warning("hand-over %s was cancelled after %d attempts", row.id, row.attempts)
    return cancelled


def retry(context: Context, actor: Actor, chat_id: str) -> Chat:
    """Try a waiting hand-over now.

    :raises NoHandover: none is waiting
    :raises ChatNotFound: there is none, or it is not for this agent
    """
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        require(actor, Action.HAND_OVER, chat)
        handover_id = unit.tx.outbox.make_due(chat_id, context.clock())
        if handover_id is None:
            raise NoHandover("No hand-over is waiting.")
    context.jobs.deliver(handover_id)
    return chat


def deliver(context: Context, handover_id: str, *, early: bool = False) -> bool:
    """Bring one hand-over to OTRS, if it waits and nobody else is at it; whether it is done.

    Never raises for what OTRS says: that is written down, shown to the agent and tried again.

    :param early: also before its next turn
    """
    now = context.clock()
    with context.db.write() as tx:
        row = tx.outbox.claim(handover_id, now, now + LEASE, early=early)
    if row is None:
        return False
    try:
        with context.db.read() as tx:
            order = _order(tx, row)
        receipt = context.otrs.archive(order)
    except OtrsRefused as error:
        _fail(context, row, error)
    except OtrsUnavailable as error:
        _wait(context, row, error)
    except Exception:
        log.exception("hand-over %s could not be delivered", handover_id)
        _wait(context, row, OtrsUnavailable("The service failed; its log has the reason."))
    else:
        _done(context, row, receipt)
        return True
    return False


def deliver_due(context: Context, *, limit: int = 100) -> int:
    """Queue all hand-overs whose time has come; how many. What a lost job left behind is found here."""
    with context.db.read() as tx:
        ids = tx.outbox.due(context.clock(), limit)
    for handover_id in ids:
        context.jobs.deliver(handover_id)
    return len(ids)


def _order(tx: Transaction, row: Handover) -> ArchiveOrder:
    chat = tx.chats.get([row.chat_id])[row.chat_id]
    entries = []
    last = 0
    while page := tx.log.after(chat.id, last, limit=_PAGE, reader=Kind.AGENT):
        entries += page
        last = page[-1].seq
    return ArchiveOrder(
        key=row.id,
        agent=row.agent,
        target=row.target,
        customer_name=(chat.client or chat.requester).name,
        started_by="agent" if chat.requester.kind is Kind.AGENT else "customer",
        lines=article_lines(chat, entries, Audience.EVERYONE, row.language),
        internal_lines=article_lines(chat, entries, Audience.AGENTS, row.language),
        files=files.for_ticket(tx, chat.id),
    )


def _done(context: Context, row: Handover, receipt: ArchiveReceipt) -> None:
    with unit_of_work(context) as unit:
        chat = unit.locked(row.chat_id)
        now = context.clock()
        if not unit.tx.outbox.finish(row, "done", now):
            return
        ticket = Ticket(receipt.ticket_id, receipt.ticket_number)
        closed_at = chat.closed_at or now
        unit.tx.chats.change(chat.id, state=State.CLOSED, closed_at=closed_at, ticket=ticket)
        archived = _system(chat, row, EntryKind.ARCHIVED, now, Audience.EVERYONE)
        archived.data["ticket_number"] = ticket.number
        unit.append(chat, archived)
        unit.changed(chat.id)
    log.info("chat %s is on ticket %s after %d attempts", row.chat_id, ticket.number, row.attempts)


def _wait(context: Context, row: Handover, error: BridgeError) -> None:
    wait = min(_FIRST_WAIT * 2 ** min(row.attempts - 1, 16), _LONGEST_WAIT)
    with unit_of_work(context) as unit:
        unit.locked(row.chat_id)
        if not unit.tx.outbox.waiting(row, context.clock() + wait, error.code, error.message):
            return
        unit.tx.chats.change(row.chat_id)
        unit.changed(row.chat_id)
    log.warning("hand-over %s waits %s: %s", row.id, wait, error.message)


def _fail(context: Context, row: Handover, error: BridgeError) -> None:
    with unit_of_work(context) as unit:
        chat = unit.locked(row.chat_id)
        now = context.clock()
        if not unit.tx.outbox.finish(row, "failed", now, error.code, error.message):
            return
        _go_back(unit, chat, row)
        unit.append(chat, _system(chat, row, EntryKind.HANDOVER_FAILED, now))
        unit.changed(chat.id)
    log.warning("hand-over %s was refused: %s", row.id, error.message)


def _stored(tx: Transaction, wanted: Handover, now: datetime, anyway: bool) -> Handover:
    given_up = tx.outbox.cancelled(wanted.chat_id)
    same = next((one for one in given_up if one.target == wanted.target), None)
    if same is not None:
        row = replace(wanted, id=same.id, attempts=same.attempts)
        tx.outbox.revive(row, now)
        return row
    if given_up and not anyway:
        raise HandoverUnknown(
            "A hand-over of this chat was cancelled, but OTRS may have it: look there first."
        )
    tx.outbox.add(wanted, now)
    return wanted


def _go_back(unit: Unit, chat: Chat, row: Handover) -> None:
    open_again = row.back_to is not State.CLOSED
    unit.tx.chats.change(chat.id, state=row.back_to, kept=open_again or bool(chat.workers))
    if open_again:
        unit.tx.chats.reclaim(chat)


def _system(
    chat: Chat, row: Handover, kind: EntryKind, at: datetime, audience: Audience = Audience.AGENTS
) -> NewEntry:
    by = next(p for p in chat.participants if p.no == row.asked_by)
    return NewEntry(kind, audience, Author(by.no, by.kind, by.name), "", at)
