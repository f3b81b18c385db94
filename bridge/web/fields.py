"""Reading a message's fields: present, of the right type, within bounds, or a clear word."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from bridge.domain.chats import Audience
from bridge.domain.errors import BadMessage, InputInvalid
from bridge.domain.handover import ExistingTicket, NewPhoneTicket, Target
from bridge.domain.people import Kind
from bridge.domain.text import clean_line

Message = dict[str, Any]

_QUERY_CHARS = 100
_TITLE_CHARS = 200
_LOGIN_CHARS = 200
_ID = re.compile(r"[0-9]{1,20}")


def parse(raw: bytes) -> Message:
    """A message from its JSON.

    :raises BadMessage: not a JSON object with a ``type`` and a number ``id``
    """
    try:
        message = orjson.loads(raw)
    except ValueError as error:
        raise BadMessage("This is not JSON.") from error
    if not isinstance(message, dict):
        raise BadMessage("A message is a JSON object.")
    integer(message, "id")
    string(message, "type")
    return message


def string(message: Message, field: str) -> str:
    """A text that must be there."""
    value = message.get(field)
    if not isinstance(value, str):
        raise BadMessage(f"'{field}' must be a text.", field=field)
    return value


def maybe_string(message: Message, field: str) -> str | None:
    """A text that may be missing."""
    return None if message.get(field) is None else string(message, field)


def integer(message: Message, field: str) -> int:
    """A whole number from 0 that must be there."""
    value = message.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise BadMessage(f"'{field}' must be a whole number.", field=field)
    return value


def integers(message: Message, field: str) -> list[int]:
    """A list of whole numbers that must be there."""
    values = message.get(field)
    if not isinstance(values, list):
        raise BadMessage(f"'{field}' must be a list of whole numbers.", field=field)
    return [integer({field: value}, field) for value in values]


def maybe_integer(message: Message, field: str) -> int | None:
    """A whole number that may be missing."""
    return None if message.get(field) is None else integer(message, field)


def flag(message: Message, field: str) -> bool:
    """Yes or no; no, when it does not say."""
    value = message.get(field, False)
    if not isinstance(value, bool):
        raise BadMessage(f"'{field}' must be true or false.", field=field)
    return value


def choice(message: Message, field: str, words: Collection[str]) -> str:
    """One of these words."""
    value = string(message, field)
    if value not in words:
        raise BadMessage(f"'{field}' must be one of {', '.join(words)}.", field=field)
    return value


def login(message: Message, field: str = "login") -> str:
    """Somebody's login in OTRS."""
    value = string(message, field)
    if not 1 <= len(value) <= _LOGIN_CHARS:
        raise InputInvalid(f"'{field}' must have 1 to {_LOGIN_CHARS} characters.", field=field)
    return value


def maybe_person(message: Message, field: str) -> tuple[Kind, str] | None:
    """An agent or customer, by kind and login, that may be missing."""
    if message.get(field) is None:
        return None
    person = obj(message, field)
    return Kind(choice(person, "kind", (Kind.AGENT, Kind.CUSTOMER))), login(person)


def uuid(message: Message, field: str) -> str:
    """A UUID that must be there, in its usual spelling."""
    try:
        return str(UUID(string(message, field)))
    except ValueError as error:
        raise BadMessage(f"'{field}' must be a UUID.", field=field) from error


def obj(message: Message, field: str) -> Message:
    """An object that must be there."""
    value = message.get(field)
    if not isinstance(value, dict):
        raise BadMessage(f"'{field}' must be an object.", field=field)
    return value


def audience(message: Message) -> Audience:
    """Who a message is for; everyone, when it does not say."""
    try:
        return Audience(message.get("audience", Audience.EVERYONE))
    except ValueError as error:
        raise BadMessage("'audience' must be everyone or agents.", field="audience") from error


def query(message: Message) -> str:
    """The words of a search."""
    words = clean_line(string(message, "query"))
    if len(words) > _QUERY_CHARS:
        raise InputInvalid(f"A search may have {_QUERY_CHARS} characters.", field="query")
    return words


def maybe_line(message: Message, field: str) -> str:
    """A short text that may be missing; then it is empty."""
    if message.get(field) is None:
        return ""
    line = clean_line(string(message, field))
    if len(line) > _QUERY_CHARS:
        raise InputInvalid(f"'{field}' may have {_QUERY_CHARS} characters.", field=field)
    return line


def maybe_time(message: Message, field: str) -> datetime | None:
    """A time in ISO 8601 with its zone, that may be missing."""
    if message.get(field) is None:
        return None
    try:
        found = datetime.fromisoformat(string(message, field))
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadMessage(f"'{field}' must be a time such as 2026-11-22T18:44:37Z.", field=field)


def otrs_id(message: Message, field: str) -> str:
    """An id of something in OTRS."""
    value = string(message, field)
    if not _ID.fullmatch(value):
        raise InputInvalid(f"'{field}' is not an id of OTRS.", field=field)
    return value


def maybe_otrs_id(message: Message, field: str) -> str | None:
    """An id of something in OTRS that may be missing."""
    return None if message.get(field) is None else otrs_id(message, field)


def target(message: Message) -> Target:
    """Where a hand-over shall go."""
    wanted = obj(message, "target")
    kind = string(wanted, "kind")
    if kind == "attach":
        return ExistingTicket(otrs_id(wanted, "ticket_id"))
    if kind != "phone_ticket":
        raise BadMessage("'target.kind' must be phone_ticket or attach.", field="kind")
    title = clean_line(string(wanted, "title"))
    if not 1 <= len(title) <= _TITLE_CHARS:
        raise InputInvalid(f"A subject has 1 to {_TITLE_CHARS} characters.", field="title")
    owner = wanted.get("owner")
    return NewPhoneTicket(
        queue_id=otrs_id(wanted, "queue_id"),
        title=title,
        customer=_short(wanted, "customer"),
        priority_id=otrs_id(wanted, "priority_id"),
        state_id=otrs_id(wanted, "state_id"),
        owner=None if owner is None else _short(wanted, "owner"),
    )


def _short(message: Message, field: str) -> str:
    value = clean_line(string(message, field))
    if len(value) > _TITLE_CHARS:
        raise InputInvalid(f"'{field}' is too long.", field=field)
    return value
