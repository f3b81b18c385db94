"""How soon the chat is back after a click in OTRS, and what that costs: ``python -m bench.page_loads``.

On a real Znuny (``--version``): an agent with an open chat and a draft clicks through OTRS. For each page,
from the browser's own clock: its answer, DOMContentLoaded and load; when the window stood there with the
draft, and when with its messages. Then the dashboard with and without the chat's files: how long it loads,
which tasks held it up for more than 50 ms, and how much of that were the chat's own scripts. The figures
are worth something beside each other only.
"""

from __future__ import annotations

import argparse
import os
import statistics
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.browser.clicks import WATCH, click_through
from tests.browser.screens import Agent, Visitor
from tests.env.addon import KEY_ID
from tests.env.demo import running
from tests.env.fixtures import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.live.client import Client, identity_token

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.env.bridge import Bridge
    from tests.env.website import Website
    from tests.env.znuny import Znuny

FIGURES = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const { responseEnd: answer, domContentLoadedEventStart: dom, loadEventEnd: load } = page;
  return { answer, dom, load, ...chatSeen };
}"""


def line(name: str, values: list[float]) -> None:
    """Median and 95th percentile."""
    print(
        f"{name:44} {statistics.median(values):8.0f} {statistics.quantiles(values, n=20)[18]:8.0f}",
        flush=True,
    )


def clicks(page: Page, pages: int) -> None:
    """Print how soon the chat is back, beside the pages' own times."""
    seen: list[dict[str, Any]] = []
    for _ in click_through(page, pages):
        page.wait_for_function("chatSeen.messages !== null && document.readyState === 'complete'")
        seen.append(page.evaluate(FIGURES))
    line("the page's answer", [one["answer"] for one in seen])
    line("DOMContentLoaded", [one["dom"] for one in seen])
    line("load", [one["load"] for one in seen])
    line("window and draft, after DOMContentLoaded", [one["window"] - one["dom"] for one in seen])
    line("its messages, after DOMContentLoaded", [one["messages"] - one["dom"] for one in seen])


def dashboard(page: Page, address: str, loads: int) -> None:
    """Print how long it loads, and its long tasks."""
    seen: list[dict[str, Any]] = []
    for _ in range(loads):
        page.goto(address)
        page.wait_for_timeout(1500)  # what comes after load, too
        seen.append(page.evaluate(FIGURES))
    line("  load", [one["load"] for one in seen])
    line("  tasks over 50 ms, in all", [sum(one["tasks"]) for one in seen])
    tasks = [len(one["tasks"]) for one in seen]
    print(f"  tasks over 50 ms: {statistics.mean(tasks):.1f} a page; {tasks}")
    own = [duration for one in seen for duration in one["own"]]
    print(f"  the chat's own longest script in a frame over 50 ms: {max(own, default=0):.0f} ms", flush=True)


def be_available(znuny: Znuny, bridge: Bridge, login: str) -> None:
    """Let an agent take the requests of all channels."""
    line = Client(f"{bridge.url.replace('http', 'ws', 1)}/socket", origin=znuny.host)
    line.hello(token=identity_token("agent", login, secret=znuny.addon.secret, kid=KEY_ID))
    channels = [channel["id"] for channel in line.event("me")["channels_permitted"]]
    line.ask("availability.set", availability="external", channels=channels)
    line.close()


def measure(
    znuny: Znuny, bridge: Bridge, site: Website, browser: Browser, options: argparse.Namespace
) -> None:
    """All of it."""

    def open_page(url: str) -> Page:
        page = browser.new_context(locale="en-US", viewport={"width": 1400, "height": 900}).new_page()
        page.add_init_script(WATCH)
        page.goto(url)
        return page

    anna, max_ = Agent(open_page(f"{znuny.url}/index.pl")), Visitor(open_page(site.url), "Max")
    anna.page.locator("#User").fill("anna")
    anna.page.locator("#Password").fill("anna")
    with anna.page.expect_navigation():
        anna.page.locator("#Password").press("Enter")
    be_available(znuny, bridge, "anna")
    max_.ask("My printer is on fire")
    anna.accept("Max")
    anna.draft("Max").fill("Please have a look whether the")
    print(f"{os.cpu_count()} cores; Znuny {options.version}; milliseconds")
    print(f"{f'{options.pages} clicks':44} {'median':>8} {'p95':>8}")
    clicks(anna.page, options.pages)

    address = f"{znuny.url}/index.pl?Action=AgentDashboard"
    for name, without in (("with the chat", False), ("without its files", True)):
        print(f"{options.loads} times the dashboard, {name}")
        if without:
            anna.page.route("**/chatbridge/**", lambda route: route.abort())
        dashboard(anna.page, address, options.loads)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--version", default="6.5.1", help="of Znuny")
    parser.add_argument("--pages", type=int, default=50, help="how many clicks")
    parser.add_argument("--loads", type=int, default=12, help="how often the dashboard, with and without")
    options = parser.parse_args()
    with running(options.version) as (znuny, bridge, site), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        measure(znuny, bridge, site, browser, options)
        browser.close()


if __name__ == "__main__":
    main()
