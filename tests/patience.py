"""How long tests wait for what must come.

Long, since a busy machine may be slow: a test that passes waits only as long as it takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECONDS = 60.0
MILLISECONDS = SECONDS * 1000


def until(condition: Callable[[], object], page: Page | None = None) -> None:
    """Wait until the condition holds, while that page, if one is given, tells what happens in it.

    AssertionError when it takes too long.
    """
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"not within {SECONDS:.0f} s"
        if page:
            page.wait_for_timeout(20)
        else:
            time.sleep(0.02)
