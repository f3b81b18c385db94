"""The transcript: projections of a chat's log, which differ only by audience, masking and language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bridge.domain.chats import Audience, Chat, Entry, EntryKind
from bridge.domain.handover import ArticleLine
from bridge.domain.masking import masked, masked_entry
from bridge.domain.people import Kind

# By the kinds of entries that are part of a conversation; how a hand-over went is none.
_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "joined": "{author} joined the chat.",
        "left": "{author} left the chat.",
        "closed": "{author} ended the chat.",
        "declined": "{author} declined.",
        "invited": "{author} invited {name}.",
        "moved": "{author} moved the chat from {from_channel} to {to}.",
        "became_observer": "{author} only observes now.",
        "became_participant": "{author} takes part now.",
        "file": "{author} sent the file “{name}”.",
    },
    "de": {
        "joined": "{author} ist dem Chat beigetreten.",
        "left": "{author} hat den Chat verlassen.",
        "closed": "{author} hat den Chat beendet.",
        "declined": "{author} hat abgelehnt.",
        "invited": "{author} hat {name} eingeladen.",
        "moved": "{author} hat den Chat von {from_channel} nach {to} verschoben.",
        "became_observer": "{author} beobachtet jetzt nur noch.",
        "became_participant": "{author} nimmt jetzt teil.",
        "file": "{author} hat die Datei „{name}“ gesendet.",
    },
}

_WRITTEN = frozenset({"message", "file"})


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of a transcript.

    :ivar at: aware, UTC
    :ivar author: the name as the reader may know it
    :ivar text: plain text
    :ivar system: it tells what happened; nobody said it
    :ivar internal: only agents may read it
    """

    at: datetime
    author: str
    kind: Kind
    text: str
    system: bool
    internal: bool


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole conversation in a form that knows no format.

    :ivar people: names and what they are, in the order they came
    :ivar zone: the IANA name of the time zone in which times are shown, ``Europe/Berlin``
    :ivar language: ``en`` or ``de``
    """

    chat_id: str
    channel: str
    started_at: datetime
    ended_at: datetime | None
    people: tuple[tuple[str, Kind], ...]
    ticket_number: str | None
    zone: str
    language: str
    lines: tuple[TranscriptLine, ...]

    @property
    def chars(self) -> int:
        """How much text it has."""
        return sum(len(line.text) for line in self.lines)


def project(
    chat: Chat, entries: Iterable[Entry], audience: Audience, *, mask: bool, language: str, zone: str
) -> Transcript:
    """The conversation for that audience: what was said, and who came and went, oldest first.

    :param audience: for agents there is all of it; for everyone what everyone may read
    :param mask: agents under the channel's name for them, as customers and visitors see them
    """
    tongue = word_language(language)
    shown = masked(chat) if mask else chat
    return Transcript(
        chat_id=chat.id,
        channel=chat.channel.name,
        started_at=chat.created_at,
        ended_at=chat.closed_at,
        people=tuple((one.name, one.kind) for one in shown.participants),
        ticket_number=chat.ticket.number if chat.ticket is not None else None,
        zone=zone,
        language=tongue,
        lines=tuple(
            _line(masked_entry(chat, entry) if mask else entry, _WORDS[tongue])
            for entry in entries
            if audience in {Audience.AGENTS, entry.audience} and _is_told(entry, tongue)
        ),
    )


def article_lines(
    chat: Chat, entries: Iterable[Entry], audience: Audience, language: str
) -> tuple[ArticleLine, ...]:
    """The lines of the article for that audience, oldest first.

    The one for everyone has what was said and who came and went, under the names that the customer knows;
    the one for agents has only what agents wrote among themselves. How the hand-over itself went is no part
    of the conversation.
    """
    tongue = word_language(language)
    for_customer = audience is Audience.EVERYONE
    people = {one.no: one for one in chat.participants}

    def line(entry: Entry) -> ArticleLine:
        by = people[entry.author.no]
        kind: Literal["agent", "customer", "visitor"] = by.kind.value
        told = _line(masked_entry(chat, entry) if for_customer else entry, _WORDS[tongue])
        return ArticleLine(kind, by.ref, told.author, told.text, told.at, told.system)

    return tuple(
        line(entry)
        for entry in entries
        if entry.audience is audience
        and (_is_told(entry, tongue) if for_customer else entry.kind in _WRITTEN)
    )


def word_language(language: str) -> str:
    """The language, of those that there are words in, which comes next to this one."""
    return "de" if language.lower().startswith("de") else "en"


def _is_told(entry: Entry, language: str) -> bool:
    return entry.kind is EntryKind.MESSAGE or entry.kind in _WORDS[language]


def _line(entry: Entry, words: Mapping[str, str]) -> TranscriptLine:
    said = entry.kind is EntryKind.MESSAGE
    data = {key: str(value) for key, value in entry.data.items()}
    return TranscriptLine(
        at=entry.at,
        author=entry.author.name,
        kind=entry.author.kind,
        text=entry.text if said else words[entry.kind].format(author=entry.author.name, **_details(data)),
        system=not said,
        internal=entry.audience is Audience.AGENTS,
    )


def _details(data: Mapping[str, str]) -> dict[str, str]:
    return {"name": data.get("name", ""), "from_channel": data.get("from", ""), "to": data.get("to", "")}
