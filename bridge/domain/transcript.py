"""The transcript: projections of a chat's log, which differ only by audience and language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bridge.domain.chats import Audience, Chat, Entry, EntryKind
from bridge.domain.handover import ArticleLine

_WORDS = {
    "en": {
        EntryKind.JOINED: "{name} joined the chat.",
        EntryKind.LEFT: "{name} left the chat.",
        EntryKind.CLOSED: "{name} ended the chat.",
    },
    "de": {
        EntryKind.JOINED: "{name} ist dem Chat beigetreten.",
        EntryKind.LEFT: "{name} hat den Chat verlassen.",
        EntryKind.CLOSED: "{name} hat den Chat beendet.",
    },
}


def article_lines(
    chat: Chat, entries: Iterable[Entry], audience: Audience, language: str
) -> tuple[ArticleLine, ...]:
    """The lines of the article for that audience, oldest first.

    The one for everyone has what was said and who came and went; the one for agents has only what
    agents wrote among themselves. How the hand-over itself went is no part of the conversation.
    """
    words = _WORDS["de" if language.lower().startswith("de") else "en"]
    return tuple(
        _line(chat, entry, words)
        for entry in entries
        if entry.audience is audience and (entry.kind is EntryKind.MESSAGE or entry.kind in words)
    )


def _line(chat: Chat, entry: Entry, words: dict[EntryKind, str]) -> ArticleLine:
    by = next(p for p in chat.participants if p.no == entry.author.no)
    kind: Literal["agent", "customer", "visitor"] = by.kind.value
    said = entry.kind is EntryKind.MESSAGE
    text = entry.text if said else words[entry.kind].format(name=entry.author.name)
    return ArticleLine(kind, by.ref, entry.author.name, text, entry.at, not said)
