"""Small things that several contract tests need."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

from bridge.domain.handover import ArchiveOrder, ArticleLine, Target

START = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)


def said(
    kind: Any, login: str, name: str, text: str, minute: int = 0, *, system: bool = False
) -> ArticleLine:
    """One line of a chat."""
    return ArticleLine(kind, login, name, text, START + timedelta(minutes=minute), system)


def again(order: ArchiveOrder, **changes: Any) -> ArchiveOrder:
    """The same hand-over as another one, with a key of its own."""
    return replace(order, **{"key": str(uuid.uuid4()), **changes})


def towards(order: ArchiveOrder, **changes: Any) -> Target:
    """The order's target, changed."""
    return replace(order.target, **changes)


def seen(page: str) -> str:
    """What a person reads on a page: no tags, and every run of white space as one blank."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=False)
            self.parts: list[str] = []

        def handle_data(self, data: str) -> None:
            self.parts.append(data)

        def handle_entityref(self, name: str) -> None:
            self.parts.append(unescape(f"&{name};"))

        def handle_charref(self, name: str) -> None:
            self.parts.append(unescape(f"&#{name};"))

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            if tag in ("br", "p", "li", "div"):
                self.parts.append(" ")

    reader = Reader()
    reader.feed(page)
    return " ".join("".join(reader.parts).split())


def tags(page: str) -> list[dict[str, str | None]]:
    """The attributes of the widget's script tags on a page."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[dict[str, str | None]] = []

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            if tag == "script" and "data-role" in dict(attrs):
                self.found.append(dict(attrs))

    reader = Reader()
    reader.feed(page)
    return reader.found
