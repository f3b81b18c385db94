"""The agent's desk in a page like OTRS's: races, page loads, hand-overs that wait, a session that ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.widget.fake_bridge import InThread

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def icon(page: Page) -> Locator:
    return page.locator("#ToolBar chatbridge-icon [part=icon]")


def window(page: Page) -> Locator:
    return page.locator("[part=window].open")


def accepted(page: Page) -> Locator:
    icon(page).click()
    page.locator("[part=accept]").first.click()
    window(page).locator("[part=composer]").wait_for()
    return window(page)


def test_requests_are_counted_and_listed_oldest_first(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Late", ["second"], minutes=1)
    fake.bridge.put("Early", ["first"], minutes=9)
    page = page_of("agent")
    page.locator("#ToolBar chatbridge-icon [part=count]", has_text="2").wait_for()
    assert page.title().startswith("(2) ")
    icon(page).hover()
    page.locator("[part=request]").first.wait_for()
    assert page.locator("[part=request] strong").all_inner_texts() == ["Early", "Late"]


def test_who_was_faster_is_said_by_name(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"])
    fake.bridge.taken_by = "Berta"
    page = page_of("agent")
    icon(page).click()
    page.locator("[part=accept]").click()
    page.locator("[part=notice]", has_text="Berta was faster").wait_for()
    assert window(page).count() == 0


def test_a_preview_tells_who_took_the_chat_meanwhile(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["hello", "anybody?"])
    page = page_of("agent")
    icon(page).click()
    page.locator("[part=preview]").click()
    dialog = page.locator("[part=preview-dialog]")
    dialog.locator("[part=message]").nth(1).wait_for()
    fake.bridge.join(chat, "agent:berta", "Berta Berater")
    fake.do(fake.bridge.spread(chat, chat.entries[-1:], changed=True))
    dialog.locator("[part=notice]", has_text="Berta Berater was faster").wait_for()
    assert not dialog.locator("[part=preview-accept]").is_visible()


def test_windows_and_drafts_survive_page_loads(page_of: OpenPage, fake: InThread) -> None:
    first = fake.bridge.put("Max", ["hello"], agent="agent:anton")
    second = fake.bridge.put("Eva", ["good day"], agent="agent:anton")
    page = page_of("agent")
    for chat in (first, second):
        page.locator(f"[part=window][data-chat='{chat.id}'] [part=window-head]").click()
        page.locator(f"[part=window][data-chat='{chat.id}'] [part=composer]").fill(f"draft {chat.id}")
    page.locator(f"[part=window][data-chat='{first.id}'] [part=minimize]").click()
    order = page.locator("[part=window]").evaluate_all("(all) => all.map((one) => one.dataset.chat)")
    for _ in range(3):
        page.reload()
        page.locator(f"[part=window].open[data-chat='{second.id}'] [part=message]").wait_for()
    assert page.locator("[part=window]").evaluate_all("(all) => all.map((one) => one.dataset.chat)") == order
    assert window(page).count() == 1
    assert window(page).locator("[part=composer]").input_value() == f"draft {second.id}"
    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert "good day" not in kept


def texts(page: Page) -> list[str]:
    return page.locator("[part=window].open [part=message]").all_inner_texts()


def test_a_window_is_back_before_the_connection_is(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    page.locator("[part=window-head]").click()
    page.locator("[part=message]").wait_for()
    page.route("**/token?*", lambda route: None)
    page.reload()
    page.locator("[part=message]", has_text="hello").wait_for()
    page.reload()
    page.locator("[part=message]", has_text="hello").wait_for()


def test_whoever_logs_in_next_sees_nothing_of_it(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    page.locator("[part=window-head]").click()
    page.locator("[part=message]").wait_for()
    fake.bridge.logged_in = False
    page.reload()
    page.locator("chatbridge-icon [part=icon][aria-label*='logged out']").wait_for()
    assert texts(page) == []
    fake.bridge.logged_in = True
    page.reload()
    page.locator("[part=message]").wait_for()
    page.goto(fake.url("login"))
    page.route("**/token?*", lambda route: None)
    page.goto(fake.url("agent"))
    page.locator("chatbridge-icon [part=icon]").wait_for()
    page.wait_for_timeout(500)
    assert texts(page) == []


def test_another_person_sees_nothing_of_the_one_before(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    page.locator("[part=window-head]").click()
    page.locator("[part=message]").wait_for()
    other = fake.url("agent").replace("agent.html", "token?as=agent:berta")
    page.route("**/token?*", lambda route: route.fulfill(response=route.fetch(url=other)))
    page.reload()
    page.locator("chatbridge-icon [part=icon][aria-label='Chats, no requests waiting']").wait_for()
    page.wait_for_function("""() => !document.querySelector("chatbridge-desk").shadowRoot
        .querySelector("[part=message]")""")


def test_a_message_that_was_on_its_way_at_a_page_load_arrives_once(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    page.locator("[part=window-head]").click()
    fake.bridge.mute = True
    page.locator("[part=composer]").fill("on its way")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sending]").wait_for()
    fake.bridge.mute = False
    page.reload()
    page.locator(".message[data-state=sent]", has_text="on its way").wait_for()
    assert [entry["text"] for entry in chat.entries if entry["kind"] == "message"] == ["hello", "on its way"]


def test_a_hand_over_waits_for_otrs_and_goes_on(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["My printer burns"])
    fake.bridge.handover = "waiting"
    page = page_of("agent")
    chat = accepted(page)
    chat.locator("[part=phone-ticket]").click()
    page.locator("[part=queue]").select_option(label="Raw")
    page.locator("[part=customer]").fill("car")
    page.keyboard.press("ArrowDown")
    page.locator("[part=customer-list] li").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("[part=ticket-title]").input_value() == "My printer burns"
    page.locator("[part=submit]").click()
    chat.locator("[data-handover=waiting]", has_text="help.example.com").wait_for()
    assert not chat.locator("[part=composer]").is_visible()
    fake.bridge.handover = "done"
    chat.locator("[part=retry-handover]").click()
    chat.locator("[data-handover=done]").wait_for()
    href = chat.locator("[part=ticket-link]").get_attribute("href")
    assert href == f"http://127.0.0.1:{fake.port}/otrs/index.pl?Action=AgentTicketZoom;TicketID=12"
    target = next(frame["target"] for frame in fake.bridge.received if frame["type"] == "handover.request")
    assert target == {
        "kind": "phone_ticket", "queue_id": "2", "title": "My printer burns", "customer": "carla",
        "priority_id": "3", "state_id": "4",
    }  # fmt: skip


def test_the_ticket_of_the_page_is_proposed_first(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"])
    page = page_of("agent")
    chat = accepted(page)
    chat.locator("[part=attach]").click()
    page.locator("[part=ticket-list] li[aria-selected=true]", has_text="The ticket of this page").wait_for()
    page.keyboard.press("Enter")
    chat.locator("[data-handover=done]").wait_for()
    target = next(frame["target"] for frame in fake.bridge.received if frame["type"] == "handover.request")
    assert target == {"kind": "attach", "ticket_id": "7"}


def test_a_refusal_of_otrs_is_told_and_the_chat_goes_on(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"])
    fake.bridge.handover = "failed"
    page = page_of("agent")
    chat = accepted(page)
    chat.locator("[part=attach]").click()
    page.locator("[part=ticket-list] li").first.click()
    page.locator("[part=submit]").click()
    chat.locator("[data-handover=failed]", has_text="Postmaster").wait_for()
    chat.locator("[part=composer]").fill("one moment")
    page.keyboard.press("Enter")
    chat.locator(".message[data-state=sent]", has_text="one moment").wait_for()


def test_logged_out_is_quiet(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.logged_in = False
    page = page_of("agent")
    page.locator("chatbridge-icon [part=icon][aria-label*='logged out']").wait_for()
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator("chatbridge-icon [part=icon][aria-label*='logged out']").wait_for()
    page.wait_for_timeout(1500)
    assert len([url for url in asked if "/token?" in url]) == 1
    assert lines == []


def test_only_the_token_the_socket_and_the_widget_are_asked_for(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"])
    page = page_of("agent")
    page.evaluate("window.Core = {Config: {Get: () => 'geheim'}}; document.cookie = 'Session=geheim'")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.reload()
    accepted(page)
    paths = {url.split("?")[0].split("/", 3)[3] for url in asked}
    assert {path for path in paths if not path.startswith("chatbridge/widget/")} <= {
        "agent.html", "desk.css", "token", "favicon.ico",
    }  # fmt: skip
    assert not any("geheim" in str(frame) for frame in fake.bridge.received)
