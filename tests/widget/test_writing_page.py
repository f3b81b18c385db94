"""Writing and reading in a chat: keys, lines, the reader's clock, and the preview of a request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.widget.fake_bridge import InThread
from tests.widget.test_desk_page import icon
from tests.widget.test_desk_people import sent
from tests.widget.test_visitor_page import accept, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def test_enter_sends_and_shift_enter_starts_a_line(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    box = page.locator("[part=composer]")
    box.press_sequentially("It smokes 🔥")
    box.press("Shift+Enter")
    box.press_sequentially("and it smells")
    assert sent(fake, "message.send") == []
    box.press("Enter")
    message = page.locator(".message[data-state=sent] [part=message]").last
    message.get_by_text("and it smells").wait_for()
    assert message.inner_text() == "It smokes 🔥\nand it smells"
    box.fill("Is anybody there?")
    page.locator("[part=send]").click()
    page.locator(".message[data-state=sent]", has_text="Is anybody there?").wait_for()
    texts = [frame["text"] for frame in sent(fake, "message.send")]
    assert texts == ["It smokes 🔥\nand it smells", "Is anybody there?"]


def test_times_are_those_of_the_readers_zone(chromium: Browser, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["hello"], agent="agent:anton")
    at = datetime.fromisoformat(chat.entries[0]["at"])
    for zone in ("Asia/Kolkata", "America/St_Johns"):
        context = chromium.new_context(locale="de-DE", timezone_id=zone)
        page = context.new_page()
        page.goto(fake.url("agent-de"))
        page.locator("[part=window-head]").click()
        shown = page.locator("[part=window].open time").first
        shown.wait_for()
        assert f"{at.astimezone(ZoneInfo(zone)):%H:%M}" in shown.inner_text(), zone
        context.close()


def test_a_request_is_moved_to_another_channel_from_its_preview(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["hello", "anybody?"])
    page = page_of("agent")
    icon(page).click()
    page.locator("[part=preview]").click()
    dialog = page.locator("[part=preview-dialog]")
    dialog.locator("[part=message]").nth(1).wait_for()
    dialog.locator("[part=preview-move]").click()
    page.locator("[part=move-dialog] [part=move-channel]").select_option(label="Sales")
    page.locator("[part=move-dialog] [part=submit]").click()
    page.locator("[part=move-dialog]").wait_for(state="detached")
    (frame,) = sent(fake, "chat.move")
    assert (frame["chat"], frame["channel"]) == (chat.id, 2)
