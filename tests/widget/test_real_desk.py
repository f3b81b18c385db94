"""The agents' desk with ``bridge run``: two agents in one chat, people, what one sets."""

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
VIEW = {"width": 1400, "height": 900}


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    running = Trial().start()
    yield running
    running.stop()


class People:
    """Everybody in a browser of their own."""

    def __init__(self, browser: Browser, trial: Trial) -> None:
        self._browser, self._trial = browser, trial
        self.contexts: list[BrowserContext] = []

    def _page(self, path: str) -> Page:
        context = self._browser.new_context(locale="en-US", viewport=VIEW)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.goto(f"{self._trial.otrs}{path}")
        return page

    def agent(self, name: str) -> Agent:
        page = self._page("/otrs/index.pl")
        page.get_by_role("button", name=name).click()
        page.locator("chatbridge-icon [part=icon]").wait_for()
        return Agent(page, "de" if name.startswith("Berta") else "en")

    def visitor(self) -> Visitor:
        return Visitor(self._page("/shop"), f"Max {uuid.uuid4().hex[:6]}")


@pytest.fixture
def people(chromium: Browser, trial: Trial) -> Iterator[People]:
    those = People(chromium, trial)
    yield those
    for context in those.contexts:
        context.close()


def test_a_colleague_is_invited_comes_and_the_chat_is_handed_over(people: People) -> None:
    anton, cem, max_ = people.agent("Anton Agent"), people.agent("Cem Can"), people.visitor()
    max_.ask("My printer burns")
    anton.accept(max_.name)
    window = anton.window(max_.name)
    window.locator("[part=menu]").click()
    anton.page.locator("[data-action=hand_to]").click()
    anton.page.locator("[part=agent-list] li", has_text="Cem Can").click()
    anton.page.locator("[part=submit]").click()
    expect(window.locator("[part=facts]")).to_contain_text("Cem Can (invited)")
    cem.icon.click()
    cem.page.locator("[part=request][data-kind=invitation]").locator("[part=preview]").click()
    expect(cem.page.locator("[part=preview-dialog]")).to_contain_text("My printer burns")
    cem.page.locator("[part=preview-accept]").click()
    expect(anton.window(max_.name)).to_have_count(0)
    cem.write(max_.name, "Good morning, I am Cem")
    expect(max_.conversation).to_contain_text("I am Cem")
    expect(cem.window(max_.name).locator("[part=mark].read")).to_have_count(1)
    max_.write("Hello Cem")
    expect(cem.conversation(max_.name)).to_contain_text("Hello Cem")
    cem.window(max_.name).locator("[part=close-chat]").click()
    cem.page.locator("[part=close-confirm]").click()
    cem.icon.click()
    cem.page.locator("[part=view-archive]").click()
    cem.page.locator("[part=archive-text]").fill("printer burns")
    cem.page.keyboard.press("Enter")
    cem.page.locator("[part=archive-hit]", has_text=max_.name).click()
    expect(cem.page.locator("[part=archived-dialog]")).to_contain_text("I am Cem")


def test_agents_find_each_other_and_chat(people: People) -> None:
    anton, cem = people.agent("Anton Agent"), people.agent("Cem Can")
    anton.icon.click()
    anton.page.locator("[part=view-people]").click()
    anton.page.locator("[part=people-agents] [data-login=cem] [part=start-chat]").click()
    anton.page.locator("[part=start-text]").fill("Do you have a minute?")
    anton.page.locator("[part=start-submit]").click()
    expect(anton.window("Cem Can").locator("[data-handover=pending]")).to_be_visible()
    cem.icon.click()
    cem.page.locator("[part=request][data-kind=agent] [part=accept]").click()
    cem.write("Anton Agent", "Of course")
    expect(anton.conversation("Cem Can")).to_contain_text("Of course")
    anton.window("Cem Can").locator("[part=menu]").click()
    # The stand-in's pages are of another origin than the bridge: a window there would get no token.
    expect(anton.page.locator("[data-action=leave]")).to_be_visible()
    expect(anton.page.locator("[data-action=popout]")).to_have_count(0)


def test_what_one_sets_holds_in_the_next_tab(people: People) -> None:
    anton = people.agent("Anton Agent")
    anton.icon.click()
    anton.page.locator("[part=view-settings]").click()
    anton.page.locator("[part=available-external]").check()
    anton.page.locator("[part=channels] input").first.check()
    expect(anton.page.locator("[part=circle]")).to_contain_text("internal and external chats")
    page = anton.page.context.new_page()
    page.goto(anton.page.url)
    page.locator("chatbridge-icon [part=icon]").click()
    expect(page.locator("[part=availability]")).to_contain_text("External")
