"""The chat without a mouse: every step by keys, the focus always seen, and said what one cannot see."""

from __future__ import annotations

import uuid

import pytest

from tests.browser.keyboard import Keyboard
from tests.browser.screens import Agent, Visitor
from tests.browser.trial import Trial

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


@pytest.fixture
def trial():
    """A ``bridge run`` of the test's own: shortcuts go to whoever waits longest, and through all windows."""
    running = Trial().start()
    yield running
    running.stop()


@pytest.fixture
def someone(trial, open_page):
    """Call it with a first name for a visitor of the shop."""

    def someone(name):
        return Visitor(open_page(f"{trial.otrs}/shop"), f"{name} {uuid.uuid4().hex[:6]}")

    return someone


@pytest.fixture
def agent(trial, open_page):
    """Call it with a name for the agent in a page of the stand-in, and the agent's keys."""

    def agent(name):
        page = open_page(f"{trial.otrs}/otrs/index.pl")
        page.get_by_role("button", name=name).click()
        here = Agent(page)
        here.icon.wait_for()
        page.reload()  # a click leaves the focus where it was
        here.icon.wait_for()
        return here, Keyboard(page).listen("chatbridge-desk")

    return agent


@pytest.fixture
def anton(agent):
    """Anton and his keys."""
    return agent("Anton Agent")


def reads_out(conversation):
    """Wait until what comes from now on is read out; what a conversation begins with is not."""
    expect(conversation).to_have_attribute("aria-live", "polite")


def accepted(keys, visitor, text):
    """That visitor's chat, accepted by the shortcut."""
    visitor.ask(text)
    keys.heard(visitor.name)
    keys.press("Alt+Enter")
    keys.on("composer", window=visitor.name)
    reads_out(Agent(keys.page).conversation(visitor.name))


def test_an_agent_reads_a_request_accepts_it_and_answers(anton, someone):
    (here, keys), max_ = anton, someone("Max")
    max_.ask("Does the lamp come with a bulb?")
    keys.heard(max_.name)
    keys.to("icon")
    keys.press("Enter")
    keys.on("accept")
    keys.to("preview")
    keys.press("Enter")
    keys.on("preview-accept")
    expect(here.part("preview-dialog")).to_contain_text("come with a bulb")
    keys.press("Escape")
    keys.on("preview")
    keys.press("Escape")
    keys.on("icon")
    keys.press("Enter")
    keys.to("preview")
    keys.press("Enter")
    keys.on("preview-accept")
    keys.press("Enter")
    keys.on("composer", window=max_.name)
    keys.type("It does.")
    keys.press("Enter")
    expect(max_.conversation).to_contain_text("It does.")
    keys.on("composer", window=max_.name)
    reads_out(here.conversation(max_.name))
    max_.write("Thank you!")
    keys.heard("Thank you!")
    max_.end()
    keys.heard("has ended")
    keys.on("window-head", window=max_.name)
    keys.to("dismiss")
    keys.press("Enter")
    keys.on("icon")


def test_an_agent_goes_between_two_chats_and_makes_their_windows_small(anton, someone):
    (_, keys), max_, eva = anton, someone("Max"), someone("Eva")
    accepted(keys, max_, "I am first")
    accepted(keys, eva, "I am second")
    keys.press("Alt+PageDown")
    keys.on("composer", window=max_.name)
    keys.press("Alt+PageUp")
    keys.on("composer", window=eva.name)
    keys.press("Escape")
    keys.on("window-head", window=eva.name)
    keys.press("Enter")
    keys.on("composer", window=eva.name)
    keys.to("minimize", back=True)
    keys.press("Enter")
    keys.on("window-head", window=eva.name)
    keys.press("Alt+PageDown")
    keys.on("composer", window=max_.name)
    keys.type("Hello first")
    keys.press("Enter")
    expect(max_.conversation).to_contain_text("Hello first")
    keys.press("Alt+End")
    keys.to("close-confirm", back=True)
    keys.press("Enter")
    keys.on("window-head", window=max_.name)
    keys.heard("You have ended the chat")


def test_an_agent_sends_a_file_a_note_and_a_canned_reply(anton, someone):
    (here, keys), max_ = anton, someone("Max")
    shortcut = f"hi{uuid.uuid4().hex[:6]}"
    keys.to("icon")
    keys.press("Enter")
    keys.to("view-settings")
    keys.press("Enter")
    keys.to("open-admin")
    keys.press("Enter")
    dialog = here.page.get_by_role("dialog", name="Chat administration")
    expect(dialog).to_be_visible()
    keys.to_label("Canned replies")
    keys.press("Enter")
    keys.to_label("New reply")
    keys.press("Enter")
    keys.to_label("Shortcut")
    keys.type(shortcut)
    keys.to_label("Text")
    keys.type("Hello {customer}!")
    keys.to_label("Save")
    keys.press("Enter")
    expect(dialog.get_by_role("button", name=f"/{shortcut}")).to_be_visible()
    keys.press("Escape")
    keys.on("icon")

    accepted(keys, max_, "Is anybody there?")
    keys.type(f"/{shortcut}")
    expect(here.window(max_.name).get_by_role("listbox")).to_be_visible()
    keys.press("Enter")
    keys.on("composer", window=max_.name)
    expect(here.draft(max_.name)).to_have_value(f"Hello {max_.name}!")
    keys.press("Enter")
    expect(max_.conversation).to_contain_text(f"Hello {max_.name}!")

    with here.page.expect_file_chooser() as chooser:
        keys.to("attach-file", back=True)
        keys.press("Enter")
    chooser.value.set_files({"name": "price.txt", "mimeType": "text/plain", "buffer": b"12 Euro"})
    keys.on("composer", window=max_.name)
    keys.heard("price.txt")
    expect(max_.conversation).to_contain_text("price.txt")

    keys.to("internal", back=True)
    keys.press("Space")
    keys.on("composer", window=max_.name)
    assert keys.focus["label"] == "Write to the agents only"
    keys.type("He is new")
    keys.press("Enter")
    expect(here.conversation(max_.name)).to_contain_text("He is new")
    keys.to("internal", back=True)
    keys.press("Space")
    keys.type("Here is the price")
    keys.press("Enter")
    expect(max_.conversation).to_contain_text("Here is the price")
    expect(max_.conversation).not_to_contain_text("He is new")


def test_an_agent_brings_a_colleague_in(anton, agent, someone):
    (here, keys), (cem, _), max_ = anton, agent("Cem Can"), someone("Max")
    accepted(keys, max_, "Who knows the old lamps?")
    keys.to("menu", back=True)
    keys.press("Enter")
    assert keys.focus["action"] == "invite"
    keys.press("Escape")
    keys.on("menu", window=max_.name)
    keys.press("ArrowDown", "Enter")
    keys.on("agent")
    keys.type("Cem")
    expect(here.part("agent-list").get_by_role("option")).to_have_count(1)
    keys.heard("1 hit")
    keys.press("ArrowDown")
    keys.to("as-participant")
    keys.press("Enter")
    keys.on("composer", window=max_.name)
    keys.heard("Cem Can")
    cem.accept(max_.name)
    keys.heard("Cem Can has joined")

    keys.to("menu", back=True)
    keys.press("Enter")
    keys.to("menu-list", action="hand_to")
    keys.press("Enter")
    keys.on("agent")
    keys.press("Escape")
    keys.on("composer", window=max_.name)
    keys.to("menu", back=True)
    keys.press("Enter")
    keys.to("menu-list", action="leave")
    keys.press("Enter")
    keys.on("icon")
    cem.close(max_.name)


def test_an_agent_puts_the_chat_on_a_ticket(anton, someone):
    (_, keys), max_ = anton, someone("Max")
    accepted(keys, max_, "It is about my lamp")
    keys.to("attach", back=True)
    keys.press("Enter")
    keys.on("ticket")
    keys.heard("hits")
    keys.press("Escape")
    keys.on("composer", window=max_.name)
    keys.to("attach", back=True)
    keys.press("Enter")
    keys.on("ticket")
    keys.heard("hits")
    keys.press("ArrowDown", "Enter")
    keys.heard("The chat is on ticket")
    assert keys.focus["window"] == f"Chat with {max_.name}"
    keys.to("ticket-link", back=keys.focus["part"] == "composer")


def test_an_agent_walks_through_the_panels(anton, agent):
    (here, keys), _ = anton, agent("Cem Can")
    keys.to("icon")
    keys.press("Enter")
    keys.to("view-people")
    keys.press("Enter")
    keys.to("people-search")
    keys.type("Cem")
    expect(here.part("people-agents").locator("[part=person]")).to_have_count(1)
    keys.to("start-chat")
    keys.press("Enter")
    keys.on("start-text")
    keys.press("Escape")
    keys.on("start-chat")

    keys.to("view-archive", back=True)
    keys.press("Enter")
    keys.to("archive-text")
    keys.type("nothing has these words")
    keys.press("Enter")
    keys.heard("Nothing found")
    keys.on("archive-text")

    keys.to("view-settings", back=True)
    keys.press("Enter")
    keys.to("available-external")
    keys.press("ArrowUp")
    keys.on("available-internal")
    keys.heard("internal")
    keys.press("ArrowDown")
    keys.on("available-external")
    keys.heard("external")
    keys.to("sound")
    keys.press("Space")
    expect(here.part("sound")).not_to_be_checked()
    keys.press("Space")
    keys.to("view-help", back=True)
    keys.press("Enter")
    keys.press("Escape")
    keys.on("icon")


def test_a_visitor_asks_writes_and_ends(agent, someone):
    (cem, _), max_ = agent("Cem Can"), someone("Max")
    keys = Keyboard(max_.page)
    keys.to("bubble")
    keys.press("Enter")
    keys.on("name")
    keys.listen("chatbridge-widget")
    keys.type(max_.name)
    keys.to("first-message")
    keys.type("Do you repair lamps?")
    keys.to("start")
    keys.press("Enter")
    expect(max_.part("place")).to_contain_text("You are")
    keys.on("composer")
    reads_out(max_.conversation)
    cem.accept(max_.name)
    keys.heard("has joined")
    cem.write(max_.name, "We do")
    keys.heard("We do")
    keys.on("composer")
    keys.type("Thank you")
    keys.press("Enter")
    expect(cem.conversation(max_.name)).to_contain_text("Thank you")
    keys.press("Escape")
    keys.on("bubble")
    keys.press("Enter")
    keys.on("composer")
    keys.to("end", back=True)
    keys.press("Enter")
    keys.to("end-confirm")
    keys.press("Enter")
    keys.heard("ended")
    keys.on("new-chat")
    keys.press("Enter")
    keys.on("first-message")
