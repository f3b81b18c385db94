"""Lines of a chat for the tests of the way without the add-on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bridge.domain.handover import ArticleLine

AT = datetime(2026, 11, 22, 18, 40, tzinfo=UTC)


def said(text: str, **more: Any) -> ArticleLine:
    """Something that Carla said."""
    values: dict[str, Any] = {
        "chatter_kind": "customer",
        "chatter_id": "carla",
        "chatter_name": "Carla Customer",
        "text": text,
        "at": AT,
        "system": False,
    }
    return ArticleLine(**values | more)
