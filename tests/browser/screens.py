"""What people see and do, in words: the widget's parts by the names that a screen reader would say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Visitor:
    """Somebody on a web page (or a customer in the portal) with the chat's bubble."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name

    def ask(self, text: str) -> None:
        """Open the bubble and ask for a chat; who is not known yet gives a name."""
        self.page.get_by_role("button", name="Open chat").click()
        message = self.page.get_by_label("Your message")
        message.fill(text)
        if self.page.get_by_label("Your name").is_visible():
            self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_role("button", name="Start chat").click()

    def write(self, text: str) -> None:
        """Write into the chat and send with Enter."""
        box = self.page.get_by_role("textbox", name="Write a message")
        box.fill(text)
        box.press("Enter")

    @property
    def conversation(self) -> Locator:
        """The conversation."""
        return self.page.get_by_role("log")


class Agent:
    """An agent in a page of OTRS."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def icon(self) -> Locator:
        """The chat's icon in the toolbar; its name tells how many requests wait."""
        return self.page.get_by_role("button", name=re.compile(r"^Chats,"))

    def accept(self, name: str) -> None:
        """Accept the request of that person from the list."""
        self.icon.click()
        self.page.get_by_role("button", name=f"Accept the chat with {name}").click()

    def window(self, name: str) -> Locator:
        """The chat window with that person."""
        return self.page.get_by_role("region", name=f"Chat with {name}")

    def write(self, name: str, text: str) -> None:
        """Write into the chat with that person and send with Enter."""
        box = self.window(name).get_by_role("textbox", name="Write a message")
        box.fill(text)
        box.press("Enter")

    def conversation(self, name: str) -> Locator:
        """The conversation with that person."""
        return self.window(name).get_by_role("log")

    def create_phone_ticket(self, name: str, *, queue: str, title: str, customer: str = "") -> None:
        """Fill in the dialog and create the ticket."""
        self.fill_phone_ticket(name, queue=queue, title=title, customer=customer)
        self.submit_phone_ticket()

    def open_phone_ticket(self, name: str) -> None:
        """Open the dialog."""
        self.window(name).get_by_role("button", name="phone ticket").click()

    def fill_phone_ticket(self, name: str, *, queue: str, title: str, customer: str = "") -> None:
        """Open the dialog and fill it in."""
        self.open_phone_ticket(name)
        dialog = self._phone_ticket
        dialog.get_by_label("Queue").select_option(label=queue)
        dialog.get_by_label("Title").fill(title)
        if customer:
            dialog.get_by_role("combobox", name="Customer").fill(customer)
            dialog.get_by_role("option", name=customer).click()

    def submit_phone_ticket(self) -> None:
        """Create the ticket that is filled in."""
        self._phone_ticket.get_by_role("button", name="Create phone ticket").click()

    @property
    def _phone_ticket(self) -> Locator:
        return self.page.get_by_role("dialog", name="Create phone ticket")
