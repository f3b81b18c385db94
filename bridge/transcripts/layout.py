"""What every format shows in the same way: the head, and the lines by day in the reader's time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bridge.domain.transcript import Transcript, TranscriptLine
from bridge.transcripts.words import WORDS, day

_LINE_WEIGHT = 100
_BREAK_WEIGHT = 40


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one day, with the time of each as ``14:03``.

    A new one begins also where clocks were put forward or back, so that no time can be mistaken.
    """

    heading: str
    lines: tuple[tuple[str, TranscriptLine], ...]


def head(of: Transcript) -> list[tuple[str, str]]:
    """What is said before the conversation: labels and values."""
    words = WORDS[of.language]
    people = ", ".join(f"{name} ({words[kind]})" for name, kind in of.people)
    rows = [(words["channel"], of.channel), (words["people"], people)]
    if of.ticket_number is not None:
        rows.append((words["ticket"], of.ticket_number))
    rows.append((words["started"], _moment(of, of.started_at)))
    if of.ended_at is not None:
        rows.append((words["ended"], _moment(of, of.ended_at)))
    rows.append((words["zone"], of.zone))
    return rows


def sections(of: Transcript) -> Iterator[Section]:
    """The conversation by day."""
    zone = ZoneInfo(of.zone)
    timed = ((line.at.astimezone(zone), line) for line in of.lines)
    for heading, group in groupby(timed, lambda pair: _day(of, pair[0])):
        yield Section(heading, tuple((f"{at:%H:%M}", line) for at, line in group))


def file_name(of: Transcript, ending: str) -> str:
    """A name for the file, of plain letters."""
    return f"chat-{of.started_at:%Y-%m-%d}-{of.chat_id[:8]}.{ending}"


def weight(line: TranscriptLine) -> int:
    """What a line costs to draw, in characters of plain text."""
    return _LINE_WEIGHT + len(line.text) + _BREAK_WEIGHT * line.text.count("\n")


def _moment(of: Transcript, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(of.zone))
    return f"{day(local, of.language)}, {local:%H:%M} ({_offset(local)})"


def _day(of: Transcript, local: datetime) -> str:
    return f"{day(local, of.language)} ({_offset(local)})"


def _offset(local: datetime) -> str:
    return "UTC" + local.isoformat()[-6:]
