"""What ``make run`` shows: the whole way with the OTRS stand-in."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.browser.screens import Agent, Visitor

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


@pytest.fixture
def max_(trial, open_page):
    """A visitor with a name of his own, so that tests do not take each other's requests."""
    return Visitor(open_page(f"{trial.otrs}/shop"), f"Max {uuid.uuid4().hex[:6]}")


def agent_page(trial, open_page, name):
    page = open_page(f"{trial.otrs}/otrs/index.pl")
    page.get_by_role("button", name=name).click()
    return Agent(page)


@pytest.fixture
def anton(trial, open_page):
    return agent_page(trial, open_page, "Anton Agent")


def tickets_titled(trial, title):
    return [ticket for ticket in trial.tickets() if ticket["title"] == title]


def test_a_visitors_chat_becomes_a_phone_ticket_and_closes(trial, max_, anton):
    max_.ask("Does the lamp come with a bulb?")
    anton.accept(max_.name)
    anton.write(max_.name, "It does.")
    expect(max_.conversation).to_contain_text("It does.")
    max_.write("Thank you!")
    expect(anton.conversation(max_.name)).to_contain_text("Thank you!")
    anton.create_phone_ticket(max_.name, queue="Raw", title="Bulb", customer="Carla Customer")
    expect(anton.window(max_.name)).to_contain_text("The chat is on ticket")
    expect(max_.page.get_by_text("Your ticket number is")).to_be_visible()
    anton.ticket_link.click()
    in_order = re.compile(r"Max.*bulb\?.*Anton Agent.*It does\..*Max.*Thank you!", re.DOTALL)
    expect(anton.page.locator("main")).to_contain_text(in_order)
    assert len(tickets_titled(trial, "Bulb")) == 1


def test_while_otrs_is_away_the_hand_over_waits_and_the_agent_sees_it(trial, max_, anton):
    max_.ask("Do you repair other makers' lamps?")
    anton.accept(max_.name)
    trial.outage(on=True)
    anton.open_phone_ticket(max_.name)
    expect(anton.page.get_by_role("dialog")).to_contain_text("OTRS")  # its choices cannot be fetched
    trial.outage(on=False)
    anton.page.keyboard.press("Escape")
    anton.fill_phone_ticket(max_.name, queue="Raw", title="Other makers")
    trial.outage(on=True)
    anton.submit_phone_ticket()
    expect(anton.window(max_.name)).to_contain_text("Waiting for OTRS")
    trial.outage(on=False)
    expect(anton.window(max_.name)).to_contain_text("The chat is on ticket")
    assert len(tickets_titled(trial, "Other makers")) == 1


def test_two_agents_accept_and_the_slower_one_is_told_who_has_it(trial, max_, anton, open_page):
    cem = agent_page(trial, open_page, "Cem Can")
    max_.ask("Is anybody there?")
    cem.icon.click()
    accept = cem.request_of(max_.name)
    expect(accept).to_be_visible()
    cem.page.context.set_offline(True)
    anton.accept(max_.name)
    expect(anton.window(max_.name)).to_be_visible()
    cem.page.context.set_offline(False)
    expect(accept).to_be_hidden()
    expect(cem.window(max_.name)).to_be_hidden()


def test_an_agent_without_the_channel_sees_no_request(trial, max_, open_page):
    berta = agent_page(trial, open_page, "Berta Berater")
    anton = agent_page(trial, open_page, "Anton Agent")
    max_.ask("Only for those with the channel")
    expect(anton.icon).to_have_accessible_name(re.compile("request"))
    anton.icon.click()
    expect(anton.request_of(max_.name)).to_be_visible()
    berta.icon.click()
    expect(berta.page.get_by_text("Nobody is waiting")).to_be_visible()


def test_windows_and_drafts_survive_the_page_loads_of_otrs(max_, anton):
    max_.ask("Keep this")
    anton.accept(max_.name)
    draft = anton.draft(max_.name)
    draft.fill("half a sent")
    anton.page.get_by_role("link", name="Queues").first.click()
    expect(anton.window(max_.name)).to_be_visible()
    expect(draft).to_have_value("half a sent")
    expect(anton.conversation(max_.name)).to_contain_text("Keep this")


def test_a_visitor_comes_back_to_the_chat_after_a_page_load(max_, anton):
    max_.ask("I will be back")
    anton.accept(max_.name)
    max_.page.reload()
    anton.write(max_.name, "Welcome back")
    expect(max_.conversation).to_contain_text("I will be back")
    expect(max_.conversation).to_contain_text("Welcome back")


def test_before_the_first_click_a_visitors_browser_keeps_nothing_and_asks_one_thing(trial, open_page):
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(f"{trial.otrs}/shop")
    expect(page.get_by_role("button", name="Open chat")).to_be_visible()
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert stored[:2] == [0, 0]
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/chatbridge/" in url and "/widget/" not in url] == [
        f"{trial.bridge}/availability"
    ]
