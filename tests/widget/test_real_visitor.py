"""Visitors' ways with ``bridge run``: a ticket instead of an answer, signs and files, the end."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.screens import Agent, Visitor
from tests.browser.trial import Trial
from tests.patience import MILLISECONDS
from tests.widget.test_visitor_ways import PICTURE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


@pytest.fixture
def trial() -> Iterator[Trial]:
    """One for each test: an agent of the last one would be there for another minute."""
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


def test_when_nobody_is_there_the_message_becomes_a_ticket(context: BrowserContext, trial: Trial) -> None:
    max_ = visitor(context, trial)
    before = len(trial.tickets())
    max_.ask("Please call me about the printer")
    page = max_.page
    page.locator("[part=ticket-email]").fill("max@example.com")
    page.locator("[part=ticket-send]").click()
    expect(page.locator("[part=closing]")).to_contain_text("Your ticket number is")
    number = page.locator("[part=closing] .number").inner_text().rstrip(".").split()[-1]
    made = trial.tickets()
    assert len(made) == before + 1
    assert number in str(made)
    assert "Please call me about the printer" in str(made)
    page.locator("[part=back]").click()
    expect(page.locator("[part=home] [part=chat]")).to_contain_text("Please call me")


def test_two_people_see_signs_and_files_of_each_other(context: BrowserContext, trial: Trial) -> None:
    anton = agent(context, trial)
    max_ = visitor(context, trial)
    max_.ask("The drum looks odd")
    expect(max_.page.locator("[part=place], [part=ticket-form]").first).to_be_visible()
    anton.accept(max_.name)
    page = max_.page
    expect(page.locator("[part=conversation]")).to_have_attribute("data-state", "active")
    anton.draft(max_.name).press_sequentially("Show me")
    expect(page.locator("[part=typing]")).to_contain_text("is writing")
    anton.draft(max_.name).press("Enter")
    expect(page.locator("[part=typing]")).to_be_hidden()
    picture = {"name": "drum.png", "mimeType": "image/png", "buffer": PICTURE}
    page.locator(".composer input[type=file]").set_input_files(picture)
    expect(page.locator(".message.own[data-state=sent] .file img")).to_be_visible()
    expect(anton.window(max_.name).locator(".file")).to_contain_text("drum.png")
    anton.draft(max_.name).focus()
    expect(page.locator("[part=mark].read").last).to_be_visible()
    with context.expect_page() as shown:
        page.locator("[part=file]").click()
    expect(shown.value.locator("img")).to_be_visible()


def test_the_end_of_a_conversation_as_pdf(context: BrowserContext, trial: Trial) -> None:
    max_ = visitor(context, trial)
    max_.ask("Keep this for me")
    page = max_.page
    page.get_by_role("button", name="Cancel").click()
    page.locator("[part=withdraw]").click()
    page.locator("[part=closing]").wait_for()
    with page.expect_download() as download:
        page.locator("[part=pdf]").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.locator("[part=mail]").click()
    page.locator("[part=mail-address]").fill("max@example.com")
    page.locator("[part=mail-submit]").click()
    expect(page.locator("[part=closing] [role=alert]")).to_contain_text("No mail can be sent")


def test_an_agent_asks_a_customer_who_has_clicked_nothing(context: BrowserContext, trial: Trial) -> None:
    anton = agent(context, trial)
    page = context.new_page()
    page.set_default_timeout(MILLISECONDS)
    page.goto(f"{trial.otrs}/otrs/customer.pl")
    page.get_by_role("button", name="Carla Customer").click()
    page.locator("chatbridge-widget[data-available]").wait_for(state="attached")
    anton.icon.click()
    anton.page.locator("[part=view-people]").click()
    anton.page.locator("[data-login=carla] [part=start-chat]").click()
    anton.page.locator("[part=start-text]").fill("Is your printer well again?")
    anton.page.locator("[part=start-submit]").click()
    toast = page.locator("[part=invitation]")
    expect(toast).to_contain_text("Is your printer well again?")
    toast.get_by_role("button", name="Accept").click()
    page.locator("[part=composer]").fill("It is")
    page.keyboard.press("Enter")
    expect(anton.page.get_by_role("log")).to_contain_text("It is")
