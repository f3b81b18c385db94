"""Canned replies: texts that agents use again and again, found by a short name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bridge.domain.errors import InputInvalid
from bridge.domain.text import clean_line

SHORTCUT_CHARS = 50
MOST_REPLIES = 200
"""How many replies a channel may have, and how many there may be for all channels."""

_SHORTCUT = re.compile(r"[^\s/]+")


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply to choose by typing ``/`` and its shortcut.

    :ivar id: ``0`` for one that is not stored yet
    :ivar channel_id: where it is offered; ``None``: in all channels
    :ivar text: plain text; ``{customer}``, ``{agent}``, ``{channel}`` and ``{ticket}`` are filled in by the
        client
    """

    id: int
    shortcut: str
    text: str
    channel_id: int | None


def shortcut(raw: str) -> str:
    """The word that a reply is found by.

    :raises InputInvalid: it is none, or too long
    """
    word = clean_line(raw).removeprefix("/")
    if not _SHORTCUT.fullmatch(word) or not word.isprintable() or len(word) > SHORTCUT_CHARS:
        raise InputInvalid(
            f"A shortcut is one word of at most {SHORTCUT_CHARS} characters.", field="shortcut"
        )
    return word
