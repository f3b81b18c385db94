"""The chat in the pages of the oldest and the newest OTRS; all other walks are on the one between."""

from __future__ import annotations

import uuid

import pytest

from tests.env.fixtures import DEFAULT_VERSION
from tests.env.znuny import ROOT_LOGIN, ROOT_PASSWORD, VERSIONS

expect = pytest.importorskip("playwright.sync_api").expect
OTHERS = [version for version in VERSIONS if version != DEFAULT_VERSION]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.znuny,
    pytest.mark.parametrize("znuny", OTHERS, indirect=True),
]

# What OTRS's scripts, and those of other add-ons, find in the page.
WORLD = """() => ({
  globals: Object.keys(window).sort(),
  jquery: [jQuery === $, jQuery.fn.jquery, Object.keys(jQuery.fn).sort()],
  core: Object.keys(Core).sort(),
})"""

# The accent in the badge of the chat's icon, and in the line under OTRS's chosen entry.
ACCENT = """() => {
  const badge = document.querySelector("chatbridge-icon").shadowRoot.querySelector("[part=count]");
  badge.classList.add("quiet");
  return getComputedStyle(badge).backgroundColor;
}"""
LINE = """() => getComputedStyle(document.querySelector("#Navigation > li > a"), "::after").backgroundColor"""


def test_an_agent_at_the_dashboard_helps_a_visitor_and_a_customer(cast):
    anna, carla, max_ = cast.agent("anna", external=True), cast.customer("carla"), cast.visitor()
    expect(anna.icon).to_be_visible()
    expect(anna.in_people_box("carla", "customers")).to_contain_text("Carla Customer")

    max_.ask("My printer is on fire")
    anna.accept(max_.name)
    anna.write(max_.name, "Which one?")
    expect(max_.conversation).to_contain_text("Which one?")
    max_.write("The one on the second floor")
    expect(anna.conversation(max_.name)).to_contain_text("The one on the second floor")

    carla.ask("Where is my invoice?")
    anna.accept("Carla Customer")
    anna.write("Carla Customer", "On its way")
    expect(carla.conversation).to_contain_text("On its way")

    title = f"Printer {uuid.uuid4().hex[:6]}"
    anna.create_phone_ticket(max_.name, queue="Raw", title=title, customer="Carla Customer")
    expect(anna.window(max_.name)).to_contain_text("The chat is on ticket")
    ((ticket_id, _),) = cast.tickets(title)
    anna.page.goto(f"{cast.system.znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket_id}")
    expect(anna.page.locator(".ArticleChat")).to_contain_text("The one on the second floor")
    expect(anna.draft("Carla Customer")).to_be_visible()  # the other chat is still there


def test_the_chat_has_the_accent_of_the_skin(cast, znuny):
    page = cast.agent("anna").page
    assert page.evaluate(ACCENT) == page.evaluate(LINE) == "rgb(255, 153, 34)"
    znuny.set_config("Loader::Agent::DefaultSelectedSkin", "ivory")
    try:
        page.reload()
        page.locator("chatbridge-icon").wait_for()
        assert page.evaluate(ACCENT) == page.evaluate(LINE) == "rgb(105, 191, 204)"
    finally:
        znuny.set_config("Loader::Agent::DefaultSelectedSkin", "default")


def test_the_scripts_of_otrs_find_the_page_as_without_a_chat(cast):
    page = cast.agent("anna").page
    page.wait_for_function("jQuery.active === 0")
    with_chat = page.evaluate(WORLD)
    page.route("**/chatbridge/**", lambda route: route.abort())
    page.reload()
    page.wait_for_function("jQuery.active === 0")
    assert page.locator("chatbridge-desk").count() == 0
    assert with_chat == page.evaluate(WORLD)


def test_the_administration_is_among_otrs_s_own(bridge_with_znuny, znuny, open_page, log_in):
    page = open_page(f"{znuny.url}/index.pl?Action=Admin")
    log_in(page, ROOT_LOGIN, ROOT_PASSWORD)
    page.get_by_role("link", name="Chat Administration").click()
    opened = page.get_by_role("dialog", name="Chat administration")
    expect(opened.get_by_role("button", name="New channel")).to_be_visible()
