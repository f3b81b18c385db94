"""A walk on the real Znuny: the icons beside people on OTRS's own pages."""

from __future__ import annotations

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]


def go(agent, action):
    agent.page.goto(f"{agent.page.url.partition('?')[0]}?Action={action}")


def test_icons_stand_beside_people_on_the_pages_of_otrs(cast):
    cast.system.znuny.add_ticket("Icons everywhere", "carla", owner="anton")
    ticket = max(cast.tickets("Icons everywhere"))[0]
    cast.customer("carla").part("bubble").wait_for()
    cast.agent("anton")
    anna = cast.agent("anna")
    beside = anna.page.locator("chatbridge-person")

    go(anna, "AgentCustomerUserInformationCenter;CustomerUserID=carla")
    expect(beside).to_have_count(1)
    go(anna, "AgentCustomerInformationCenter;CustomerID=acme")
    expect(anna.page.locator("#Dashboard0050-CIC-CustomerUserList chatbridge-person")).to_have_count(1)
    go(anna, "AgentTicketPhone;Subaction=StoreNew;ExpandCustomerName=2;CustomerUser=carla")
    expect(anna.page.locator("#CustomerInfo chatbridge-person")).to_have_count(1)
    go(anna, f"AgentTicketZoom;TicketID={ticket}")
    owner = anna.page.locator("p[title='Anton Agent (anton)'] chatbridge-person")
    expect(owner).to_have_count(1)
    customer = anna.page.locator(".SidebarColumn p:not([title*=Anton]) chatbridge-person")
    expect(customer).to_have_count(1)

    customer.get_by_role("button").click()
    anna.part("start-text").fill("About your ticket")
    anna.part("start-submit").click()
    expect(anna.window("Carla Customer").locator("[data-handover=pending]")).to_be_visible()
