"""What people see and do, in words: the widget's parts by the names that a screen reader would say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_WORDS = {
    "en": {
        "open": "Open chat",
        "your name": "Your name",
        "your message": "Your message",
        "start": "Start chat|Leave a message",
        "write": "Write a message",
        "accept": "Accept the chat with {name}",
        "window": "Chat with {name}",
        "phone ticket": "Create phone ticket",
        "queue": "Queue",
        "title": "Title",
        "customer": "Customer",
        "attach": "Attach to ticket",
        "show ticket": "Show ticket",
    },
    "de": {
        "open": "Chat öffnen",
        "your name": "Ihr Name",
        "your message": "Ihre Nachricht",
        "start": "Chat beginnen|Nachricht hinterlassen",
        "write": "Nachricht schreiben",
        "accept": "Annehmen: Chat mit {name}",
        "window": "Chat mit {name}",
        "phone ticket": "Telefon-Ticket erstellen",
        "queue": "Queue",
        "title": "Titel",
        "customer": "Kunde",
        "attach": "An Ticket anhängen",
        "show ticket": "Ticket anzeigen",
    },
}


class Visitor:
    """Somebody on a web page (or a customer in the portal) with the chat's bubble."""

    def __init__(self, page: Page, name: str, language: str = "en") -> None:
        self.page = page
        self.name = name
        self._words = _WORDS[language]

    def ask(self, text: str) -> None:
        """Open the bubble and ask for a chat; who is not known yet gives a name."""
        self.page.get_by_role("button", name=self._words["open"]).click()
        message = self.page.get_by_label(self._words["your message"])
        message.fill(text)
        name = self.page.get_by_label(self._words["your name"])
        if name.is_visible():
            name.fill(self.name)
        self.page.get_by_role("button", name=re.compile(self._words["start"])).click()

    def write(self, text: str) -> None:
        """Write into the chat and send with Enter."""
        _send(self.page.get_by_role("textbox", name=self._words["write"]), text)

    @property
    def conversation(self) -> Locator:
        """What was said."""
        return self.page.get_by_role("log")


class Agent:
    """An agent in a page of OTRS. ``name`` is always that of the person whom the chat is with."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page = page
        self._words = _WORDS[language]

    @property
    def icon(self) -> Locator:
        """The chat's icon in the toolbar; its name tells how many requests wait."""
        return self.page.get_by_role("button", name=re.compile(r"^Chats,"))

    def request_of(self, name: str) -> Locator:
        """The button in the list of requests that accepts."""
        return self.page.get_by_role("button", name=self._words["accept"].format(name=name))

    def accept(self, name: str) -> None:
        """Accept the request of that person from the list."""
        self.icon.click()
        self.request_of(name).click()

    def window(self, name: str) -> Locator:
        """The chat window with that person."""
        return self.page.get_by_role("region", name=self._words["window"].format(name=name))

    def draft(self, name: str) -> Locator:
        """Where the agent writes to that person."""
        return self.window(name).get_by_role("textbox", name=self._words["write"])

    def write(self, name: str, text: str) -> None:
        """Write into the chat with that person and send with Enter."""
        _send(self.draft(name), text)

    def conversation(self, name: str) -> Locator:
        """What was said."""
        return self.window(name).get_by_role("log")

    def create_phone_ticket(self, name: str, *, queue: str, title: str, customer: str = "") -> None:
        """Fill in the dialog and create the ticket."""
        self.fill_phone_ticket(name, queue=queue, title=title, customer=customer)
        self.submit_phone_ticket()

    def open_phone_ticket(self, name: str) -> None:
        """Open the dialog."""
        self.window(name).get_by_role("button", name=self._words["phone ticket"]).click()

    def fill_phone_ticket(self, name: str, *, queue: str, title: str, customer: str = "") -> None:
        """Open the dialog and fill it in."""
        self.open_phone_ticket(name)
        dialog = self._dialog("phone ticket")
        dialog.get_by_label(self._words["queue"]).select_option(label=queue)
        dialog.get_by_label(self._words["title"]).fill(title)
        if customer:
            dialog.get_by_role("combobox", name=self._words["customer"]).fill(customer)
            dialog.get_by_role("option", name=customer).click()

    def submit_phone_ticket(self) -> None:
        """Create the ticket that is filled in."""
        self._dialog("phone ticket").get_by_role("button", name=self._words["phone ticket"]).click()

    def attach_to_ticket(self, name: str, title: str) -> None:
        """Put the chat on the ticket with that title."""
        self.window(name).get_by_role("button", name=self._words["attach"]).click()
        dialog = self._dialog("attach")
        dialog.get_by_text(title).first.click()
        dialog.get_by_role("button", name=self._words["attach"]).click()

    @property
    def ticket_link(self) -> Locator:
        """The link to the ticket that the chat is on."""
        return self.page.get_by_role("link", name=self._words["show ticket"])

    def _dialog(self, words: str) -> Locator:
        return self.page.get_by_role("dialog", name=self._words[words])


def _send(box: Locator, text: str) -> None:
    box.fill(text)
    box.press("Enter")
