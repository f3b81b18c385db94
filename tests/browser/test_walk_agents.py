"""Walks on the real Znuny: agents ask each other and customers, and people see who is there."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.transcripts.glyphs import text_of

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]


def test_an_agent_asks_a_colleague_by_the_icon_in_people(cast):
    anna, anton = cast.agent("anna"), cast.agent("anton")
    anton.start_chat(anton.in_people_box("anna"), "Do you have a minute?")
    expect(anton.window("Anna Agent").locator("[data-handover=pending]")).to_be_visible()
    expect(anna.icon).to_have_accessible_name(re.compile("1 request"))
    anna.accept("Anton Agent")
    expect(anna.conversation("Anton Agent")).to_contain_text("Do you have a minute?")
    anna.draft("Anton Agent").press_sequentially("Of course")
    expect(anton.window("Anna Agent").locator("[part=typing]")).to_contain_text("Anna Agent")
    anna.draft("Anton Agent").press("Enter")
    expect(anton.conversation("Anna Agent")).to_contain_text("Of course")
    expect(anton.window("Anna Agent").locator("[part=typing]")).to_be_hidden()
    anton.write("Anna Agent", "Then come over")
    expect(anna.conversation("Anton Agent")).to_contain_text("Then come over")
    anton.close("Anna Agent")
    expect(anna.window("Anton Agent").locator("[data-handover=ended]")).to_be_visible()


def test_people_see_who_is_there_and_why_not(cast):
    anna, anton = cast.agent("anna"), cast.agent("anton")
    line = anton.in_people_box("anna")
    expect(line).to_contain_text("interne Chats")
    anna.turn_to("settings")
    anna.part("available-none").check()
    expect(line).to_contain_text("nicht verfügbar")
    expect(line.locator("[part=start-chat]")).to_have_count(0)
    max_ = cast.visitor()
    max_.part("bubble").click()
    expect(max_.part("start-form")).to_contain_text("Nobody is there right now")
    anna.part("available-external").check()
    anna.part("channels").get_by_role("checkbox").first.check()
    expect(line).to_contain_text("interne und externe Chats")
    expect(line.locator("[part=start-chat]")).to_be_visible()
    other = cast.visitor()
    other.part("bubble").click()
    expect(other.part("start")).to_have_text("Start chat")


def test_a_customer_accepts_what_an_agent_asks_and_makes_a_ticket_of_it(cast, smtp_server):
    parcel = f"Parcel {uuid.uuid4().hex[:6]}"
    carla, anton = cast.customer("carla"), cast.agent("anton")
    carla_in_people = anton.in_people_box("carla", "customers")
    anton.start_chat(carla_in_people, "Your parcel came back. What shall we do?")
    expect(carla.part("invitation")).to_contain_text("Your parcel came back")
    carla.accept()
    carla.write("Please send it to the office")
    expect(anton.conversation("Carla Customer")).to_contain_text("to the office")
    anton.write("Carla Customer", "It leaves today")
    expect(carla.conversation).to_contain_text("It leaves today")
    carla.end()

    smtp_server.clear()
    carla.ask_for_mail()
    expect(carla.part("mail-state")).to_contain_text("Sent to")
    (mail,) = smtp_server.wait_for("carla@example.com")
    (attached,) = mail.iter_attachments()
    assert "It leaves today" in text_of(attached.get_content())

    carla.make_ticket(parcel)
    expect(carla.part("closing")).to_contain_text("Your ticket number is")
    ((_, number),) = cast.tickets(parcel)
    carla.page.goto(f"{cast.system.znuny.url}/customer.pl?Action=CustomerTicketZoom;TicketNumber={number}")
    expect(carla.page.locator(".ArticleChat")).to_contain_text("Please send it to the office")


def test_a_customer_declines_what_an_agent_asks(cast):
    carla, anton = cast.customer("carla"), cast.agent("anton")
    anton.start_chat(anton.in_people_box("carla", "customers"), "Do you have a minute?")
    carla.part("invitation").locator("[part=invitation-decline]").click()
    expect(carla.part("invitation")).to_be_hidden()
    expect(anton.conversation("Carla Customer")).to_contain_text("Carla Customer hat den Chat abgelehnt")
    expect(anton.window("Carla Customer")).to_have_attribute("data-state", "closed")
