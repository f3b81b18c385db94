"""Every click in OTRS is a page load: the chat survives fifty of them, and nobody notices."""

from __future__ import annotations

import json

import pytest

from tests.browser.clicks import click_through

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]

PAGES = 50
DRAFT = "Please have a look whether the"

# What the head of the visitor's panel has shown since, in turn.
WATCH_HEAD = """() => {
  const root = document.querySelector("chatbridge-widget").shadowRoot;
  const parts = ["#title", "[part=status]", "[part=connection]", "[part=typing]"];
  const text = (element) => element && !element.hidden ? element.textContent : "";
  const shown = () => parts.map((part) => text(root.querySelector(part))).join("|");
  window.heads = [shown()];
  const look = () => { if (shown() !== heads.at(-1)) heads.push(shown()); };
  const everything = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(look).observe(root, everything);
}"""

# Where the window stands, from the right and the bottom of what the page leaves it, and how large it is.
PLACE = """(shown) => {
  const { right, bottom, width, height } = shown.getBoundingClientRect();
  return [document.documentElement.clientWidth - right, innerHeight - bottom, width, height].map(Math.round);
}"""


@pytest.fixture
def anna(cast):
    return cast.agent("anna", external=True)


@pytest.fixture
def people_of_anton(cast, anna):
    """Anton's socket: he has People open, and Anna is green there."""
    line = cast.line("agent", "anton")
    if "green" not in circles_of("anna", line.ask("people.follow")):
        line.until(lambda message: "green" in circles_of("anna", message))
    yield line
    line.close()


def circles_of(login, message):
    """What this message says of that agent, if it is about people."""
    shown = message.get("upsert", message)
    if message["type"] not in ("result", "people.delta") or "agents" not in shown:
        return []
    gone = ["gone"] if f"agent:{login}" in message.get("remove", []) else []
    return [agent["circle"] for agent in shown["agents"] if agent["login"] == login] + gone


def test_fifty_page_changes_lose_nothing_and_nobody_notices(cast, anna, people_of_anton):
    max_ = cast.visitor()
    received = []

    def listen(socket):
        socket.on("framereceived", lambda frame: received.append(json.loads(frame)))

    max_.page.on("websocket", listen)
    max_.ask("Message 0")
    anna.accept(max_.name)
    expect(anna.conversation(max_.name)).to_contain_text("Message 0")
    anna.draft(max_.name).fill(DRAFT)
    window = anna.window(max_.name)
    place = window.evaluate(PLACE)
    expect(max_.page.get_by_role("heading", name="Anna Agent")).to_be_visible()
    expect(max_.part("typing")).to_be_hidden()  # Anna has written nothing for a while
    max_.page.evaluate(WATCH_HEAD)
    received.clear()
    people_of_anton.events.clear()

    written = ["Message 0"]
    for number in click_through(anna.page, PAGES):
        expect(anna.draft(max_.name)).to_have_value(DRAFT)
        assert window.evaluate(PLACE) == place, anna.page.url
        people_of_anton.ask("activity")  # and takes in what has arrived
        if number % 5 == 0:
            written.append(f"Message {number}")
            max_.write(written[-1])  # the next page comes while it is on its way

    expect(window.locator("[part=message]")).to_have_text(written)
    anna.draft(max_.name).press("Enter")
    expect(max_.conversation).to_contain_text(DRAFT)

    people_of_anton.ask("activity")
    told = [circle for message in people_of_anton.events for circle in circles_of("anna", message)]
    assert set(told) <= {"green"}
    heads = max_.page.evaluate("window.heads")
    assert len(heads) == 1, heads
    views = [message["chat"] for message in received if message["type"] == "chat"]
    assert all(person["present"] for view in views for person in view["participants"])
