"""A transcript as a PDF: drawn part by part, so that a long one takes no more memory, then put together."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Protocol

from pypdf import PdfReader, PdfWriter

from bridge.domain.transcript import Transcript, TranscriptLine
from bridge.transcripts.fonts import Fonts, substitutes
from bridge.transcripts.html import conversation, heading
from bridge.transcripts.layout import weight
from bridge.transcripts.words import WORDS

_PART_WEIGHT = 150_000
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Part:
    """What is drawn at once.

    :ivar body: HTML
    :ivar foot: the word before the number of a page
    """

    body: str
    foot: str


class Engine(Protocol):
    """A library that makes PDF of HTML."""

    EXTRA_FONTS: tuple[str, ...]

    def read_font(self, file: Path) -> Collection[int]: ...
    def prepare(self, fonts: Fonts) -> None: ...
    def draw(self, of: Transcript, part: Part, first_page: int, fonts: Fonts) -> bytes: ...


def as_pdf(of: Transcript, engine: Engine, folders: Collection[str]) -> bytes:
    """The whole transcript as PDF, with fonts from these folders."""
    fonts = Fonts(folders, engine.read_font, engine.EXTRA_FONTS)
    table, lost = substitutes(fonts.missing(_characters(of)))
    engine.prepare(fonts)
    pages = PdfWriter()
    for piece in _pieces(of):
        body = conversation(piece, lambda text: text.translate(table))
        if not len(pages.pages):
            body = heading(of, lambda text: text.translate(table)) + _note(of, lost) + body
        drawn = engine.draw(of, Part(body, WORDS[of.language]["page"]), len(pages.pages) + 1, fonts)
        pages.append(PdfReader(io.BytesIO(drawn)))
    pages.add_metadata({"/Title": f"{WORDS[of.language]['title']} - {of.channel}"})
    out = io.BytesIO()
    pages.write(out)
    return out.getvalue()


def _pieces(of: Transcript) -> Iterator[Transcript]:
    lines: list[TranscriptLine] = []
    heavy = 0
    for line in of.lines:
        if lines and heavy + weight(line) > _PART_WEIGHT:
            yield replace(of, lines=tuple(lines))
            lines, heavy = [], 0
        lines.append(line)
        heavy += weight(line)
    yield replace(of, lines=tuple(lines))


def _characters(of: Transcript) -> set[str]:
    found = set(heading(of))
    for line in of.lines:
        found.update(line.author, line.text)
    return found.difference("\n\t")


def _note(of: Transcript, lost: tuple[str, ...]) -> str:
    if not lost:
        return ""
    which = ", ".join(lost[:_MOST_NAMED]) + ("…" if len(lost) > _MOST_NAMED else "")
    return f'<div class="note">{escape(WORDS[of.language]["missing"].format(which=which))}</div>'
