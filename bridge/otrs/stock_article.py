"""The HTML article of a chat, for OTRS's stock operations."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import UTC
from html import escape
from itertools import groupby

from bridge.domain.handover import ArchivedFile, ArticleLine
from bridge.otrs.text import storable

_TITLE_CHARS = 200
_LAST_PLAIN = 0xFFFF


def marker(key: str) -> str:
    """What a hand-over can be found by, e.g. ``Chat 3f2a9b12c4d5``. Nobody can choose a key that gives it."""
    return f"Chat {hashlib.sha256(key.encode()).hexdigest()[:12]}"


def title(wanted: str, key: str) -> str:
    """The title of a new ticket, marker included."""
    return f"{storable(wanted)[:_TITLE_CHARS].strip()} [{marker(key)}]".strip()


def subject(key: str, *, internal: bool) -> str:
    """The subject of an article: its marker on the ticket."""
    return f"{marker(key)} (internal)" if internal else marker(key)


def body(lines: Iterable[ArticleLine]) -> str:
    """The article. Times are UTC and say so; OTRS shows it in a frame of its own, without scripts."""
    days = groupby(lines, key=lambda line: line.at.astimezone(UTC).date())
    shown = "".join(f"<h4>{day.isoformat()} (UTC)</h4>{''.join(map(_line, said))}" for day, said in days)
    return f"<!DOCTYPE html><html><body>{shown or '<p>&ndash;</p>'}</body></html>"


def attachment(name: str, content_type: str, content: bytes) -> dict[str, object]:
    """A file as the operations take it."""
    return {
        "Content": base64.b64encode(content).decode(),
        "ContentType": storable(content_type) or "application/octet-stream",
        "Filename": storable(name) or "file",
    }


def attachments(files: Iterable[ArchivedFile]) -> list[dict[str, object]]:
    """Files as the operations take them."""
    return [attachment(file.name, file.content_type, file.content) for file in files]


def _line(line: ArticleLine) -> str:
    at = line.at.astimezone(UTC).strftime("%H:%M:%S")
    if line.system:
        return f'<p style="color:#666">{at} <i dir="auto">{_html(line.text)}</i></p>'
    said = f'<b dir="auto">{_html(line.chatter_name)}</b>:<br/><span dir="auto">{_html(line.text)}</span>'
    return f"<p>{at} {said}</p>"


def _html(text: str) -> str:
    escaped = escape(storable(text), quote=True).replace("\n", "<br/>")
    # OTRS on MySQL replaces characters beyond the first plane, emoji above all; not so when they are spelt.
    return "".join(one if ord(one) <= _LAST_PLAIN else f"&#{ord(one)};" for one in escaped)
