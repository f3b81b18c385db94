"""The chat's place in OTRS's administration."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.widget.fake_bridge import InThread

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def test_it_opens_for_an_administrator_and_can_be_opened_again(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.me = dict(fake.bridge.me or {}, admin=True)
    page = page_of("admin")
    opened = page.get_by_role("dialog", name="Chat administration")
    opened.locator("[part=channel]").first.wait_for()
    opened.get_by_role("button", name="Close").click()
    opened.wait_for(state="detached")
    place = page.locator("#ChatBridgeAdmin")
    assert place.inner_text() == "Chat administration"
    page.keyboard.press("Enter")  # the button has the focus
    opened.locator("[part=channel]").first.wait_for()


def test_who_is_no_administrator_of_the_chat_is_told_who_is(page_of: OpenPage) -> None:
    page = page_of("admin")
    page.locator("#ChatBridgeAdmin", has_text="CHATBRIDGE_ADMIN_GROUP").wait_for()
    assert page.get_by_role("dialog").count() == 0
