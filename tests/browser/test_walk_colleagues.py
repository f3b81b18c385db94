"""Walks on the real Znuny: several agents in one chat, files, canned replies and the archive."""

from __future__ import annotations

import pytest

from tests.widget.test_visitor_ways import PICTURE

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]


def test_a_colleague_observes_takes_part_and_gets_the_chat(cast):
    max_, anna, anton = cast.visitor(), cast.agent("anna"), cast.agent("anton")
    max_.ask("Two heads are better")
    anton.accept(max_.name)
    anton.invite(max_.name, "Anna Agent", "observer")
    anna.accept(max_.name)
    expect(anna.conversation(max_.name)).to_contain_text("Two heads are better")
    expect(anna.draft(max_.name)).to_be_hidden()
    expect(anton.window(max_.name).locator("[part=facts]")).to_contain_text("Anna Agent (Beobachter")
    expect(max_.part("panel")).not_to_contain_text("Anna")

    anna.choose(max_.name, "participate")
    expect(max_.conversation).to_contain_text("Anna Agent has joined the chat")
    anna.write(max_.name, "I can help")
    anton.write(max_.name, "So can I")
    for words in ("I can help", "So can I"):
        expect(max_.conversation).to_contain_text(words)

    anton.choose(max_.name, "leave")
    expect(max_.conversation).to_contain_text("Anton Agent has left the chat")
    anna.window(max_.name).locator("[part=menu]").click()
    expect(anna.window(max_.name).locator("[data-action=invite]")).to_be_visible()
    expect(anna.window(max_.name).locator("[data-action=leave]")).to_have_count(0)
    anna.page.keyboard.press("Escape")

    anna.invite(max_.name, "Anton Agent")
    anton.accept(max_.name)
    expect(anna.part("window")).to_have_count(0)
    anton.write(max_.name, "Now it is mine")
    expect(max_.conversation).to_contain_text("Now it is mine")


def test_files_go_both_ways_and_onto_the_ticket(cast):
    max_, anna = cast.visitor(), cast.agent("anna")
    max_.ask("A picture says more")
    anna.accept(max_.name)
    max_.attach("drum.png", PICTURE, "image/png")
    expect(anna.window(max_.name).locator(".file img")).to_be_visible()
    anna.attach_file(max_.name, "manual.txt", b"Turn it off and on", "text/plain")
    sent = max_.page.locator(".file", has_text="manual.txt")
    with max_.page.expect_download() as download:
        sent.locator("[part=file]").click()
    assert download.value.path().read_bytes() == b"Turn it off and on"
    anna.create_phone_ticket(max_.name, queue="Raw", title=f"Files of {max_.name}")
    expect(anna.window(max_.name)).to_contain_text("The chat is on ticket")
    ((ticket_id, _),) = cast.tickets(f"Files of {max_.name}")
    attached = cast.attachments(ticket_id)
    assert sorted(name for name, _ in attached if name in {"drum.png", "manual.txt"}) == [
        "drum.png",
        "manual.txt",
    ]
    anna.ticket_link.click()
    expect(anna.page.locator("body")).to_contain_text("manual.txt")


def test_a_canned_reply_is_found_by_its_first_letters(cast):
    line = cast.line("agent", "anna")
    channel = line.event("me")["channels_permitted"][0]["id"]
    saved = line.ask(
        "canned.save", reply=None, shortcut="hello", text="Hello {customer}, how can I help?", channel=channel
    )
    assert saved["type"] == "result", saved
    max_, anna = cast.visitor(), cast.agent("anna")
    max_.ask("Is anybody there?")
    anna.accept(max_.name)
    anna.draft(max_.name).press_sequentially("/hel")
    expect(anna.part("canned")).to_contain_text("how can I help?")
    anna.page.keyboard.press("Enter")
    expect(anna.draft(max_.name)).to_have_value(f"Hello {max_.name}, how can I help?")
    anna.page.keyboard.press("Enter")
    expect(max_.conversation).to_contain_text(f"Hello {max_.name}, how can I help?")
    line.ask("canned.delete", reply=saved["reply"]["id"])
    line.close()


def test_the_archive_finds_a_chat_for_those_who_have_the_channel(cast):
    max_, anna = cast.visitor(), cast.agent("anna")
    max_.ask("The zebra printer stripes everything")
    anna.accept(max_.name)
    anna.write(max_.name, "Give it a rest")
    anna.close(max_.name)
    expect(max_.part("closing")).to_be_visible()
    for login, found in (("anton", 1), ("berta", 0)):
        agent = cast.agent(login)
        agent.turn_to("archive")
        agent.part("archive-person").fill(max_.name)
        agent.part("archive-text").fill("zebra printer")
        agent.page.keyboard.press("Enter")
        if not found:
            expect(agent.part("archive-hits").locator("..")).to_contain_text("Nothing found")
        expect(agent.part("archive-hit")).to_have_count(found)
