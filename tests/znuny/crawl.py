"""Walks through the pages of an OTRS as agent, customer and visitor, and tells what is broken there."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import requests

from tests.env.znuny import ROOT_LOGIN, ROOT_PASSWORD, Znuny
from tests.patience import MILLISECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

AGENT, CUSTOMER, PUBLIC = "index.pl", "customer.pl", "public.pl"
LOGINS = {AGENT: (ROOT_LOGIN, ROOT_PASSWORD), CUSTOMER: ("carla", "carla")}

# What people have open all day, and what an administrator meets with this package.
MAIN = (
    (AGENT, "AgentDashboard"),
    (AGENT, "AgentTicketQueue"),
    (AGENT, "AgentTicketStatusView"),
    (AGENT, "AgentTicketZoom;TicketID={ticket}"),
    (AGENT, "AgentTicketNote;TicketID={ticket}"),  # a popup
    (AGENT, "AgentTicketPhone"),
    (AGENT, "AgentTicketEmail"),
    (AGENT, "AgentCustomerInformationCenter;CustomerID=acme"),
    (AGENT, "AgentCustomerUserInformationCenter;CustomerUserID=carla"),
    (AGENT, "AgentPreferences"),
    (AGENT, "Admin"),
    (AGENT, "AdminSystemConfigurationGroup;RootNavigation=Core::ChatBridge"),
    (AGENT, "AdminPackageManager"),
    (AGENT, "AdminGenericInterfaceWebservice"),
    (CUSTOMER, "CustomerTicketOverview;Subaction=MyTickets"),
    (CUSTOMER, "CustomerTicketZoom;TicketNumber={number}"),
    (CUSTOMER, "CustomerTicketMessage"),
    (PUBLIC, ""),
)
# Only while the package is installed.
OURS = ((AGENT, "AdminChatBridge"),)
# Pages without a chat, in which nobody is logged in.
LOGIN_PAGES = (AGENT, CUSTOMER)


@dataclass
class Crawl:
    """An OTRS with one ticket of carla's; ``broken`` collects what is wrong in the pages that were walked."""

    znuny: Znuny
    browser: "Browser"
    ticket: int
    broken: list[str] = field(default_factory=list)
    _sessions: dict[str, requests.Session] = field(default_factory=dict)
    _contexts: dict[str, "BrowserContext"] = field(default_factory=dict)
    _stage: str = ""

    def __post_init__(self) -> None:
        with self.znuny.db() as connection:
            row = connection.execute("SELECT tn FROM ticket WHERE id = %s", (self.ticket,)).fetchone()
        self._number = row[0]
        for script, (login, password) in LOGINS.items():
            self._sessions[script] = self.znuny.browse(login, password, script)
        self._sessions[PUBLIC] = requests.Session()

    def address(self, script: str, action: str) -> str:
        """Where a page is."""
        query = f"?Action={action.format(ticket=self.ticket, number=self._number)}" if action else ""
        return f"{self.znuny.url}/{script}{query}"

    def context(self, script: str) -> "BrowserContext":
        """The browser of the agent, the customer or the visitor; logged in when there is something to."""
        if script not in self._contexts:
            context = self._contexts[script] = self.browser.new_context(locale="en-US")
            context.set_default_timeout(MILLISECONDS)
            session = self._sessions[script]
            context.add_cookies(
                [{"name": c.name, "value": c.value, "url": self.znuny.host} for c in session.cookies]
            )
        return self._contexts[script]

    def watched(self, context: "BrowserContext") -> "Page":
        """A new page that reports JavaScript errors, dialogs and what the server fails at."""
        page = context.new_page()

        def report(what: str) -> None:
            self.broken.append(f"{self._stage}: {page.url}: {what}")

        def dialog(shown: Any) -> None:
            report(f"dialog {shown.message}")
            shown.dismiss()

        def response(got: Any) -> None:
            # What the bridge answers is its business; the page must not care.
            if got.status >= 500 and not urlsplit(got.url).path.startswith("/chatbridge/"):
                report(f"{got.status} for {got.url}")

        page.on("pageerror", lambda error: report(f"JavaScript error {error}"))
        page.on("dialog", dialog)
        page.on("response", response)
        return page

    def see(self, stage: str, pages: tuple[tuple[str, str], ...] = MAIN) -> dict[str, str]:
        """Open the main pages in the browser; their titles by address."""
        self._stage = stage
        titles = {}
        for script in dict.fromkeys(script for script, _ in pages):
            page = self.watched(self.context(script))
            for _, action in [wanted for wanted in pages if wanted[0] == script]:
                titles[f"{script} {action}"] = self._open(page, self.address(script, action))
            page.close()
        nobody = self.browser.new_context()
        page = self.watched(nobody)
        for script in LOGIN_PAGES:
            self._open(page, self.address(script, ""))
        nobody.close()
        return titles

    def _open(self, page: "Page", address: str) -> str:
        page.goto(address, wait_until="domcontentloaded")
        page.wait_for_timeout(60)  # what the page's own scripts do at once
        if page.locator(".Dialog:visible").count():
            self.broken.append(f"{self._stage}: {address}: a dialog of OTRS's")
        return page.title()

    def links(self) -> list[tuple[str, str]]:
        """One address for every action that the main pages and the administrator's overview lead to."""
        found: dict[tuple[str, str], str] = {}
        for script, action in MAIN:
            html = self._sessions[script].get(self.address(script, action), timeout=60).text
            for link in re.findall(r'href="([^"#]*\?[^"]*)"', html):
                parts = urlsplit(unescape(link))
                query = parse_qs(parts.query.replace(";", "&"))
                name = query.get("Action", [""])[0]
                harmless = (
                    name and name != "Logout" and "ChallengeToken" not in query and "Subaction" not in query
                )
                if harmless and parts.path.endswith(f"/otrs/{script}"):
                    found.setdefault((script, name), parts.query.partition("Action=")[2])
        return [(script, query) for (script, _), query in sorted(found.items())]

    def fetch(self, stage: str, pages: list[tuple[str, str]]) -> None:
        """Ask for all these pages without a browser and note every one that is not a whole page."""

        def fetch(wanted: tuple[str, str]) -> str:
            script, action = wanted
            session = self._sessions[script]
            answer = requests.get(self.address(script, action), cookies=session.cookies, timeout=120)
            whole = answer.status_code == 200 and (
                "</body>" in answer.text or "text/html" not in answer.headers["Content-Type"]
            )
            return "" if whole else f"{stage}: {script} {action}: {answer.status_code} {answer.text[:200]}"

        with ThreadPoolExecutor(2) as pool:
            self.broken += [problem for problem in pool.map(fetch, pages) if problem]

    def close(self) -> None:
        """Close the browsers, with all that they kept; the next page opens in new ones."""
        for script in list(self._contexts):
            self._contexts.pop(script).close()
