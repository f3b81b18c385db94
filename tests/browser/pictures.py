"""Pictures of the chat on a real Znuny, for README and docs: ``python -m tests.browser.pictures``.

Desktop (1400 px) and phone (390 px), English and German, into ``docs/screens/``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.screens import Agent, Visitor
from tests.env.demo import running
from tests.env.fixtures import CHROMIUM, CHROMIUM_ARGUMENTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parents[2] / "docs" / "screens"

# The demo has neither OTRS's daemon nor a way to gravatar.com, and OTRS complains of both on every page.
_QUIET = ".MessageBox { display: none } .UserAvatar img { visibility: hidden }"

_WORDS = {
    "en": {
        "login": "anna",
        "ask": "Good morning! My invoice shows our old address.",
        "agent": "Good morning, Max. Which invoice is it?",
        "visitor": "RE-2026-0815, from last week",
        "title": "Invoice with the old address",
        "locale": "en-GB",
    },
    "de": {
        "login": "anton",
        "ask": "Guten Morgen! Auf meiner Rechnung steht unsere alte Adresse.",
        "agent": "Guten Morgen, Max. Um welche Rechnung geht es?",
        "visitor": "RE-2026-0815, von letzter Woche",
        "title": "Rechnung mit alter Adresse",
        "locale": "de-DE",
    },
}


def main() -> int:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    with running("6.5.1") as (znuny, bridge, site), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        with znuny.db() as connection:
            connection.execute(
                "INSERT INTO user_preferences (user_id, preferences_key, preferences_value)"
                " SELECT id, 'UserTimeZone', 'Europe/Berlin' FROM users"
            )
            connection.commit()
        for language in _WORDS:
            site.embed(bridge.url, lang=language)
            _take(browser, znuny.url, site.url, language)
        browser.close()
    return 0


def _take(browser: Browser, otrs: str, site: str, language: str) -> None:
    words = _WORDS[language]

    def page(url: str, width: int) -> Page:
        context = browser.new_context(locale=words["locale"], viewport={"width": width, "height": 844})
        opened = context.new_page()
        opened.goto(url)
        return opened

    def picture(of: Page, name: str) -> None:
        of.add_style_tag(content=_QUIET)
        of.wait_for_timeout(700)
        of.screenshot(path=FOLDER / f"{name}.{language}.png")

    visitor = Visitor(page(site, 390), "Max", language)
    agent = Agent(page(f"{otrs}/index.pl", 1400), language)
    agent.page.locator("#User").fill(words["login"])
    agent.page.locator("#Password").fill(words["login"])
    with agent.page.expect_navigation():
        agent.page.locator("#Password").press("Enter")
    picture(visitor.page, "visitor-bubble-390")
    visitor.ask(words["ask"])
    picture(visitor.page, "visitor-waiting-390")
    agent.icon.click()
    picture(agent.page, "agent-requests-1400")
    agent.icon.click()
    agent.accept("Max")
    agent.write("Max", words["agent"])
    visitor.write(words["visitor"])
    picture(visitor.page, "visitor-chat-390")
    picture(agent.page, "agent-chat-1400")
    agent.fill_phone_ticket("Max", queue="Raw", title=words["title"])
    picture(agent.page, "agent-phone-ticket-1400")
    agent.submit_phone_ticket()
    agent.ticket_link.click()
    agent.page.locator(".ArticleChat").wait_for()
    picture(agent.page, "agent-ticket-1400")
    picture(visitor.page, "visitor-ended-390")
    agent.page.set_viewport_size({"width": 390, "height": 844})
    picture(agent.page, "agent-ticket-390")


if __name__ == "__main__":
    sys.exit(main())
