"""The visitor's side in real pages: storage, hostile pages, broken lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.patience import until
from tests.widget.fake_bridge import InThread

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]
HOSTILE = "<img src=x onerror=\"document.title='broken'\">]]>\u0000<br><b>bold</b> 👩‍👩‍👧 مرحبا"


def start(page: Page, text: str = "Hello") -> None:
    page.locator("[part=bubble]").click()
    page.locator("[part=name]").fill("Max")
    page.locator("[part=first-message]").fill(text)
    page.locator("[part=start]").click()
    page.locator("[part=withdraw]").wait_for()


def messages(page: Page) -> list[str]:
    return page.locator("[part=message]").all_inner_texts()


def accept(fake: InThread) -> None:
    chat = next(iter(fake.bridge.chats.values()))
    fake.bridge.join(chat, "agent:anton", "Anton Agent")
    fake.do(fake.bridge.spread(chat, chat.entries[-1:], changed=True))


def test_nothing_is_stored_or_connected_before_the_first_click(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    page.locator("[part=bubble]").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    assert fake.bridge.received == []
    assert fake.bridge.asked == 1


def test_a_chat_survives_page_loads_and_ends(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    page.locator("[part=composer]").fill("half a")
    page.reload()
    page.locator("[part=conversation][data-state=active]").wait_for()
    assert messages(page) == ["Hello"]
    assert page.locator("[part=composer]").input_value() == "half a"
    page.locator("[part=end]").click()
    page.locator("[part=end-confirm]").click()
    page.locator("[part=new-chat]").click()
    page.locator("[part=start-form]").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.endsWith(':chat')).length") == 0


def test_hostile_text_is_only_text(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    title = page.title()
    start(page, HOSTILE)
    accept(fake)
    chat = next(iter(fake.bridge.chats.values()))
    fake.do(fake.bridge.say(chat, "agent:anton", HOSTILE))
    page.locator("[part=message]").nth(1).wait_for()
    assert messages(page)[0] == HOSTILE.replace("\u0000", "")
    assert page.title() == title
    assert page.locator("[part=message] img, [part=message] b").count() == 0


def test_long_text_is_split_and_too_long_text_is_refused(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page, "word " * 1800)
    page.locator(".message[data-state=sent]").nth(2).wait_for()
    sent = [entry["text"] for entry in next(iter(fake.bridge.chats.values())).entries]
    assert all(len(text) <= 4000 for text in sent)
    assert " ".join(sent).split() == ["word"] * 1800
    page.locator("[part=composer]").fill("x" * 40_001)
    page.locator(".composer .error").wait_for()
    assert page.locator("[part=send]").is_disabled()


def test_nothing_is_lost_or_doubled_when_the_line_breaks(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page, "0")
    accept(fake)
    chat = next(iter(fake.bridge.chats.values()))
    box = page.locator("[part=composer]")
    for number in range(1, 13):
        box.fill(str(number))
        box.press("Enter")
        if number % 4 == 0:
            fake.do(fake.bridge.drop())
            fake.do(fake.bridge.say(chat, "agent:anton", f"meanwhile {number}"))
    page.locator("[part=message]", has_text="meanwhile 12").wait_for()
    page.wait_for_function("""() => document.querySelector("chatbridge-widget").shadowRoot
        .querySelectorAll(".message[data-state=sent]").length === 16""")
    texts = [entry["text"] for entry in chat.entries if entry["kind"] == "message"]
    assert [text for text in texts if text.isdigit()] == [str(number) for number in range(13)]
    assert messages(page) == texts


def test_a_restart_of_the_service_is_not_noticed(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    fake.do(fake.bridge.drop(1012))
    page.locator("[part=composer]").fill("still there")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sent]", has_text="still there").wait_for()


def test_a_page_that_styles_everything_away_has_the_chat(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("hostile")
    box = page.locator("[part=bubble]").bounding_box()
    assert box
    assert (round(box["x"] + box["width"]), round(box["width"])) == (1380, 58)
    start(page)
    form = page.locator("[part=panel]").bounding_box()
    assert form
    assert round(form["width"]) == 384
    colour = "(element) => getComputedStyle(element).color"
    assert page.locator("[part=status]").evaluate(colour) != "rgb(255, 0, 0)"


def test_a_dead_bridge_costs_the_page_nothing(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))
    page.locator("[part=bubble]").wait_for()
    page.route("**/chatbridge/**", lambda route: route.abort())
    page.reload()
    page.wait_for_timeout(300)
    assert page.locator("chatbridge-widget").count() == 0
    assert len(lines) <= 1


def test_the_way_by_keyboard_alone(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    page.locator("[part=bubble]").focus()
    page.keyboard.press("Enter")
    page.locator("[part=name]:focus").wait_for()
    page.keyboard.type("Max")
    page.keyboard.press("Tab")
    page.keyboard.type("Hello")
    page.keyboard.press("Enter")
    page.locator("[part=composer]:focus").wait_for()
    page.keyboard.type("more")
    page.keyboard.press("Enter")
    page.locator("[part=message]", has_text="more").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.part.value") == "bubble"


def test_a_customer_comes_with_the_portals_token_and_renews_it(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.limits["identity_seconds"] = 2
    page = page_of("customer")
    page.locator("[part=bubble]").click()
    page.locator("[part=first-message]:focus").fill("Where is my parcel?")
    assert page.locator("[part=name]").count() == 0
    page.locator("[part=start]").click()
    page.locator("[part=withdraw]").wait_for()
    chat = next(iter(fake.bridge.chats.values()))
    assert chat.owner == "customer:carla"
    tokens: list[str] = []

    def renewed() -> bool:
        tokens[:] = [one["token"] for one in fake.bridge.received if one["type"] in ("hello", "renew")]
        return len(tokens) >= 2

    until(renewed, page)
    assert len(set(tokens)) == len(tokens)


def test_a_logged_out_customer_is_told_so(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.logged_in = False
    page = page_of("customer")
    page.locator("[part=bubble]").click()
    page.locator("[part=connection]", has_text="logged out").wait_for()


def test_a_topic_is_chosen_where_there_are_several(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.channels.append({"id": 2, "name": "Sales", "greeting": "Prices and delivery"})
    page = page_of("visitor")
    page.locator("[part=bubble]").click()
    page.locator("[part=name]").fill("Max")
    page.locator("[part=first-message]").fill("How much is it?")
    page.locator("[part=start]").click()
    page.locator("[part=start-form] .error", has_text="What is it about?").wait_for()
    page.get_by_label("Sales").check()
    page.locator("[part=start]").click()
    page.locator("[part=withdraw]").wait_for()
    assert [chat.channel["name"] for chat in fake.bridge.chats.values()] == ["Sales"]


def test_topics_that_become_known_late_are_asked_for(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.channels.append({"id": 2, "name": "Sales"})
    page = page_of("visitor")
    page.route("**/availability", lambda route: route.abort())
    page.reload()
    page.locator("[part=bubble]").click()
    page.locator("[part=name]").fill("Max")
    page.locator("[part=first-message]").fill("How much is it?")
    page.locator("[part=start]").click()
    page.locator("[part=topics] button", has_text="Sales").click()
    page.locator("[part=withdraw]").wait_for()
    assert [chat.channel["name"] for chat in fake.bridge.chats.values()] == ["Sales"]


def test_why_a_chat_could_not_be_asked_for_is_said(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.refuse["chat.start"] = ("permission.denied", "Not allowed.", {})
    page = page_of("visitor")
    page.locator("[part=bubble]").click()
    page.locator("[part=name]").fill("Max")
    page.locator("[part=first-message]").fill("How much is it?")
    page.locator("[part=start]").click()
    page.locator("[part=start-form] .error:not(:empty)").wait_for()
    assert page.locator("[part=first-message]").input_value() == "How much is it?"
    fake.bridge.refuse.clear()
    page.locator("[part=start]").click()
    page.locator("[part=withdraw]").wait_for()


def test_a_chat_can_be_ended_though_the_question_did_not_load(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("preview")
    page.route("**/visitor/later.js", lambda route: route.abort())
    page.goto(page.url.replace("preview", "visitor"))
    start(page)
    accept(fake)
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[part=end]").click()
    until(lambda: any(frame["type"] == "chat.close" for frame in fake.bridge.received), page)
