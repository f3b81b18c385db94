"""Pictures of the chat on a real Znuny: ``python -m tests.browser.pictures [FOLDER]``.

The whole life of a chat in English and German, then in English what an administrator and a customer see.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.screens import Agent, Visitor
from tests.env.demo import running
from tests.env.fixtures import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.env.znuny import ROOT_LOGIN, ROOT_PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.env.website import Website
    from tests.env.znuny import Znuny

FOLDER = Path(__file__).parents[2] / "docs" / "screens" / "znuny"

# The demo has neither OTRS's daemon nor a way to gravatar.com, and OTRS complains of both on every page.
# The secret is worth nothing, but a picture is no place for one.
_QUIET = """
.MessageBox { display: none }
.UserAvatar img, img[src*="gravatar.com"] { visibility: hidden }
[id="ChatBridge::Secret"] { filter: blur(6px) }
"""

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
_SETUP = {
    "setup-package": "AdminPackageManager",
    "setup-web-service": "AdminGenericInterfaceWebservice",
    "setup-secret": "AdminSystemConfiguration;Subaction=View;Setting=ChatBridge::Secret",
    "setup-group": "AdminUserGroup;Subaction=Group;ID=1",
}


class Album:
    """Browsers for people on one Znuny, and the folder for pictures of them."""

    def __init__(self, browser: Browser, znuny: Znuny, site: Website, folder: Path) -> None:
        self._browser, self._znuny, self._site, self._folder = browser, znuny, site, folder

    def page(self, url: str, locale: str, width: int = 1400) -> Page:
        """A page in a browser of its own."""
        context = self._browser.new_context(locale=locale, viewport={"width": width, "height": 844})
        opened = context.new_page()
        opened.goto(url)
        return opened

    def otrs(self, login: str, script: str = "index.pl", password: str = "", locale: str = "en-GB") -> Page:
        """A page of OTRS for a person who has logged in; without a password it is the login."""
        page = self.page(f"{self._znuny.url}/{script}", locale)
        page.locator("#User").fill(login)
        page.locator("#Password").fill(password or login)
        with page.expect_navigation():
            page.locator("#Password").press("Enter")
        return page

    def agent(self, login: str, language: str) -> Agent:
        """An agent who is there for everybody."""
        agent = Agent(self.otrs(login, locale=_WORDS[language]["locale"]), language)
        agent.turn_to("settings")
        agent.part("available-external").check()
        agent.part("channels").get_by_role("checkbox").first.check()
        agent.icon.click()
        return agent

    def visitor(self, language: str) -> Visitor:
        """Somebody on the web site, on a phone, as soon as the page there says that somebody can answer."""
        page = self.page(self._site.url, _WORDS[language]["locale"], 390)
        for _ in range(10):
            page.locator("[part=bubble]").wait_for()
            if page.locator("chatbridge-widget").get_attribute("data-available") != "no":
                break
            page.wait_for_timeout(3000)
            page.reload()
        return Visitor(page, "Max", language)

    def go(self, page: Page, query: str) -> None:
        """To another page of the agents' OTRS."""
        page.goto(f"{self._znuny.url}/index.pl?{query}")

    def picture(self, of: Page, name: str) -> None:
        """Keep what is on the screen."""
        of.add_style_tag(content=_QUIET)
        of.wait_for_timeout(700)
        of.screenshot(path=self._folder / f"{name}.png")
        print(name, flush=True)


def whole_life(album: Album, language: str) -> None:
    """A visitor asks, an agent answers and makes a ticket of it."""
    words = _WORDS[language]
    agent, visitor = album.agent(words["login"], language), album.visitor(language)
    album.picture(visitor.page, f"visitor-bubble-390.{language}")
    visitor.ask(words["ask"])
    album.picture(visitor.page, f"visitor-waiting-390.{language}")
    agent.icon.click()
    agent.request_of("Max").wait_for()
    album.picture(agent.page, f"agent-requests-1400.{language}")
    agent.icon.click()
    agent.accept("Max")
    agent.write("Max", words["agent"])
    visitor.write(words["visitor"])
    album.picture(visitor.page, f"visitor-chat-390.{language}")
    album.picture(agent.page, f"agent-chat-1400.{language}")
    agent.fill_phone_ticket("Max", queue="Raw", title=words["title"])
    album.picture(agent.page, f"agent-phone-ticket-1400.{language}")
    agent.submit_phone_ticket()
    agent.ticket_link.click()
    agent.page.locator(".ArticleChat").wait_for()
    album.picture(agent.page, f"agent-ticket-1400.{language}")
    album.picture(visitor.page, f"visitor-ended-390.{language}")
    agent.page.set_viewport_size({"width": 390, "height": 844})
    album.picture(agent.page, f"agent-ticket-390.{language}")
    agent.page.context.close()


def customer(album: Album) -> None:
    """An agent asks a customer in the portal, and the chat ends on her ticket."""
    anna, anton = album.agent("anna", "en"), album.agent("anton", "de")
    carla = Visitor(album.otrs("carla", "customer.pl"), "Carla Customer")
    carla.part("bubble").wait_for()
    anna.start_chat(
        anna.in_people_box("carla", "customers"), "Your parcel came back. Shall we send it again?"
    )
    carla.part("invitation").wait_for()
    album.picture(carla.page, "customer-asked-1400.en")
    carla.accept()
    carla.write("Yes please, to the office")
    anna.conversation("Carla Customer").get_by_text("to the office").wait_for()
    anna.in_people_box("anton").wait_for()
    anna.page.set_viewport_size({"width": 1400, "height": 1000})
    album.picture(anna.page, "agent-dashboard-1400.en")
    album.picture(carla.page, "customer-chat-1400.en")
    anna.attach_to_ticket("Carla Customer", "New laptop")
    anna.ticket_link.wait_for()
    carla.part("closing").wait_for()
    album.picture(carla.page, "customer-closing-1400.en")
    anna.ticket_link.click()
    anna.page.locator("#ArticleTable tbody tr", has_text="Chat").first.click()
    anna.page.locator(".ArticleChat").first.wait_for()
    anna.page.locator("chatbridge-person").first.wait_for()
    anna.page.wait_for_timeout(3000)  # the ticket's other people are asked of OTRS
    album.picture(anna.page, "agent-icons-1400.en")
    for one in (carla.page, anna.page, anton.page):
        one.context.close()


def administrator(album: Album) -> None:
    """The five steps in OTRS's administration, and the chat's own."""
    root = album.otrs(ROOT_LOGIN, password=ROOT_PASSWORD)
    for name, action in _SETUP.items():
        album.go(root, f"Action={action}")
        album.picture(root, f"{name}-1400.en")
    album.go(root, "Action=AdminChatBridge")
    root.locator("[part=channel]").first.wait_for()
    album.picture(root, "admin-channels-1400.en")
    root.locator("[part=admin-website]").click()
    album.picture(root, "admin-website-1400.en")


def take(folder: Path = FOLDER) -> None:
    """All of them, on a Znuny that is started for it."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with running("6.5.1") as (znuny, bridge, site), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        with znuny.db() as connection:
            connection.execute(
                "INSERT INTO user_preferences (user_id, preferences_key, preferences_value)"
                " SELECT id, 'UserTimeZone', 'Europe/Berlin' FROM users"
            )
            connection.commit()
        znuny.add_ticket("New laptop", "carla", owner="anton")
        album = Album(browser, znuny, site, folder)
        administrator(album)
        for language in _WORDS:
            site.embed(bridge.url, lang=language)
            whole_life(album, language)
        customer(album)
        browser.close()


if __name__ == "__main__":
    take(*map(Path, sys.argv[1:]))
