"""Walks on the real Znuny: a customer's chat about a ticket, and what everybody can keep of a chat."""

from __future__ import annotations

import pytest

from tests.transcripts.glyphs import text_of

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]


@pytest.fixture
def lamp(cast):
    """Carla's ticket: TicketID and number."""
    cast.system.znuny.add_ticket("Lamp flickers", "carla")
    return max(cast.tickets("Lamp flickers"))


def test_a_customer_chats_about_a_ticket_and_the_chat_comes_onto_it(cast, lamp):
    ticket_id, number = lamp
    anna = cast.agent("anna", external=True)
    carla = cast.customer("carla", page=f"Action=CustomerTicketZoom;TicketNumber={number}")
    carla.page.get_by_role("button", name="Chat about this ticket").click()
    expect(carla.part("about")).to_contain_text(number)
    carla.part("first-message").fill("It still flickers")
    carla.part("start").click()
    anna.accept("Carla Customer")
    about = anna.window("Carla Customer").get_by_role("link", name=number)
    expect(about).to_have_attribute(
        "href", f"{cast.system.znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket_id}"
    )
    anna.write("Carla Customer", "Somebody comes tomorrow")
    expect(carla.conversation).to_contain_text("Somebody comes tomorrow")
    before = len(cast.articles(ticket_id))
    anna.attach_to_ticket("Carla Customer", "Lamp flickers")
    expect(anna.window("Carla Customer")).to_contain_text("The chat is on ticket")
    assert len(cast.articles(ticket_id)) == before + 1
    expect(carla.part("closing")).to_contain_text(number)
    carla.page.reload()
    expect(carla.page.locator(".ArticleChat")).to_contain_text("Somebody comes tomorrow")


def test_agent_customer_and_visitor_save_the_conversation_as_pdf(cast):
    anna = cast.agent("anna", external=True)
    for person in (cast.customer("carla"), cast.visitor()):
        person.ask("Please keep this: Grüße, Привет, 你好")
        anna.accept(person.name)
        anna.write(person.name, "I do.")
        expect(person.conversation).to_contain_text("I do.")
        assert "Привет, 你好" in text_of(anna.pdf(person.name))
        person.end()
        assert "I do." in text_of(person.pdf())
