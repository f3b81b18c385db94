"""How people learn of what is new: the line above it, sound and notifications, each once over all tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.patience import until
from tests.widget.fake_bridge import InThread
from tests.widget.test_desk_page import icon

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]
STAND_INS = """
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, { body }) { window.told(`${title}: ${body}`); }
  };
  window.Audio = class { async play() { window.told("sound"); } };
"""


def tabs(page_of: OpenPage, fake: InThread, number: int) -> tuple[list[Page], list[str]]:
    """So many tabs of one agent, and what they have told."""
    told: list[str] = []
    page = page_of("login")
    page.context.expose_function("told", lambda *texts: told.extend(texts))
    page.context.add_init_script(STAND_INS)
    pages = [page, *(page.context.new_page() for _ in range(number - 1))]
    for one in pages:
        one.goto(page.url.replace("login", "agent"))
        icon(one).wait_for()
    until(lambda: len(fake.bridge.lines) == number, page)
    return pages, told


def heard(page: Page, told: list[str], *texts: str) -> None:
    """Wait until these were told, and a while longer: nothing else is."""
    until(lambda: len(told) >= len(texts), page)
    page.wait_for_timeout(1000)
    assert sorted(told) == sorted(texts)


def request(fake: InThread, name: str) -> None:
    fake.do(fake.bridge.spread(fake.bridge.put(name, ["hello"]), [], changed=True))


def test_several_tabs_tell_once(page_of: OpenPage, fake: InThread) -> None:
    pages, told = tabs(page_of, fake, 3)
    for page in pages:
        page.evaluate("document.hasFocus = () => false")
    request(fake, "Max")
    heard(pages[0], told, "Max asks for a chat: hello", "sound")
    pages[0].reload()
    icon(pages[0]).get_by_text("1").wait_for()
    heard(pages[0], told, "Max asks for a chat: hello", "sound")


def test_who_looks_at_the_page_gets_no_notification_and_no_sound_when_muted(
    page_of: OpenPage, fake: InThread
) -> None:
    (page,), told = tabs(page_of, fake, 1)
    page.evaluate("document.hasFocus = () => true")
    request(fake, "Max")
    heard(page, told, "sound")
    icon(page).click()
    page.locator("[part=view-settings]").click()
    page.locator("[part=sound]").uncheck()
    request(fake, "Eva")
    icon(page).get_by_text("2").wait_for()
    heard(page, told, "sound")
    page.reload()
    icon(page).click()
    page.locator("[part=view-settings]").click()
    assert not page.locator("[part=sound]").is_checked()


def test_notifications_can_be_tried(page_of: OpenPage, fake: InThread) -> None:
    (page,), told = tabs(page_of, fake, 1)
    icon(page).click()
    page.locator("[part=view-settings]").click()
    page.locator("[part=notify]").click()
    heard(page, told, "Notifications are on: This is how new requests are announced.")
    page.evaluate("Notification.permission = 'denied'")
    page.locator("[part=notify]").click()
    page.locator("[part=notice]", has_text="blocks notifications").wait_for()


def test_a_line_stands_above_what_is_new(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["one"], agent="agent:anton")
    page = page_of("agent")
    page.locator("[part=window-head]").click()
    page.locator("[part=composer]").fill("two")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sent]", has_text="two").wait_for()
    assert page.locator(".unread").count() == 0
    page.locator("[part=minimize]").click()
    fake.do(fake.bridge.say(chat, "visitor:Max", "three"))
    fake.do(fake.bridge.say(chat, "visitor:Max", "four"))
    page.locator("[part=unread]", has_text="2").wait_for()
    page.locator("[part=window-head]").click()
    rows = ".log > .message, .log > .unread"
    page.locator(".log > .unread").wait_for()
    page.locator("[part=unread]").wait_for(state="hidden")
    order = page.locator(rows).evaluate_all("(all) => all.map((one) => one.classList.contains('unread'))")
    assert order == [False, False, True, False, False]
    page.locator("[part=composer]").fill("five")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sent]", has_text="five").wait_for()
    assert page.locator(".log > .unread").count() == 0


def test_a_very_long_message_is_folded(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["word " * 600, "short"], agent="agent:anton")
    page = page_of("agent")
    page.locator("[part=window-head]").click()
    fold = page.locator("[part=fold]")
    text = page.locator("[part=message]").first
    assert fold.get_attribute("aria-expanded") == "false"
    height = text.bounding_box()["height"]
    fold.click()
    assert text.bounding_box()["height"] > 2 * height
    assert fold.inner_text() == "Show less"
    assert fold.count() == 1
