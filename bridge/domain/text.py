"""What people write: cleaned of what no screen or database can hold, never cut."""

from __future__ import annotations

import re

from bridge.domain.errors import MessageEmpty, MessageTooLong

MESSAGE_CHARS = 4000
PREVIEW_CHARS = 200

# C0 and C1 controls but tab and line feed, lone surrogates, and the bidirectional overrides with which
# a text can pretend to be another (isolates and marks, which honest right-to-left text uses, stay).
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]")


def clean(text: str) -> str:
    """Plain text as it is stored: one kind of line end, no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text).strip()


def clean_line(text: str) -> str:
    """:func:`clean` for a value of one line: every run of white space becomes a blank."""
    return " ".join(clean(text).split())


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen, also if it is made of invisible characters."""
    return not any(character.isprintable() and not character.isspace() for character in text)


def message_text(raw: str) -> str:
    """The text of a message, cleaned.

    :raises MessageEmpty: when nothing but white space is left
    :raises MessageTooLong: when it is over :data:`MESSAGE_CHARS`
    """
    text = clean(raw)
    if is_blank(text):
        raise MessageEmpty("A message needs some text.")
    if len(text) > MESSAGE_CHARS:
        raise MessageTooLong(
            f"A message may have {MESSAGE_CHARS} characters; this one has {len(text)}. Split it.",
            limit=MESSAGE_CHARS,
        )
    return text


def preview(text: str) -> str:
    """The beginning of a text in one line, at most :data:`PREVIEW_CHARS` characters."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_CHARS else line[: PREVIEW_CHARS - 1] + "…"
