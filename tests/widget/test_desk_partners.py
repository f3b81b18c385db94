"""Several agents in a chat, what one may do there, canned replies, the archive, a window of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.patience import until
from tests.widget.fake_bridge import InThread
from tests.widget.test_desk_page import icon, window
from tests.widget.test_desk_people import sent

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]


def opened(page: Page) -> None:
    page.locator("[part=window-head]").first.click()
    window(page).locator("[part=composer]").wait_for()


def choose(page: Page, action: str) -> None:
    window(page).locator("[part=menu]").click()
    page.locator(f"[data-action={action}]").click()


def test_an_invitation_is_listed_looked_at_and_accepted(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["My printer burns"], agent="agent:berta")
    fake.bridge.invite_anton(chat, "observer")
    page = page_of("agent")
    icon(page).click()
    row = page.locator("[part=request][data-kind=invitation]")
    row.locator("[part=preview]").click()
    page.locator("[part=preview-dialog] [part=message]", has_text="My printer burns").wait_for()
    page.locator("[part=preview-accept]").click()
    window(page).locator("[part=facts]", has_text="You observe").wait_for()
    assert not window(page).locator("[part=composer]").is_visible()
    choose(page, "participate")
    window(page).locator("[part=composer]").wait_for()


def test_a_request_of_an_agent_can_be_declined(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.ask_agent("Cem Çelik", "Do you have a minute?")
    page = page_of("agent")
    icon(page).click()
    page.locator("[part=decline]").click()
    page.locator("[part=request]").wait_for(state="detached")
    assert chat.people[1]["role"] == "declined"


def test_the_list_shows_my_channels_or_all(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.channels.append({"id": 2, "name": "Sales"})
    fake.bridge.put("Max", ["hello"])
    fake.bridge.put("Eva", ["an offer, please"], channel=1)
    page = page_of("agent")
    page.locator("chatbridge-icon [part=icon][aria-label='Chats, 1 request waiting']").wait_for()
    icon(page).click()
    assert page.locator("[part=request] strong").all_inner_texts() == ["Max"]
    page.locator("[part=filter-all]").click()
    page.locator("[part=request] strong", has_text="Eva").wait_for()
    page.reload()
    page.locator("chatbridge-icon [part=icon][aria-label='Chats, 2 requests waiting']").wait_for()


def test_the_menu_works_with_the_keyboard(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    menu = window(page).locator("[part=menu]")
    menu.focus()
    page.keyboard.press("ArrowDown")
    focused = "document.querySelector('chatbridge-desk').shadowRoot.activeElement.dataset.action"
    assert page.evaluate(focused) == "invite"
    page.keyboard.press("End")
    assert page.evaluate(focused) == "leave"
    page.keyboard.press("n")
    assert page.evaluate(focused) == "monitor_none"
    page.keyboard.press("Escape")
    assert page.locator("[part=menu-list]").is_hidden()
    assert window(page).count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    page.locator("[part=move-dialog]").wait_for()


def test_an_agent_is_invited_with_the_level_that_is_allowed(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    choose(page, "invite")
    page.locator("[part=agent-list] li", has_text="Dora").click()
    assert page.locator("[part=as-participant]").is_disabled()
    assert page.locator("[part=as-observer]").is_checked()
    page.locator("[part=submit]").click()
    window(page).locator(".event", has_text="You have invited Dora Dienst").wait_for()
    assert sent(fake, "chat.invite")[0]["as"] == "observer"
    choose(page, "hand_to")
    page.locator("[part=agent-list] li").first.wait_for()
    assert page.locator("[part=agent-list] li").count() == 1
    page.locator("[part=agent-list] li", has_text="Berta").click()
    page.locator("[part=submit]").click()
    window(page).locator("[part=facts]", has_text="Berta Berater (invited)").wait_for()
    assert sent(fake, "chat.invite")[1]["as"] == "owner"


def test_a_chat_moves_to_another_team(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    choose(page, "move")
    page.locator("[part=move-channel]").select_option(label="Sales")
    page.locator("[part=release]").uncheck()
    page.locator("[part=submit]").click()
    window(page).locator(".event", has_text="moved the chat to Sales").wait_for()
    assert sent(fake, "chat.move")[0] | {"id": 0, "chat": ""} == {
        "type": "chat.move", "id": 0, "chat": "", "channel": 2, "release": False,
    }  # fmt: skip


def test_the_last_agent_cannot_leave_and_is_told_why(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    choose(page, "leave")
    page.locator("[part=notice]", has_text="You are the last agent here").wait_for()
    choose(page, "monitor_customer")
    until(lambda: sent(fake, "chat.monitor"), page)
    assert sent(fake, "chat.monitor")[0]["level"] == "customer"


def test_what_is_for_agents_only_is_sent_as_that(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    window(page).locator("[part=internal]").click()
    window(page).get_by_label("Write to the agents only").fill("Do you know him?")
    page.keyboard.press("Enter")
    until(lambda: len(sent(fake, "message.send")) == 1, page)
    window(page).locator("[part=internal]").click()
    window(page).locator("[part=composer]").fill("Hello Max")
    page.keyboard.press("Enter")
    until(lambda: len(sent(fake, "message.send")) == 2, page)
    audiences = [(frame["text"], frame["audience"]) for frame in sent(fake, "message.send")]
    assert audiences == [("Do you know him?", "agents"), ("Hello Max", "everyone")]
    assert {frame["audience"] for frame in sent(fake, "typing")} == {"agents", "everyone"}


def test_canned_replies_are_found_and_filled_in(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    field = window(page).locator("[part=composer]")
    field.press_sequentially("/h")
    window(page).locator("[part=canned] li").nth(1).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "One moment please, I am looking into it."
    field.fill("")
    field.press_sequentially("/hello")
    window(page).locator("[part=canned] li").wait_for()
    page.keyboard.press("Tab")
    assert field.input_value() == "Good day Max, this is Anton Agent."
    field.fill("and/or")
    assert window(page).locator("[part=canned]").is_hidden()
    assert not sent(fake, "message.send")


def test_a_file_goes_into_the_chat(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    with page.expect_file_chooser() as chooser:
        window(page).locator("[part=attach-file]").click()
    chooser.value.set_files([{"name": "log.txt", "mimeType": "text/plain", "buffer": b"paper jam"}])
    window(page).locator("[part=file]", has_text="log.txt").wait_for()
    until(lambda: chat.entries[-1]["kind"] == "file", page)
    assert chat.entries[-1]["data"]["name"] == "log.txt"


def test_typing_and_reading_are_seen(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    fake.do(fake.bridge.typing(chat, "visitor:Max", True))
    window(page).locator("[part=typing]", has_text="Max is writing").wait_for()
    window(page).locator("[part=composer]").fill("Good morning")
    page.keyboard.press("Enter")
    window(page).locator("[part=mark]:not(.read)").wait_for()
    fake.do(fake.bridge.read(chat, "visitor:Max", len(chat.entries)))
    window(page).locator("[part=mark].read").wait_for()


def test_shortcuts_accept_switch_and_close(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Eva", ["old"], agent="agent:anton")
    fake.bridge.put("Max", ["hello"])
    page = page_of("agent")
    page.locator("chatbridge-icon [part=icon][aria-label^='Chats, 1']").wait_for()
    page.keyboard.press("Alt+Enter")
    page.locator("[part=window].open", has_text="Max").wait_for()
    page.keyboard.press("Alt+PageDown")
    page.locator("[part=window].open", has_text="Eva").wait_for()
    active = "document.querySelector('chatbridge-desk').shadowRoot.activeElement.closest('section').ariaLabel"
    assert page.evaluate(active) == "Chat with Eva"
    page.keyboard.press("Alt+PageDown")
    assert page.evaluate(active) == "Chat with Max"
    page.keyboard.press("Alt+End")
    page.locator("[part=close-dialog]", has_text="Max").wait_for()
    page.keyboard.press("Escape")
    page.locator("[part=close-dialog]").wait_for(state="detached")
    page.keyboard.press("Escape")
    page.locator("[part=window]:not(.open)", has_text="Max").wait_for()


def test_the_archive_finds_and_shows_what_has_ended(page_of: OpenPage, fake: InThread) -> None:
    over = fake.bridge.put("Karla", ["The invoice is wrong"], agent="agent:anton")
    over.state, over.closed = "closed", over.created
    page = page_of("agent")
    icon(page).click()
    page.locator("[part=view-archive]").click()
    page.locator("[part=archive-hit]").wait_for()
    page.locator("[part=archive-text]").fill("nothing of that")
    page.keyboard.press("Enter")
    page.locator("[part=archive-hit]").wait_for(state="detached")
    page.locator("[part=archive-text]").fill("invoice")
    page.keyboard.press("Enter")
    page.locator("[part=archive-hit]").click()
    page.locator("[part=archived-dialog] [part=message]", has_text="The invoice is wrong").wait_for()


def test_a_chat_has_a_window_of_its_own_that_outlives_the_page(page_of: OpenPage, fake: InThread) -> None:
    chat = fake.bridge.put("Max", ["hello"], agent="agent:anton")
    page = page_of("agent")
    opened(page)
    window(page).locator("[part=composer]").fill("half a sen")
    with page.expect_popup() as popup:
        choose(page, "popout")
    alone = popup.value
    alone.locator("[part=message]", has_text="hello").wait_for()
    assert alone.url.endswith("/window.html")
    assert alone.locator("[part=composer]").input_value() == "half a sen"
    assert page.locator("[part=window].open").count() == 0
    assert alone.title() == "Chat with Max"
    page.goto("about:blank")
    alone.reload()
    alone.locator("[part=composer]").fill("I am still here")
    alone.keyboard.press("Enter")
    alone.locator(".message[data-state=sent]", has_text="I am still here").wait_for()
    assert chat.entries[-1]["text"] == "I am still here"


def test_a_window_without_an_opener_shows_nothing(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("agent")
    icon(page).wait_for()
    page.evaluate("window.name = 'chatbridge-x'")
    page.goto(fake.url("agent").replace("agent.html", "chatbridge/widget/window.html"))
    page.wait_for_timeout(500)
    assert page.locator("body").inner_text() == ""
    until(lambda: not fake.bridge.lines, page)


def test_a_hand_over_that_does_not_work_is_given_up_and_made_anew(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.put("Max", ["My printer burns"], agent="agent:anton")
    fake.bridge.handover = "waiting"
    page = page_of("agent")
    opened(page)
    window(page).locator("[part=phone-ticket]").click()
    page.locator("[part=queue]").select_option(label="Raw")
    page.locator("[part=submit]").click()
    window(page).locator("[part=cancel-handover]").click()
    window(page).locator("[part=composer]").wait_for()
    fake.bridge.refuse["handover.request"] = ("handover.unknown", "OTRS may have it.", {})
    window(page).locator("[part=attach]").click()
    page.locator("[part=ticket-list] li").first.click()
    page.locator("[part=submit]").click()
    page.locator("[part=submit]", has_text="Do it anyway").wait_for()
    fake.bridge.refuse.clear()
    fake.bridge.handover = "done"
    page.locator("[part=submit]").click()
    window(page).locator("[data-handover=done]").wait_for()
    assert [frame.get("anyway") for frame in sent(fake, "handover.request")] == [None, None, True]
