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
        "agents": "Agents",
        "customers": "Customers",
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
        "agents": "Agenten",
        "customers": "Kunden",
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

    def part(self, name: str) -> Locator:
        """A part of the widget, by its name in docs/widget.md."""
        return self.page.locator(f"[part={name}]")

    def accept(self) -> None:
        """Accept what an agent asks."""
        self.part("invitation").locator("[part=invitation-accept]").click()

    def end(self) -> None:
        """End the chat, and say so once more."""
        self.part("end").click()
        self.part("end-confirm").click()
        self.part("closing").wait_for()

    def ask_for_mail(self, address: str = "") -> None:
        """Have the conversation sent; without an address to the one that is filled in."""
        self.part("mail").click()
        if address:
            self.part("mail-address").fill(address)
        self.part("mail-submit").click()

    def make_ticket(self, title: str) -> None:
        """Make a ticket of a chat that has ended."""
        self.part("make-ticket").click()
        self.part("ticket-title").fill(title)
        self.part("ticket-send").click()

    def pdf(self) -> bytes:
        """The PDF of a chat that has ended, as the browser saves it."""
        with self.page.expect_download() as download:
            self.part("pdf").click()
        return download.value.path().read_bytes()

    def attach(self, name: str, content: bytes, content_type: str) -> None:
        """Send a file."""
        _attach(self.part("conversation"), name, content, content_type)


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

    def write_to_agents(self, name: str, text: str) -> None:
        """Write into the chat with that person what only agents see."""
        inside = self.window(name).locator("[part=internal]")
        inside.click()
        _send(self.window(name).locator("[part=composer]"), text)
        inside.click()

    def conversation(self, name: str) -> Locator:
        """What was said."""
        return self.window(name).get_by_role("log")

    def part(self, name: str) -> Locator:
        """A part of the desk, by its name in docs/widget.md."""
        return self.page.locator(f"[part={name}]")

    def turn_to(self, view: str) -> None:
        """Open the list at ``requests``, ``people``, ``archive`` or ``settings``."""
        if not self.part("list").is_visible():
            self.icon.click()
        self.part(f"view-{view}").click()

    def in_people_box(self, login: str, tab: str = "agents") -> Locator:
        """The line of that person in the dashboard's box of people."""
        box = self.page.locator("#ChatBridgePeople")
        box.get_by_role("link", name=self._words[tab]).click()
        return box.locator(f"[data-login={login}]")

    def start_chat(self, someone: Locator, text: str) -> None:
        """Ask the person of that line for a chat, by the icon."""
        someone.locator("[part=start-chat]").click()
        self.part("start-text").fill(text)
        self.part("start-submit").click()

    def choose(self, name: str, action: str) -> None:
        """Choose from the menu of the window with that person; ``action`` is a key of desk/actions.js."""
        window = self.window(name)
        window.locator("[part=menu]").click()
        window.locator(f"[data-action={action}]").click()

    def invite(self, name: str, colleague: str, level: str = "") -> None:
        """Invite a colleague as ``observer`` or ``participant``; without a level the chat is handed over."""
        self.choose(name, "invite" if level else "hand_to")
        dialog = self.part("invite-dialog")
        dialog.locator("[part=agent-list] li", has_text=colleague).click()
        if level:
            dialog.locator(f"[part=as-{level}]").check()
        dialog.locator("[part=submit]").click()
        dialog.wait_for(state="hidden")

    def close(self, name: str) -> None:
        """Close the chat with that person without a ticket."""
        self.window(name).locator("[part=close-chat]").click()
        self.part("close-confirm").click()

    def pdf(self, name: str) -> bytes:
        """The PDF of the chat with that person, as the browser saves it."""
        with self.page.expect_download() as download:
            self.choose(name, "pdf")
        return download.value.path().read_bytes()

    def attach_file(self, name: str, file: str, content: bytes, content_type: str) -> None:
        """Send a file to that person."""
        _attach(self.window(name), file, content, content_type)

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


def _attach(where: Locator, name: str, content: bytes, content_type: str) -> None:
    file = {"name": name, "mimeType": content_type, "buffer": content}
    where.locator(".composer input[type=file]").set_input_files(file)
