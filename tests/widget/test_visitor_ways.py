"""The ways of visitors and customers: lists, requests of agents, waiting, tickets, files, the end."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from tests.patience import until
from tests.widget.fake_bridge import InThread
from tests.widget.fake_chat import Chat
from tests.widget.test_visitor_page import accept, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
OpenPage = Callable[..., "Page"]
NOTE = {"name": "<b>note</b>.txt", "mimeType": "text/plain", "buffer": b"hello"}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def chat_of(fake: InThread) -> Chat:
    return next(iter(fake.bridge.chats.values()))


def sent(fake: InThread, kind: str) -> list[dict[str, Any]]:
    return [frame for frame in fake.bridge.received if frame["type"] == kind]


def end(page: Page) -> None:
    page.locator("[part=end]").click()
    page.locator("[part=end-confirm]").click()
    page.locator("[part=closing]").wait_for()


# The list


def test_ended_conversations_are_listed_and_can_be_read(page_of: OpenPage, fake: InThread) -> None:
    for number in range(5):
        chat = fake.bridge.put("Carla Customer", [f"question {number}"], kind="customer", minutes=9 - number)
        chat.people[0]["who"] = chat.owner = "customer:carla"
        chat.state, chat.closed = "closed", chat.created
    page = page_of("customer")
    page.locator("[part=bubble]").click()
    page.locator("[part=back]").click()
    page.locator("[part=home] [part=chat]").nth(2).wait_for()
    page.locator("[part=more-chats]").click()
    page.locator("[part=home] [part=chat]").nth(4).wait_for()
    page.locator("[part=chat]", has_text="question 3").click()
    page.locator("[part=message]", has_text="question 3").wait_for()
    page.locator("[part=closing]").wait_for()
    page.locator("[part=back]").click()
    page.locator("[part=chat]", has_text="question 0").wait_for()


def test_only_one_conversation_is_open_at_a_time(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    page.locator("[part=back]").click()
    page.locator("[part=home] [part=chat]", has_text="Waiting").wait_for()
    assert page.locator("[part=new-chat]").is_hidden()
    page.locator("[part=home] [part=chat]").click()
    page.locator("[part=withdraw]").wait_for()


# An agent asks


def test_an_agents_request_pops_up_and_is_accepted(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("customer")
    page.locator("chatbridge-widget[data-available=yes]").wait_for(state="attached")
    fake.do(fake.bridge.ask_customer("carla", "Anton", "Is your printer well again?"))
    toast = page.locator("[part=invitation]")
    toast.get_by_text("Anton Agent would like to chat with you").wait_for()
    toast.get_by_text("Is your printer well again?").wait_for()
    page.locator("[part=badge]", has_text="1").wait_for()
    toast.get_by_role("button", name="Accept").click()
    page.locator("[part=conversation][data-state=active]").wait_for()
    page.locator("[part=composer]").fill("It is")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sent]", has_text="It is").wait_for()


def test_an_agents_request_is_declined(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("customer")
    page.locator("chatbridge-widget[data-available=yes]").wait_for(state="attached")
    chat = fake.do(fake.bridge.ask_customer("carla", "Anton", "Have you got a minute?"))
    page.locator("[part=invitation]").get_by_role("button", name="Decline").click()
    page.locator("[part=invitation]").wait_for(state="hidden")
    assert chat.people[1]["role"] == "declined"


def test_an_agents_request_that_is_withdrawn_leaves(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("customer")
    page.locator("chatbridge-widget[data-available=yes]").wait_for(state="attached")
    chat = fake.do(fake.bridge.ask_customer("carla", "Anton", "Have you got a minute?"))
    page.locator("[part=invitation]").wait_for()
    fake.do(fake.bridge.tell_gone(chat))
    page.locator("[part=invitation]").wait_for(state="hidden")
    page.locator("[part=bubble]").click()
    page.locator("[part=start-form]").wait_for()


# Waiting, and tickets


def test_the_place_in_line_and_a_ticket_instead(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page, "My printer is on fire")
    chat = chat_of(fake)
    fake.do(fake.bridge.stand(chat, 3, 200, offer=False))
    page.locator("[part=place]", has_text="number 3 in line. About 4 minutes.").wait_for()
    assert page.locator("[part=ticket-offer]").is_hidden()
    fake.do(fake.bridge.stand(chat, 1, None, offer=True))
    page.locator("[part=place]", has_text="You are next.").wait_for()
    page.locator("[part=ticket-offer]").click()
    page.locator("[part=ticket-send]").click()
    page.locator("[part=ticket-form] .error", has_text="e-mail").wait_for()
    page.locator("[part=ticket-email]").fill("max@example.com")
    page.locator("[part=ticket-send]").click()
    page.locator("[part=closing]", has_text="2026112210000094").wait_for()
    (asked,) = sent(fake, "ticket.request")
    assert (asked["name"], asked["email"], asked["title"]) == ("Max", "max@example.com", None)


def test_a_ticket_that_otrs_refuses_can_be_asked_for_again(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("customer")
    page.locator("[part=bubble]").click()
    page.locator("[part=first-message]").fill("Where is my parcel?")
    page.locator("[part=start]").click()
    page.locator("[part=withdraw]").click()
    fake.bridge.handover = "failed"
    page.locator("[part=make-ticket]").click()
    assert page.locator("[part=ticket-email]").count() == 0
    page.locator("[part=ticket-send]").click()
    page.locator("[part=closing]", has_text="could not be created").wait_for()
    fake.bridge.handover = "done"
    page.locator("[part=make-ticket]").click()
    page.locator("[part=ticket-send]").click()
    page.locator("[part=closing]", has_text="2026112210000094").wait_for()
    first, second = sent(fake, "ticket.request")
    assert first["handover"] != second["handover"]


def test_when_nobody_is_there_a_message_becomes_a_ticket(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.available = False
    fake.bridge.channels[0]["available"] = False
    page = page_of("visitor")
    page.get_by_role("button", name="nobody is there right now").click()
    page.get_by_role("heading", name="Nobody is there right now").wait_for()
    page.locator("[part=name]").fill("Max")
    page.locator("[part=first-message]").fill("Please call me")
    page.locator("[part=start]").click()
    page.locator("[part=ticket-email]:focus").fill("max@example.com")
    page.keyboard.press("Enter")
    page.locator("[part=closing]", has_text="2026112210000094").wait_for()


def test_while_the_form_is_open_somebody_comes(page_of: OpenPage, fake: InThread) -> None:
    fake.bridge.available = False
    fake.bridge.channels[0]["available"] = False
    page = page_of("visitor")
    page.clock.install()
    with page.expect_response("**/availability"):
        page.get_by_role("button", name="nobody is there right now").click()
    page.locator("[part=start]", has_text="Leave a message").wait_for()
    fake.bridge.available = True
    fake.bridge.channels[0]["available"] = True
    with page.expect_response("**/availability"):
        page.clock.run_for(20_000)
    page.locator("[part=start]", has_text="Start chat").wait_for()


def test_a_chat_about_the_pages_ticket(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("ticket")
    page.get_by_role("button", name="Chat about this ticket").click()
    page.locator("[part=about]", has_text="2026112210000041").wait_for()
    page.locator("[part=first-message]").fill("Any news?")
    page.locator("[part=start]").click()
    page.locator("[part=withdraw]").wait_for()
    assert chat_of(fake).about == {"number": "2026112210000041"}
    box = page.locator("[part=bubble]").bounding_box()
    assert box
    assert box["x"] == 16


# The conversation


def test_who_writes_and_what_was_read(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    chat = chat_of(fake)
    page.locator("[part=conversation][data-state=active]").wait_for()
    fake.do(fake.bridge.typing(chat, "agent:anton", True))
    page.locator("[part=typing]", has_text="Anton Agent is writing").wait_for()
    fake.do(fake.bridge.say(chat, "agent:anton", "Good morning"))
    page.locator("[part=typing]").wait_for(state="hidden")
    until(lambda: chat.people[0]["read_seq"] == len(chat.entries), page)
    page.locator("[part=composer]").press_sequentially("Hello")
    page.keyboard.press("Enter")
    page.locator("[part=mark]", has_text="Delivered").last.wait_for()
    fake.do(fake.bridge.read(chat, "agent:anton", len(chat.entries)))
    page.locator("[part=mark].read", has_text="Read").last.wait_for()
    assert [frame["on"] for frame in sent(fake, "typing")] == [True, False]


def test_a_picture_is_sent_and_shown(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    page.locator("[part=attach-file]").wait_for()
    picture = {"name": "drum.png", "mimeType": "image/png", "buffer": PICTURE}
    page.locator(".composer input[type=file]").set_input_files(picture)
    page.locator(".message[data-state=sent] .file img").wait_for()
    assert [body for _, body in fake.bridge.files.values()] == [PICTURE]
    with page.context.expect_page() as shown:
        page.get_by_role("button", name="Open drum.png").click()
    shown.value.locator("img").wait_for()


def test_a_file_of_a_kind_that_is_refused_says_so_and_can_only_go(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    page.locator("[part=attach-file]").wait_for()
    fake.bridge.refuse_files = (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "file.type")
    page.locator(".composer input[type=file]").set_input_files(NOTE)
    failed = page.locator(".message[data-state=failed]", has_text="Files of this kind are not accepted.")
    failed.get_by_role("button", name="Discard").wait_for()
    assert failed.get_by_role("button", name="Try again").count() == 0
    failed.get_by_role("button", name="Discard").click()
    failed.wait_for(state="detached")


def test_a_file_that_failed_goes_on_another_try(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    page.locator("[part=attach-file]").wait_for()
    fake.bridge.refuse_files = (HTTPStatus.FORBIDDEN, "permission.denied")
    page.locator(".composer input[type=file]").set_input_files(NOTE)
    failed = page.locator(".message[data-state=failed]")
    failed.wait_for()
    fake.bridge.refuse_files = None
    failed.get_by_role("button", name="Try again").click()
    page.locator(".message[data-state=sent]", has_text="<b>note</b>.txt").wait_for()
    with page.expect_download() as download:
        page.locator("[part=file]").click()
    assert download.value.path().read_bytes() == b"hello"
    names = [entry["data"]["name"] for entry in chat_of(fake).entries if entry["kind"] == "file"]
    assert names == ["<b>note</b>.txt"]


def test_only_addresses_of_web_and_mail_become_links(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    text = "see https://example.com/a?b=1, javascript:alert(1) data:text/html,x or help@example.com."
    fake.do(fake.bridge.say(chat_of(fake), "agent:anton", text))
    links = page.locator("[part=message] a")
    links.nth(1).wait_for()
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://example.com/a?b=1",
        "mailto:help@example.com",
    ]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer nofollow"}


# The end


def test_the_conversation_is_sent_by_mail_and_kept_as_pdf(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    accept(fake)
    end(page)
    page.locator("[part=mail]").click()
    page.locator("[part=mail-address]:focus").fill("max@example")
    page.locator("[part=mail-address]").fill("not an address")
    page.locator("[part=mail-submit]").click()
    page.locator("[part=closing] .error", has_text="valid e-mail").wait_for()
    page.locator("[part=mail-address]").fill("max@example.com")
    page.locator("[part=mail-submit]").click()
    page.locator(
        "[part=mail-state]", has_text="open the link that we have sent to max@example.com"
    ).wait_for()
    (asked,) = sent(fake, "mail.send")
    assert (asked["address"], asked["language"]) == ("max@example.com", "en")
    with page.expect_download() as download:
        page.locator("[part=pdf]").click()
    assert download.value.path().read_bytes() == b"%PDF-1.7"
    assert sent(fake, "transcript.link")[0]["format"] == "pdf"


def test_a_mail_that_cannot_be_sent_says_so(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    start(page)
    page.locator("[part=withdraw]").click()
    fake.bridge.refuse["mail.send"] = ("mail.not_configured", "No.", {})
    page.locator("[part=mail]").click()
    page.locator("[part=mail-address]").fill("max@example.com")
    page.locator("[part=mail-submit]").click()
    page.locator("[part=closing] .error", has_text="No mail can be sent").wait_for()


# The page


def test_the_page_is_told_and_can_open_the_chat(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor")
    page.locator("[part=bubble]").wait_for()
    page.evaluate("""() => {
        window.told = [];
        for (const what of ["open", "close", "unread", "available"])
            addEventListener(`chatbridge:${what}`, ({ type, detail }) => told.push([type, detail]));
    }""")
    page.evaluate("document.querySelector('chatbridge-widget').open()")
    page.locator("[part=name]:focus").wait_for()
    page.evaluate("document.querySelector('chatbridge-widget').close()")
    assert [what for what, _ in page.evaluate("told")] == ["chatbridge:open", "chatbridge:close"]


def test_on_a_phone_the_panel_fills_what_the_keyboard_leaves(page_of: OpenPage, fake: InThread) -> None:
    page = page_of("visitor", width=390)
    page.locator("[part=bubble]").click()
    page.locator("[part=start-form]").wait_for()
    page.set_viewport_size({"width": 390, "height": 480})
    whole = {"x": 0, "y": 0, "width": 390, "height": 480}
    until(lambda: page.locator("[part=panel]").bounding_box() == whole, page)
    button = page.locator("[part=start]").bounding_box()
    assert button
    assert button["y"] + button["height"] <= 480
