"""Text as OTRS's database takes it."""

from __future__ import annotations

import re

#: What no column of OTRS takes: NUL and the other control characters, and halves of surrogate pairs.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without what no column takes, its lines ended as usual."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
