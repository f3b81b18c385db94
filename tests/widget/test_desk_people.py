"""Who is there, and asking them for a chat: panel, dashboard, icons on OTRS's pages, one's own state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.patience import until
from tests.widget.fake_bridge import InThread
from tests.widget.fake_desk import someone
from tests.widget.test_desk_page import icon, window

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def sent(fake: InThread, kind: str) -> list[dict[str, Any]]:
    return [frame for frame in fake.bridge.received if frame["type"] == kind]


def panel(page: Page, name: str) -> None:
    icon(page).click()
    page.locator(f"[part=view-{name}]").click()


def test_three_lists_are_live_and_one_cannot_chat_with_oneself(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("agent")
    panel(page, "people")
    agents = page.locator("[part=people-agents] [part=person]")
    agents.nth(3).wait_for()
    names = [text.split("\n")[-2] for text in agents.all_inner_texts()]
    assert names == ["Anton Agent (You)", "Cem Çelik", "Berta Berater", "Dora Dienst"]
    with_icon = [one.locator("[part=start-chat]").count() for one in agents.all()]
    assert with_icon == [0, 1, 1, 0]
    assert "idle" in agents.nth(2).inner_text()
    assert "until" in page.locator("[part=people-out_of_office] [part=person]").inner_text()
    cem = someone("cem", "Cem Çelik", "red", "unavailable")
    fake.do(fake.bridge.tell_people({"agents": [cem]}, ["customer:carla"]))
    page.locator("[part=people-customers] [data-login=carla]").wait_for(state="detached")
    assert page.locator("[data-login=cem] [part=start-chat]").count() == 0
    page.locator("[part=people-search]").fill("berta")
    assert page.locator("[part=people-agents] [part=person]").count() == 1
    page.locator("[part=view-requests]").click()


def test_an_agent_asks_another_and_waits_until_it_is_accepted(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("agent")
    panel(page, "people")
    page.locator("[part=people-agents] [data-login=cem] [part=start-chat]").click()
    page.locator("[part=start-submit]").click()
    page.get_by_role("alert").get_by_text("Please write a message").wait_for()
    page.locator("[part=start-text]").fill("Do you know this printer?")
    page.keyboard.press("Control+Enter")
    pending = window(page).locator("[data-handover=pending]", has_text="Waiting for Cem Çelik to accept")
    pending.wait_for()
    (frame,) = sent(fake, "chat.start")
    assert frame["to"] == {"kind": "agent", "login": "cem"}
    assert (frame["about"], frame["channel"]) == ("2026112210000058", 1)
    chat = fake.bridge.chats[frame["chat"]]
    chat.people[1]["role"], chat.state = "participant", "active"
    fake.do(fake.bridge.spread(chat, [chat.add("joined", "agent:cem")], changed=True))
    pending.wait_for(state="detached")
    window(page).locator("[part=facts]", has_text="Ticket 2026112210000058").wait_for()
    window(page).locator("[part=company]", has_text="Acme").wait_for()


def test_icons_stand_beside_people_on_a_ticket(page_of: OpenPage) -> None:
    page = page_of("zoom")
    owner = page.locator("p[title='Cem Çelik (cem)'] chatbridge-person")
    owner.wait_for()
    page.locator("p[title=carla] chatbridge-person").wait_for()
    assert page.locator("p[title='Anton Agent (anton)'] chatbridge-person").count() == 0
    assert page.locator("p[title='Dora Dienst (dora)'] chatbridge-person").count() == 0
    owner.locator("button").click()
    page.locator("[part=start-dialog]", has_text="Start a chat with Cem Çelik").wait_for()


def test_the_dashboard_has_a_box_of_people_and_icons_in_otrs_list(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("dashboard")
    box = page.locator("#ChatBridgePeople")
    box.locator("tr[data-login=cem] chatbridge-person").wait_for()
    assert box.locator("tr[data-login=anton] chatbridge-person").count() == 0
    page.locator("#Dashboard0400-UserOnline chatbridge-person").wait_for()
    assert page.locator("#Dashboard0400-UserOnline chatbridge-person").count() == 1
    box.get_by_role("link", name="Customers").click()
    assert box.locator("tr.UserRow").count() == 2
    page.reload()
    box.get_by_role("link", name="Customers (2)").wait_for()
    assert box.locator("a.Selected").inner_text() == "Customers (2)"
    fake.do(fake.bridge.tell_people({}, ["customer:karl"]))
    box.get_by_role("link", name="Customers (1)").wait_for()


def test_availability_and_channels_are_chosen_and_a_lack_is_said(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("agent")
    panel(page, "settings")
    page.locator("[part=available-internal]").check()
    page.locator("[part=availability]", has_text="Internal").wait_for()
    page.locator("[part=available-external]").check()
    assert page.locator("[part=channels] input").nth(2).is_disabled()
    page.locator("[part=channels] input").first.uncheck()
    page.locator("[part=view-requests]").click()
    page.locator("[part=warning]", has_text="have chosen no channel").wait_for()
    page.locator("[part=choose-channels]").click()
    page.locator("[part=channels] input").nth(1).check()
    until(lambda: len(sent(fake, "availability.set")) == 4, page)
    wishes = [(frame["availability"], frame["channels"]) for frame in sent(fake, "availability.set")]
    assert wishes == [("internal", [1]), ("external", [1]), ("external", []), ("external", [2])]
    page.locator("[part=available-none]").check()
    page.locator("[part=circle]", has_text="not available").wait_for()


def test_after_a_log_in_external_is_asked_for_again(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("agent")
    icon(page).wait_for()
    fake.do(fake.bridge.tell_me(availability="internal", ask_external=True))
    icon(page).click()
    page.locator("[part=external-yes]").click()
    page.locator("[part=ask-external]").wait_for(state="detached")
    assert sent(fake, "availability.set")[-1]["availability"] == "external"


def test_a_refused_wish_does_not_stay_on_the_screen(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.refuse["availability.set"] = ("permission.denied", "No.", {})
    page = page_of("agent")
    panel(page, "settings")
    page.locator("[part=available-none]").click()
    page.get_by_role("alert").get_by_text("may not").wait_for()
    assert page.locator("[part=available-external]").is_checked()


def test_activity_is_told_seldom(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("agent")
    page.locator("chatbridge-icon [part=icon]:not(.off)").wait_for()
    until(lambda: sent(fake, "hello"), page)
    for x in range(20):
        page.mouse.move(100 + x, 300)
    until(lambda: sent(fake, "activity"), page)
    page.wait_for_timeout(500)
    assert len(sent(fake, "activity")) == 1
