"""A cardboard bridge and a browser for the widget's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.patience import MILLISECONDS
from tests.widget.fake_bridge import InThread

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OpenPage = Callable[..., "Page"]


@pytest.fixture
def fake() -> Iterator[InThread]:
    """A bridge that does what the test tells it."""
    running = InThread()
    yield running
    running.stop()


@pytest.fixture
def page_of(chromium: Browser, fake: InThread) -> Iterator[OpenPage]:
    """Call it with a page's name for that page in a fresh browser; errors in pages fail the test."""
    contexts = []
    errors: list[str] = []

    def page_of(name: str, *, width: int = 1400) -> Page:
        context = chromium.new_context(locale="en-US", viewport={"width": width, "height": 860})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(fake.url(name))
        return page

    yield page_of
    for context in contexts:
        context.close()
    assert not errors
