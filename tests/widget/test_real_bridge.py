"""The widget with ``bridge run``: the real service, and pages of the OTRS stand-in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.screens import Agent, Visitor
from tests.browser.trial import Trial
from tests.patience import MILLISECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser
NO_SOCKETS = """window.WebSocket = class extends EventTarget {
  constructor() { super(); setTimeout(() => this.onclose?.(new CloseEvent("close", { code: 1006 })), 20); }
  close() {}
};"""


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    running = Trial().start()
    yield running
    running.stop()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(locale="en-US", viewport={"width": 1400, "height": 900})
    yield made
    made.close()


def visitor(context: BrowserContext, trial: Trial) -> Visitor:
    page = context.new_page()
    page.set_default_timeout(MILLISECONDS)
    page.goto(f"{trial.otrs}/shop")
    return Visitor(page, f"Max {uuid.uuid4().hex[:6]}")


def agent(context: BrowserContext, trial: Trial) -> Agent:
    page = context.new_page()
    page.set_default_timeout(MILLISECONDS)
    page.goto(f"{trial.otrs}/otrs/index.pl")
    page.get_by_role("button", name="Anton Agent").click()
    return Agent(page)


def no_sockets(page: Page) -> list[str]:
    opened: list[str] = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    return opened


def test_both_chat_where_websockets_are_blocked(context: BrowserContext, trial: Trial) -> None:
    context.add_init_script(NO_SOCKETS)
    anton = agent(context, trial)
    max_ = visitor(context, trial)
    opened = no_sockets(max_.page), no_sockets(anton.page)
    max_.ask("Is this line open?")
    anton.accept(max_.name)
    for number in range(5):
        anton.write(max_.name, f"agent {number}")
        max_.write(f"visitor {number}")
    for number in range(5):
        expect(max_.conversation).to_contain_text(f"agent {number}")
        expect(anton.conversation(max_.name)).to_contain_text(f"visitor {number}")
    max_.page.reload()
    anton.write(max_.name, "Welcome back")
    expect(max_.conversation).to_contain_text("Welcome back")
    assert max_.page.locator("[part=message]").count() == 12
    assert opened == ([], [])


SEEN = """document.addEventListener("DOMContentLoaded", () => {
  const look = () => {
    const desk = document.querySelector("chatbridge-desk");
    const shown = desk?.shadowRoot.querySelector("[part=window].open [part=message]");
    if (shown?.getBoundingClientRect().height) window.shownAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
});"""
TIMES = """() => {
  const { domContentLoadedEventStart, loadEventEnd } = performance.getEntriesByType("navigation")[0];
  const start = domContentLoadedEventStart;
  return [window.shownAt - start, loadEventEnd - start, loadEventEnd];
}"""


def test_twenty_page_changes_lose_nothing_and_windows_are_back_at_once(
    context: BrowserContext, trial: Trial
) -> None:
    anton = agent(context, trial)
    max_ = visitor(context, trial)
    max_.ask("Keep this")
    anton.accept(max_.name)
    anton.write(max_.name, "It is kept")
    expect(max_.conversation).to_contain_text("It is kept")
    anton.draft(max_.name).fill("half a sent")
    anton.page.add_init_script(SEEN)
    times = []
    for number in range(20):
        anton.page.get_by_role("link", name=("Queues", "Dashboard")[number % 2]).first.click()
        anton.page.wait_for_function("() => window.shownAt && document.readyState === 'complete'")
        times.append(anton.page.evaluate(TIMES))
        assert anton.draft(max_.name).input_value() == "half a sent"
        if number % 5 == 0:
            max_.write(f"while you were gone {number}")
    expect(anton.conversation(max_.name)).to_contain_text("while you were gone 15")
    texts = anton.window(max_.name).locator("[part=message]").all_inner_texts()
    assert texts == [
        "Keep this",
        "It is kept",
        *(f"while you were gone {number}" for number in (0, 5, 10, 15)),
    ]
    median = [sorted(column)[10] for column in zip(*times, strict=True)]
    print("ms, median of 20: window after DOMContentLoaded, load after it, whole page:", *map(round, median))
