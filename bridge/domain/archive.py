"""Looking for a chat that has ended: what can be asked, and where a long answer goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bridge.domain.errors import InputInvalid

MOST_WORDS = 5
_CURSOR = re.compile(r"([0-9]{1,18})\.([0-9a-f-]{36})")


@dataclass(frozen=True, slots=True)
class Search:
    """What a chat must be like; what is empty or ``None`` does not matter.

    :ivar words: each is in some message, or in the name of a file
    :ivar person: a part of somebody's name, or their login
    :ivar ticket: the number of the ticket that the chat is on or was about
    :ivar since: closed then or later
    :ivar until: closed before
    """

    words: tuple[str, ...] = ()
    person: str = ""
    channel_id: int | None = None
    ticket: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a search goes on: after the chat that was closed then and has that id."""

    closed_at: datetime
    chat_id: str


def dump(cursor: Cursor) -> str:
    """A cursor as text for the client."""
    micros = round(cursor.closed_at.timestamp() * 1_000_000)
    return f"{micros}.{cursor.chat_id}"


def load(text: str) -> Cursor:
    """A cursor that a client brings back.

    :raises InputInvalid: it is none of ours
    """
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise InputInvalid("'before' must be the 'next' of an answer.", field="before")
    seconds, micros = divmod(int(found[1]), 1_000_000)
    try:
        closed_at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)
    except (OverflowError, ValueError, OSError) as error:
        raise InputInvalid("'before' must be the 'next' of an answer.", field="before") from error
    return Cursor(closed_at, found[2])


def words(text: str) -> tuple[str, ...]:
    """The words to look for.

    :raises InputInvalid: too many
    """
    found = tuple(dict.fromkeys(text.split()))
    if len(found) > MOST_WORDS:
        raise InputInvalid(f"A search may have {MOST_WORDS} words.", field="text")
    return found
