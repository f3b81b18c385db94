"""Mail: a conversation is sent to an address, once, and to nobody who does not want it.

The wish is a row. A job sends it and tries again while the mail server is away. An address that nobody has
proven to be theirs first gets a question in fixed words; the conversation follows when it is answered.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bridge.domain.addresses import email_address
from bridge.domain.chats import Chat, Participant
from bridge.domain.errors import (
    ChatNotFound,
    InputInvalid,
    MailLimit,
    MailNotConfigured,
    ServerBusy,
)
from bridge.domain.events import MailChanged
from bridge.domain.people import Actor, Person
from bridge.domain.permissions import Action
from bridge.domain.transcript import word_language
from bridge.services.chats import require
from bridge.services.context import Context, Unit, unit_of_work
from bridge.services.ports import Transaction
from bridge.services.ports.outgoing import Mail, MailRefused, MailUnavailable
from bridge.services.transcripts import Copy, write, zone_name

log = logging.getLogger(__name__)

ADDRESSES_OF_CHAT = 3
"""How many different addresses a chat may be sent to."""

MAILS_TO_ADDRESS = 5
"""How many mails an hour one address gets, whoever asks."""

QUESTIONS_TO_ADDRESS = 10
"""How many questions a day an address gets that answers none: it may be of somebody who wants no mail."""

MAILS_OF_PERSON = 10
"""How many mails an hour one person may ask for."""

CONFIRM = timedelta(hours=24)
"""How long a question may be answered."""

LEASE = timedelta(minutes=5)
"""How long sending may take, PDF and all, before another worker may try."""

MOST_ATTEMPTS = 30
"""After so many, over about half a day, it is given up."""

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(minutes=30)


def ask(
    context: Context,
    actor: Actor,
    chat_id: str,
    mail_id: str,
    raw_address: str | None,
    *,
    zone: str,
    language: str,
) -> str:
    """Ask for the conversation by mail: ``waiting``, or ``unconfirmed`` when the address is asked first.

    The same ``mail_id`` again is no second mail.

    :param raw_address: nothing: the address that OTRS knows of this person
    :raises MailNotConfigured: there is no mail server
    :raises MailLimit: that is too much mail
    :raises InputInvalid: no address, or the id is in use
    :raises ChatNotFound: there is none, or it is not for this person
    :raises PermissionDenied: not for them
    """
    if not context.mailer.ready:
        raise MailNotConfigured("This service sends no mail: CHATBRIDGE_SMTP_URL is not set.")
    address, proven = _address(actor.person, raw_address)
    now = context.clock()
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        require(actor, Action.MAIL, chat)
        own = chat.member(actor.person)
        if own is None:
            raise ChatNotFound("There is no such chat.")
        repeated = unit.tx.mails.get(mail_id)
        if repeated is not None:
            return _same(repeated, chat, own)
        _require_measure(unit.tx, actor.person, chat, address, now, proven=proven)
        new = Mail(
            id=mail_id,
            chat_id=chat_id,
            asked_by=own.no,
            address=address,
            language=word_language(language or actor.person.language),
            zone=zone_name(unit.tx, zone),
            state="waiting" if proven else "confirming",
            attempts=0,
            created_at=now,
        )
        unit.tx.mails.add(new)
    context.jobs.deliver_mail(mail_id)
    return shown_state(new)


def look(context: Context, mail_id: str) -> Mail | None:
    """One by its id."""
    with context.db.read() as tx:
        return tx.mails.get(mail_id)


def confirm(context: Context, mail_id: str) -> Mail | None:
    """Whoever reads that address wants the conversation; doing so again changes nothing."""
    now = context.clock()
    with unit_of_work(context) as unit:
        confirmed = unit.tx.mails.confirm(mail_id, now)
        mail = unit.tx.mails.get(mail_id)
        if mail is not None and confirmed:
            _tell(unit, mail)
    if confirmed:
        context.jobs.deliver_mail(mail_id)
    return mail


def deliver(context: Context, mail_id: str) -> bool:
    """Send what is to be sent to that address, if nobody else is at it; whether it is sent.

    Never raises for what the mail server says: that is written down and tried again.
    """
    now = context.clock()
    with context.db.write() as tx:
        mail = tx.mails.claim(mail_id, now, now + LEASE)
    if mail is None:
        return False
    try:
        _send(context, mail)
    except (MailRefused, ChatNotFound) as error:
        _finish(context, mail, "failed", str(error))
    except (MailUnavailable, ServerBusy) as error:
        _wait(context, mail, str(error))
    except Exception as error:
        log.exception("mail %s could not be sent", mail_id)
        _wait(context, mail, type(error).__name__)
    else:
        _finish(context, mail, "unconfirmed" if mail.state == "confirming" else "done")
        return True
    return False


def deliver_due(context: Context, *, limit: int = 100) -> int:
    """Queue all mail whose time has come; how much. What a lost job left behind is found here."""
    now = context.clock()
    with context.db.read() as tx:
        ids = tx.mails.due(now, limit)
    for mail_id in ids:
        context.jobs.deliver_mail(mail_id)
    return len(ids)


def expire(context: Context) -> int:
    """Give up the mail that nobody has confirmed in time; how much."""
    now = context.clock()
    with context.db.write() as tx:
        return tx.mails.expire(now - CONFIRM, now)


def shown_state(of: Mail) -> str:
    """The state as those who asked see it."""
    return "unconfirmed" if of.state == "confirming" else of.state


def _address(person: Person, raw: str | None) -> tuple[str, bool]:
    proven = person.email
    if raw is None and not proven:
        raise InputInvalid("An e-mail address is needed.", field="address")
    address = email_address(proven if raw is None else raw)
    return address, address.lower() == proven.strip().lower()


def _same(repeated: Mail, chat: Chat, own: Participant) -> str:
    if (repeated.chat_id, repeated.asked_by) != (chat.id, own.no):
        raise InputInvalid("This id is in use; make a new one.", field="mail")
    return shown_state(repeated)


def _require_measure(
    tx: Transaction, person: Person, chat: Chat, address: str, now: datetime, *, proven: bool
) -> None:
    known = {one.lower() for one in tx.mails.addresses(chat.id)}
    if address.lower() not in known and len(known) >= ADDRESSES_OF_CHAT:
        raise MailLimit(f"A chat can be sent to {ADDRESSES_OF_CHAT} addresses.")
    questions = [] if proven else tx.mails.unanswered(address, now - _DAY)
    for sent, most, within in (
        (tx.mails.sent_to(address, now - _HOUR), MAILS_TO_ADDRESS, _HOUR),
        (questions, QUESTIONS_TO_ADDRESS, _DAY),
        (tx.mails.asked_by(person, now - _HOUR), MAILS_OF_PERSON, _HOUR),
    ):
        if len(sent) >= most:
            wait = int((sent[-most] + within - now) / timedelta(milliseconds=1)) + 1
            raise MailLimit("That is too much mail at once.", retry_after_ms=wait)


def _send(context: Context, mail: Mail) -> None:
    if mail.state == "confirming":
        context.mailer.send_question(mail)
    else:
        # What the customer may read, whoever asked: an address can belong to anybody.
        copy = Copy(mail.chat_id, internal=False, zone=mail.zone, language=mail.language)
        context.mailer.send_transcript(mail, write(context, copy))


def _finish(context: Context, mail: Mail, state: str, error: str = "") -> None:
    with unit_of_work(context) as unit:
        if not unit.tx.mails.finish(mail, state, context.clock(), error):
            return
        ended = unit.tx.mails.get(mail.id)
        if ended is not None and shown_state(ended) != shown_state(mail):
            _tell(unit, ended)
    log.info("mail %s is %s after %d attempts %s", mail.id, state, mail.attempts, error)


def _wait(context: Context, mail: Mail, error: str) -> None:
    if mail.attempts >= MOST_ATTEMPTS:
        _finish(context, mail, "failed", error)
        return
    wait = min(_FIRST_WAIT * 2 ** min(mail.attempts - 1, 16), _LONGEST_WAIT)
    with context.db.write() as tx:
        tx.mails.later(mail, context.clock() + wait, error)
    log.warning("mail %s waits %s: %s", mail.id, wait, error)


def _tell(unit: Unit, mail: Mail) -> None:
    chat = unit.tx.chats.get([mail.chat_id])[mail.chat_id]
    asked_by = next(one for one in chat.participants if one.no == mail.asked_by)
    unit.events.append(MailChanged(mail.chat_id, mail.id, asked_by.id, shown_state(mail)))
