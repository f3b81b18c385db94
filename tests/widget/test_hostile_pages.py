"""Pages that make it hard: patched prototypes, `<base>`, a replaced body; and leaving without a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.patience import until
from tests.widget.fake_bridge import InThread
from tests.widget.test_desk_page import icon
from tests.widget.test_visitor_page import accept, messages, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def say(page: Page, text: str) -> None:
    page.locator("[part=composer]").fill(text)
    page.keyboard.press("Enter")
    page.locator("[part=message]", has_text=text).wait_for()


def test_patched_prototypes_and_a_base_elsewhere(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("patched")
    start(page, "Hello")
    accept(fake)
    fake.bridge.mute = True
    say(page, "kept in the outbox")
    page.locator("[part=composer]").fill("half a")
    fake.bridge.mute = False
    page.reload()
    page.locator(".message[data-state=sent]", has_text="kept in the outbox").wait_for()
    assert messages(page) == ["Hello", "kept in the outbox"]
    assert page.locator("[part=composer]").input_value() == "half a"
    assert page.evaluate("[h, fill, config].join()") == ",".join(["the page's own"] * 3)


def test_a_page_that_replaces_its_body_keeps_the_chat(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page, "Hello")
    accept(fake)
    page.locator("[part=composer]").fill("half a")
    page.evaluate("document.body.replaceWith(document.createElement('body'))")
    assert page.locator("[part=composer]").input_value() == "half a"
    page.evaluate("document.documentElement.replaceChildren(document.createElement('body'))")
    assert page.locator("[part=composer]").input_value() == "half a"
    page.evaluate("""() => {
        const page = document.createElement("html");
        page.append(document.createElement("body"));
        document.replaceChild(page, document.documentElement);
    }""")
    say(page, "still here")
    assert page.locator("chatbridge-widget").count() == 1


@pytest.mark.parametrize("name", ["visitor", "agent"])
def test_destroy_leaves_no_trace(page_of: OpenPage, fake: InThread, name: str) -> None:
    page = page_of(name)
    if name == "visitor":
        start(page, "Hello")
    else:
        icon(page).click()
        page.locator("[part=list]").wait_for()
    page.wait_for_function("() => !document.querySelector('link[rel=modulepreload]')")
    page.evaluate("document.querySelector('chatbridge-widget, chatbridge-desk').destroy()")
    ours = "chatbridge-widget, chatbridge-desk, chatbridge-icon, li.ChatBridge"
    left = f"document.querySelectorAll('{ours}').length"
    until(lambda: page.evaluate(left) == 0, page)
    until(lambda: not fake.bridge.lines, page)
    before = len(fake.bridge.received)
    page.evaluate("""() => {
        dispatchEvent(new Event("online"));
        dispatchEvent(new PageTransitionEvent("pageshow"));
        document.dispatchEvent(new Event("visibilitychange"));
        document.body.replaceWith(document.createElement("body"));
    }""")
    page.wait_for_timeout(300)
    assert len(fake.bridge.received) == before
    assert page.evaluate(left) == 0
