"""A transcript as a web page of its own: no script, nothing to fetch, all text escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from unicodedata import bidirectional

from bridge.domain.transcript import Transcript, TranscriptLine
from bridge.transcripts.layout import head, sections
from bridge.transcripts.words import WORDS

Drawable = Callable[[str], str]
"""What becomes of a text before it is shown: characters that cannot be are put in other words."""

STYLE = """
body { font-family: sans-serif; font-size: 10pt; line-height: 1.35; color: #1a1a1a; }
h1 { font-size: 16pt; margin: 0 0 8pt 0; }
h2 { font-size: 11pt; color: #555555; margin: 12pt 0 6pt 0; }
div { overflow-wrap: break-word; }
.row { margin-bottom: 2pt; }
.said { margin-bottom: 7pt; }
.who { font-weight: bold; }
.time, .internal, .note { color: #595959; }
.system { color: #595959; margin-bottom: 7pt; }
.only-agents { background-color: #fff6dd; }
"""

_SPACES = re.compile(r"^ +|  +| +$")
_FIXED_SPACE = "\u00a0"


def page(of: Transcript, style: str = STYLE, *, body: str = "") -> str:
    """The whole page; ``body`` in place of the usual one."""
    title = html.escape(f"{WORDS[of.language]['title']} – {of.channel}")
    return (
        f'<!DOCTYPE html><html lang="{of.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body>{body or heading(of) + conversation(of)}</body></html>"
    )


def heading(of: Transcript, drawable: Drawable = str) -> str:
    """What comes before the conversation."""
    rows = (
        f'<div class="row"><b>{html.escape(label)}:</b> {_inline(drawable(value))}</div>'
        for label, value in head(of)
    )
    return f"<h1>{html.escape(WORDS[of.language]['title'])}</h1>{''.join(rows)}"


def conversation(of: Transcript, drawable: Drawable = str) -> str:
    """The lines by day."""
    out = []
    for section in sections(of):
        out.append(f"<h2>{html.escape(section.heading)}</h2>")
        out += [_line(of, time, line, drawable) for time, line in section.lines]
    return "".join(out)


def _line(of: Transcript, time: str, line: TranscriptLine, drawable: Drawable) -> str:
    if line.system:
        return f'<div class="system"><span class="time">{time}</span> {_inline(drawable(line.text))}</div>'
    mark = f' <span class="internal">({html.escape(WORDS[of.language]["internal"])})</span>'
    said = "".join(_paragraph(drawable(part)) for part in line.text.split("\n"))
    return (
        f'<div class="said{" only-agents" if line.internal else ""}">'
        f'<div><span class="who">{_inline(drawable(line.author))}</span> <span class="time">{time}</span>'
        f"{mark if line.internal else ''}</div>{said}</div>"
    )


def _paragraph(text: str) -> str:
    direction = ' dir="rtl"' if reads_from_right(text) else ""
    return f"<div{direction}>{_escaped(text) or _FIXED_SPACE}</div>"


def _inline(text: str) -> str:
    # What comes after a word of Hebrew or Arabic stays at its end of the line.
    return f"{_escaped(text)}\u200e" if reads_from_right(text) else _escaped(text)


def _escaped(text: str) -> str:
    return html.escape(_SPACES.sub(lambda found: _FIXED_SPACE * len(found[0]), text.replace("\t", "    ")))


def reads_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is one of Arabic, Hebrew or the like."""
    for character in text:
        direction = bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False
