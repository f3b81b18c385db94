"""The cast on a real Znuny: everybody in a browser of their own, and what they left in OTRS."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from tests.browser.screens import Agent, Visitor
from tests.env.addon import KEY_ID
from tests.env.people import PEOPLE
from tests.env.znuny import ROOT_LOGIN
from tests.live.client import Client, identity_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.env.fixtures import System
    from tests.env.website import Website

_LANGUAGES = {told["login"]: told.get("language", "en") for kind, told in PEOPLE if kind == "agent"}
NAMES = {told["login"]: f"{told['first']} {told['last']}" for _, told in PEOPLE}


class Cast:
    """Who is called appears. ``leave`` ends their chats, so that the next test finds nobody busy."""

    def __init__(
        self,
        system: System,
        site: Website,
        open_page: Callable[..., Page],
        log_in: Callable[..., None],
        logged_in: dict[str, Any],
    ) -> None:
        self.system = system
        self._site = site
        self._open_page = open_page
        self._log_in = log_in
        self._logged_in = logged_in
        self._agents: set[str] = set()
        self._customers: set[str] = set()

    def agent(self, login: str, *, page: str = "", external: bool = False) -> Agent:
        """An agent who has logged in; ``page`` is what follows ``index.pl?``."""
        self._agents.add(login)
        if external:
            self.set_availability(login, "external")
        opened = self._page("index.pl", login, page)
        agent = Agent(opened, _LANGUAGES.get(login, "en"))
        agent.page.locator("chatbridge-icon [part=icon]").wait_for()
        return agent

    def customer(self, login: str, *, page: str = "") -> Visitor:
        """A customer who has logged in to the portal."""
        self._customers.add(login)
        return Visitor(self._page("customer.pl", login, page), NAMES[login])

    def visitor(self) -> Visitor:
        """A visitor of the web site, with a name that nobody else has."""
        return Visitor(self._open_page(self._site.url), f"Max {uuid.uuid4().hex[:6]}")

    def _page(self, script: str, login: str, page: str) -> Page:
        who = f"{script} {login}"
        address = f"{self.system.znuny.url}/{script}?{page}"
        opened = self._open_page(address, cookies=self._logged_in.get(who, ()))
        if opened.locator("#Password").is_visible():
            self._log_in(opened, login)
            self._logged_in[who] = opened.context.cookies()
        return opened

    def line(self, kind: str, login: str) -> Client:
        """A socket of that person's, for what a test only prepares."""
        socket = self.system.url.replace("http", "ws", 1) + "/socket"
        line = Client(socket, origin=self.system.znuny.host)
        token = identity_token(
            kind, login, NAMES.get(login, login), secret=self.system.znuny.addon.secret, kid=KEY_ID
        )
        told = line.hello(token=token)
        assert told["type"] == "welcome", told
        return line

    def set_availability(self, login: str, availability: str) -> None:
        """Make an agent available, in all of the agent's channels."""
        line = self.line("agent", login)
        channels = [one["id"] for one in line.event("me")["channels_permitted"] if one["level"] == "owner"]
        _done(line.ask("availability.set", availability=availability, channels=channels))
        line.close()

    def set_channel(self, **fields: Any) -> None:
        """Change the default channel, as an administrator does."""
        line = self.line("agent", ROOT_LOGIN)
        channel = min(_done(line.ask("admin.read"))["channels"], key=lambda one: one["id"])
        wanted = {"id": channel["id"], "version": channel["version"], **fields}
        _done(line.ask("admin.channel", channel=wanted))
        line.close()

    def leave(self) -> None:
        """Everybody ends what is open, and agents are there for colleagues only."""
        for login in self._customers:
            line = self.line("customer", login)
            for chat in line.welcome["chats"]:
                line.ask("chat.decline" if "decline" in chat["may"] else "chat.close", chat=chat["id"])
            line.close()
        for login in self._agents:
            line = self.line("agent", login)
            for chat in line.event("desk")["chats"]:
                for command in ("close", "decline", "dismiss"):
                    if command in chat["may"]:
                        line.ask(f"chat.{command}", chat=chat["id"])
                        break
            line.close()
            self.set_availability(login, "internal")

    # What is in OTRS.

    def tickets(self, title: str) -> list[tuple[int, str]]:
        """TicketID and number of the tickets with that title."""
        return self._rows("SELECT id, tn FROM ticket WHERE title = %s", title)

    def articles(self, ticket_id: int) -> list[tuple[int]]:
        """The ids of its articles."""
        return self._rows("SELECT id FROM article WHERE ticket_id = %s", ticket_id)

    def attachments(self, ticket_id: int) -> list[tuple[str, bytes]]:
        """Names and contents of what is attached to its articles."""
        query = """SELECT filename, content FROM article_data_mime_attachment
                   WHERE article_id IN (SELECT id FROM article WHERE ticket_id = %s)"""
        return self._rows(query, ticket_id)

    def _rows(self, query: str, value: str | int) -> list[Any]:
        with self.system.znuny.db() as connection:
            return connection.execute(query, [value]).fetchall()


def _done(reply: dict[str, Any]) -> dict[str, Any]:
    assert reply["type"] == "result", reply
    return reply
