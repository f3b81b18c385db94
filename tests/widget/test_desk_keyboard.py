"""Without a mouse what the stand-in of the long walk cannot show: copies of a conversation, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.keyboard import Keyboard
from tests.widget.fake_bridge import InThread
from tests.widget.test_visitor_ways import accept, end, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def at_the_mail(page_of: OpenPage) -> tuple[Page, Keyboard]:
    """The agent's page, and the keys in the dialog for a copy of Max's chat by mail."""
    page = page_of("agent")
    page.locator("[part=window] [part=menu]").wait_for(state="attached")
    keys = Keyboard(page).listen("chatbridge-desk")
    keys.press("Alt+PageDown")
    keys.on("composer", window="Max")
    keys.to("menu", back=True)
    keys.press("Enter")
    keys.to("menu-list", action="mail")
    keys.press("Enter")
    keys.on("mail-address")
    return page, keys


def test_an_agent_sends_a_copy_by_mail_and_keeps_a_pdf(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page, keys = at_the_mail(page_of)
    keys.type("no address")
    keys.press("Enter")
    keys.heard("enter an e-mail address")
    keys.on("mail-address")
    keys.press("Control+A")
    keys.type("max@example.com")
    keys.press("Enter")
    keys.heard("A mail with a question")
    keys.press("Escape")
    keys.on("composer", window="Max")
    keys.to("menu", back=True)
    keys.press("Enter")
    keys.to("menu-list", action="pdf")
    with page.expect_download() as download:
        keys.press("Enter")
    assert download.value.path().read_bytes() == b"%PDF-1.7"
    keys.on("menu", window="Max")


def test_a_button_that_was_refused_has_the_focus_again(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    fake.bridge.refuse["mail.send"] = ("mail.not_configured", "No.", {})
    _, keys = at_the_mail(page_of)
    keys.to("submit")
    keys.press("Enter")
    keys.heard("No mail can be sent")
    keys.on("submit")


def test_a_visitor_asks_for_a_copy(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    keys = Keyboard(page).listen("chatbridge-widget")
    end(page)
    keys.heard("ended")
    keys.on("new-chat")
    keys.to("mail", back=True)
    keys.press("Enter")
    keys.on("mail-address")
    keys.type("max@example.com")
    keys.press("Enter")
    keys.heard("max@example.com")
    keys.to("pdf", back=keys.focus["part"] == "new-chat")
    with page.expect_download():
        keys.press("Enter")
    keys.on("pdf")
