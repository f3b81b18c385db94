"""The visitor's way where WebSockets are blocked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.widget.fake_bridge import InThread
from tests.widget.test_visitor_page import accept, messages, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def the_way(page: Page, fake: InThread) -> None:
    start(page, "Hello")
    accept(fake)
    chat = next(iter(fake.bridge.chats.values()))
    box = page.locator("[part=composer]")
    for text in ("1", "2", "3"):
        box.fill(text)
        box.press("Enter")
    fake.do(fake.bridge.drop())
    fake.do(fake.bridge.say(chat, "agent:anton", "meanwhile"))
    box.fill("last")
    box.press("Enter")
    page.locator(".message[data-state=sent]", has_text="last").wait_for()
    page.locator("[part=message]", has_text="meanwhile").wait_for()
    texts = [entry["text"] for entry in chat.entries if entry["kind"] == "message"]
    assert [text for text in texts if text != "meanwhile"] == ["Hello", "1", "2", "3", "last"]
    assert messages(page) == texts
    page.locator("[part=end]").click()
    page.locator("[part=end-confirm]").click()
    page.locator("[part=new-chat]").wait_for()
    assert chat.state == "closed"


def test_a_proxy_that_refuses_websockets(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.sockets = False
    page = page_of("visitor")
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    the_way(page, fake)
    assert len(sockets) == 2


def test_a_browser_without_websockets(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    page.add_init_script("delete window.WebSocket")
    page.reload()
    the_way(page, fake)


def test_the_next_page_of_the_tab_does_not_try_in_vain(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.sockets = False
    page = page_of("visitor")
    start(page)
    accept(fake)
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.reload()
    page.locator("[part=conversation][data-state=active] [part=composer]").fill("back")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sent]", has_text="back").wait_for()
    assert sockets == []


def test_the_end_of_an_identity_is_told_by_the_stream_too(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.sockets = False
    page = page_of("customer")
    page.locator("[part=bubble]").click()
    page.locator("[part=first-message]:focus").fill("Where is my parcel?")
    page.locator("[part=start]").click()
    page.locator("[part=withdraw]").wait_for()
    hellos = sum(frame["type"] == "hello" for frame in fake.bridge.received)
    fake.do(fake.bridge.drop(4401))
    page.locator("[part=composer]").fill("still me")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sent]", has_text="still me").wait_for()
    assert sum(frame["type"] == "hello" for frame in fake.bridge.received) == hellos + 1
