"""Browsers for people: each gets one of their own, and an error in a page fails the test.

Errors of OTRS's own scripts do not: CustomerTicketZoom has one for a ticket whose only article is a chat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.cast import Cast
from tests.browser.trial import Trial
from tests.patience import MILLISECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Error, Page

OpenPage = Callable[..., "Page"]
_OTRS_SCRIPTS = "/otrs-web/js/"


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Call it with an address for a page in a fresh browser of 1400 × 900 pixels, which may have cookies."""
    contexts = []
    errors: list[str] = []

    def note(page: Page, error: Error) -> None:
        if _OTRS_SCRIPTS not in (error.stack or "") or "/chatbridge/" in (error.stack or ""):
            errors.append(f"{page.url}: {error.stack or error}")

    def open_page(
        url: str, *, locale: str = "en-US", width: int = 1400, height: int = 900, cookies: Any = ()
    ) -> Page:
        context = chromium.new_context(locale=locale, viewport={"width": width, "height": height})
        context.add_cookies(cookies)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.on("pageerror", lambda error: note(page, error))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture(scope="session")
def trial() -> Iterator[Trial]:
    """A running ``bridge run``."""
    running = Trial().start()
    yield running
    running.stop()


@pytest.fixture
def log_in() -> Callable[..., None]:
    """Fill in the login form of a real OTRS; without another password it is the login."""

    def log_in(page: Page, login: str, password: str = "") -> None:
        page.locator("#User").fill(login)
        page.locator("#Password").fill(password or login)
        with page.expect_navigation():
            page.locator("#Password").press("Enter")

    return log_in


@pytest.fixture(scope="session")
def logged_in() -> dict[str, Any]:
    """The cookies of those who have logged in to the real Znuny, by their first page."""
    return {}


@pytest.fixture
def cast(bridge_with_znuny, visitor_site, open_page, log_in, logged_in) -> Iterator[Cast]:
    """People on the real Znuny, who end their chats after the test."""
    those = Cast(bridge_with_znuny, visitor_site, open_page, log_in, logged_in)
    yield those
    those.leave()
