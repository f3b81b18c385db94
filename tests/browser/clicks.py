"""An agent's clicks through OTRS: each is a whole page load."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

#: When a page's chat window stood there, with the draft, and with its messages, in milliseconds since the
#: page's start; how long tasks of more than 50 ms took, and in slow frames the chat's own scripts.
#: For ``add_init_script``; ``window.chatSeen`` has the result.
WATCH = """
(() => {
  const seen = window.chatSeen = { window: null, messages: null, tasks: [], own: [] };
  const note = (list) => { for (const task of list.getEntries()) seen.tasks.push(task.duration); };
  new PerformanceObserver(note).observe({ type: "longtask", buffered: true });
  const noteOwn = (list) => {
    const scripts = list.getEntries().flatMap((frame) => frame.scripts);
    const own = scripts.filter(({ sourceURL }) => sourceURL.includes("/chatbridge/"));
    seen.own.push(...own.map(({ duration }) => duration));
  };
  new PerformanceObserver(noteOwn).observe({ type: "long-animation-frame", buffered: true });
  const look = () => {
    const shown = document.querySelector("chatbridge-desk")?.shadowRoot?.querySelector("[part=window].open");
    if (shown?.querySelector("[part=composer]")?.value) seen.window ??= performance.now();
    if (seen.window && shown?.querySelector("[part=message]")) seen.messages ??= performance.now();
    if (seen.messages === null) requestAnimationFrame(look);
  };
  look();
})();
"""


def _dashboard(page: Page) -> None:
    page.locator("#nav-Dashboard > a").click()


def _ticket(page: Page) -> None:
    page.locator("a.MasterActionLink[href*=AgentTicketZoom]").first.click()


def _menu(name: str) -> Callable[[Page], None]:
    def click(page: Page) -> None:
        page.locator("#nav-Tickets > a").click()
        page.locator(f"#nav-Tickets-{name} > a").click()

    return click


#: A dashboard with a ticket comes first.
ROUND = (_dashboard, _ticket, _menu("Queueview"), _menu("Statusview"), _menu("Newphoneticket"))


def click_through(page: Page, pages: int) -> Iterator[int]:
    """Change the page that many times; yields after each, as soon as its document is there."""
    for number, click in enumerate(islice(cycle(ROUND), pages), 1):
        page.wait_for_load_state()  # OTRS's menus open from here on
        with page.expect_navigation(wait_until="domcontentloaded"):
            click(page)
        yield number
