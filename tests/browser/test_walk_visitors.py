"""Walks on the real Znuny: visitors of a web site, with and without an answer."""

from __future__ import annotations

import re
import time

import pytest

from tests.transcripts.glyphs import text_of

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]


@pytest.fixture
def service_team(cast):
    """Customers and visitors see this instead of agents' names."""
    cast.set_channel(agent_name="Service team", agents_numbered=True)
    yield
    cast.set_channel(agent_name="", agents_numbered=False)


def test_nobody_is_there_and_the_message_becomes_one_ticket(cast):
    max_ = cast.visitor()
    max_.ask(f"{max_.name} has a burning printer")
    max_.part("ticket-email").fill("max@example.com")
    max_.part("ticket-title").fill(f"Printer of {max_.name}")
    max_.part("ticket-send").click()
    expect(max_.part("closing")).to_contain_text("Your ticket number is")
    ((ticket_id, number),) = cast.tickets(f"Printer of {max_.name}")
    expect(max_.part("closing")).to_contain_text(number)
    assert len(cast.articles(ticket_id)) == 1


def test_visitors_wait_in_line_and_one_becomes_a_phone_ticket(cast):
    anna = cast.agent("anna", external=True)
    first, second = cast.visitor(), cast.visitor()
    first.ask("I am the first")
    expect(first.part("place")).to_contain_text("You are next")
    second.ask("I am the second")
    expect(second.part("place")).to_contain_text("You are number 2 in line")
    anna.accept(first.name)
    expect(second.part("place")).to_contain_text("You are next")
    anna.create_phone_ticket(first.name, queue="Raw", title=f"Call of {first.name}")
    expect(anna.window(first.name)).to_contain_text("The chat is on ticket")
    expect(first.part("closing")).to_contain_text("Your ticket number is")
    assert len(cast.tickets(f"Call of {first.name}")) == 1
    second.part("withdraw").click()
    expect(second.part("closing")).to_be_visible()


def test_agents_names_and_lines_of_their_own_stay_hidden_everywhere(cast, service_team, smtp_server):
    anna, max_ = cast.agent("anna", external=True), cast.visitor()
    max_.ask("Who are you?")
    anna.accept(max_.name)
    expect(max_.conversation).to_contain_text("Service team 1 has joined the chat")
    anna.draft(max_.name).press_sequentially("I am")
    expect(max_.part("typing")).to_contain_text("Service team 1 is writing")
    anna.draft(max_.name).press("Enter")
    expect(max_.conversation).to_contain_text("I am")
    expect(max_.page.get_by_role("dialog", name="Service team 1")).to_be_visible()
    anna.write_to_agents(max_.name, "He is new")
    expect(anna.conversation(max_.name)).to_contain_text("He is new")
    anna.create_phone_ticket(max_.name, queue="Raw", title=f"Masked {max_.name}", customer="Carla Customer")
    expect(anna.window(max_.name)).to_contain_text("The chat is on ticket")
    expect(max_.part("closing")).to_be_visible()

    smtp_server.clear()
    address = f"max{time.time_ns()}@example.com"
    max_.ask_for_mail(address)
    expect(max_.part("mail-state")).to_contain_text("open the link")
    (question,) = smtp_server.wait_for(address)
    link = re.search(r"http\S+/chatbridge/\S+", question.get_body(("plain",)).get_content())[0]
    confirm = max_.page.context.new_page()
    confirm.goto(link)
    confirm.get_by_role("button").click()
    expect(max_.part("mail-state")).to_contain_text("Sent to")
    _, mail = smtp_server.wait_for(address, 2)
    (attached,) = mail.iter_attachments()
    bodies = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    for text in [
        max_.part("panel").inner_text(),
        *bodies,
        text_of(attached.get_content()),
        text_of(max_.pdf()),
    ]:
        assert "Service team 1" in text
        assert "Anna" not in text
        assert "He is new" not in text

    ((ticket_id, number),) = cast.tickets(f"Masked {max_.name}")
    carla = cast.customer("carla", page=f"Action=CustomerTicketZoom;TicketNumber={number}")
    expect(carla.page.locator(".ArticleChat")).to_contain_text("Service team 1")
    for hidden in ("Anna", "He is new"):
        expect(carla.page.locator("body")).not_to_contain_text(hidden)
    ((inside,), *_) = sorted(cast.articles(ticket_id), reverse=True)
    anna.page.goto(
        f"{cast.system.znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket_id};ArticleID={inside}"
    )
    expect(anna.page.locator(".ArticleChat")).to_contain_text("He is new")
