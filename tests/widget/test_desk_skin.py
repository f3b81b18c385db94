"""The chat takes the colours of the OTRS page that it stands in, where text on them can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.widget.fake_bridge import InThread
from tests.widget.fake_files import PAGES
from tests.widget.test_accessibility import AXE, RULES, RUN

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]
OWN = {"--accent": "#0d6469", "--on-accent": "#ffffff", "--head": "#0d6469"}
NAVIGATION = """<div id="Header"></div>
<ul id="Navigation"><li class="Selected"><a href="#">Dashboard</a></li></ul>
<style>#Header { background: %s } #Navigation > li > a::after { content: ""; background: %s } %s</style>"""
READ = """([host, names]) => {
  const style = getComputedStyle(document.querySelector(host));
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
}"""


def colours(page: Page, host: str = "chatbridge-desk", *names: str) -> dict[str, str]:
    page.locator(host).wait_for(state="attached")
    found: dict[str, str] = page.evaluate(READ, [host, list(names or OWN)])
    return found


@pytest.fixture
def skinned(page_of: OpenPage) -> Callable[..., Page]:
    """Call it with the bar's colour, the chosen entry's line and more CSS; ``attributes`` go to the tag."""

    def skinned(
        header: str, line: str = "none", more: str = "", *, role: str = "agent", attributes: str = ""
    ) -> Page:
        html = (PAGES / f"{role}.html").read_text()
        html = html.replace("<body>", "<body>" + NAVIGATION % (header, line, more))
        html = html.replace('data-lang="en"', f'data-lang="en" {attributes}')
        page = page_of("preview")
        page.route(f"**/{role}.html", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(page.url.replace("preview", role))
        return page

    return skinned


def test_agents_see_the_accent_and_the_bar_of_their_skin(skinned: Callable[..., Page]) -> None:
    page = skinned("#333", "#f92")
    wanted = {"--accent": "#ff9922", "--on-accent": "#000000", "--head": "#333333"}
    assert colours(page) == wanted
    assert colours(page, "chatbridge-icon") == wanted


def test_a_bar_with_the_company_s_colour_serves_where_no_line_has_one(skinned: Callable[..., Page]) -> None:
    wanted = {"--accent": "#0a4fa0", "--on-accent": "#ffffff", "--head": "#0a4fa0"}
    assert colours(skinned("#0a4fa0", "#eee")) == wanted


@pytest.mark.parametrize("header", ["#fff", "transparent", "#eee", "linear-gradient(#000, #fff)"])
def test_a_page_without_a_colour_leaves_the_chat_its_own(skinned: Callable[..., Page], header: str) -> None:
    assert colours(skinned(header)) == OWN


def test_a_page_that_is_not_otrs_leaves_the_chat_its_own(page_of: OpenPage) -> None:
    assert colours(page_of("agent")) == OWN


def test_what_the_tag_and_the_page_say_goes_before(skinned: Callable[..., Page]) -> None:
    said = {"--accent": "#7a3b8f", "--on-accent": "#ffffff", "--head": "#7a3b8f"}
    assert colours(skinned("#333", "#f92", attributes='data-accent="#7a3b8f"')) == said
    rule = "chatbridge-desk { --chatbridge-accent: #7a3b8f; --chatbridge-on-accent: #ffffff }"
    assert colours(skinned("#333", "#f92", rule)) == said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chat_is_light_beside_a_light_page_and_dark_beside_a_dark_one(
    skinned: Callable[..., Page], scheme: str
) -> None:
    page = skinned("#333", "#f92", "body { background: #14181b }" if scheme == "dark" else "")
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    paper = {"light": "#ffffff", "dark": "#151d21"}[scheme]
    assert colours(page, "chatbridge-desk", "--paper") == {"--paper": paper}
    assert page.locator("chatbridge-desk").get_attribute("data-theme") == scheme


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("line", ["#f92", "#69bfcc", "#14db13", "#0000cc", "#cc0066"])
def test_text_can_be_read_in_every_skin(
    skinned: Callable[..., Page], fake: InThread, line: str, theme: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    fake.bridge.put("Max", ["hello"])
    fake.bridge.put("Eva", ["good day"], agent="agent:anton")
    page = skinned("#333", line, attributes=f'data-theme="{theme}"')
    page.emulate_media(reduced_motion="reduce")
    page.locator("[part=window] [part=window-head]").click()
    page.locator("[part=composer]").fill("Good day")
    page.keyboard.press("Enter")
    page.locator(".message.own[data-state=sent]").wait_for()
    page.locator("chatbridge-icon [part=icon]").click()
    page.locator("[part=request]").wait_for()
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, RULES) == []


def test_customers_see_the_colour_of_their_portal(skinned: Callable[..., Page]) -> None:
    page = skinned("#b8384e", role="customer")
    found = colours(page, "chatbridge-widget", "--accent", "--on-accent")
    assert found == {"--accent": "#b8384e", "--on-accent": "#ffffff"}
    assert page.locator("[part=bubble]").evaluate("(it) => getComputedStyle(it).backgroundColor") == (
        "rgb(184, 56, 78)"
    )


def test_what_a_customer_s_page_says_is_made_readable_too(skinned: Callable[..., Page]) -> None:
    page = skinned("#333", role="customer", attributes='data-accent="#ffcc00"')
    found = colours(page, "chatbridge-widget", "--accent", "--accent-text")
    assert found["--accent"] == "#ffcc00"
    assert found["--accent-text"] not in ("#ffcc00", "")
