"""Transcripts to show: what people write all over the world."""

from datetime import UTC, datetime, timedelta

from bridge.domain.people import Kind
from bridge.domain.transcript import Transcript, TranscriptLine

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

SCRIPTS = {
    "German": "Größe, Übermut, äöüß € „Anführung“",
    "Polish": "Zażółć gęślą jaźń",
    "Greek": "Ελληνικά ώμος",
    "Cyrillic": "Привет, как дела? Їжак",
    "Chinese": "汉字 漢字",
    "Japanese": "日本語の文字カナ",
    "Korean": "안녕하세요 한국어",
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שלום עולם",
    "Thai": "สวัสดีครับ",
    "emoji": "😀🎉👍",
    "signs": "✓→≤♥",
}


def said(text, author="Anton Agent", *, at=START, kind=Kind.AGENT, internal=False, system=False):
    """One line."""
    return TranscriptLine(at, author, kind, text, system, internal)


def a_transcript(*lines, zone="UTC", language="en", people=(("Carla Customer", Kind.CUSTOMER),), **fields):
    """A transcript of these lines, or of these texts."""
    made = [
        said(line, at=START + timedelta(minutes=number)) if isinstance(line, str) else line
        for number, line in enumerate(lines)
    ]
    values = {
        "chat_id": "0d5f2c0e-8f0e-4a53-9d0a-4f2f6f1c9f10",
        "channel": "Support",
        "started_at": START,
        "ended_at": None,
        "people": (*people, ("Anton Agent", Kind.AGENT)),
        "ticket_number": None,
        "zone": zone,
        "language": language,
        "lines": tuple(made),
    }
    return Transcript(**{**values, **fields})
