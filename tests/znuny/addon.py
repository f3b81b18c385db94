"""Small things that the add-on's tests share."""

import base64
import json
import re
import uuid
from html import unescape
from typing import Any

import requests

from tests.env.processes import run
from tests.env.znuny import Znuny

START = 1795372800  # 2026-11-22 18:40 UTC


def line(text: str, kind: str = "Public", who: str = "visitor-1", name: str = "Max", **more: Any) -> dict:
    """One message of an Archive call."""
    return {"ChatterType": kind, "ChatterID": who, "ChatterName": name, "Text": text, "Time": START, **more}


def said_by_anton(text: str, **more: Any) -> dict:
    """One message of the agent's."""
    return line(text, "User", "anton", "Anton Agent", **more)


def new_ticket(title: str, **more: Any) -> dict:
    """The target of a chat that becomes a ticket."""
    return {"Type": "New", "QueueID": "2", "Title": title, "CustomerUser": "carla", **more}


def attached(name: str, content: bytes = b"content", *, for_customer: bool = True) -> dict:
    """One file of an Archive call."""
    return {
        "Filename": name,
        "ContentType": "application/octet-stream",
        "Content": base64.b64encode(content).decode(),
        "VisibleForCustomer": int(for_customer),
    }


def call(znuny: Znuny, operation: str, **fields: Any) -> dict:
    """The answer of an operation of the add-on."""
    address = f"{znuny.url}/nph-genericinterface.pl/Webservice/ChatBridge/{operation}"
    credentials = {"UserLogin": "chatbridge", "Password": znuny.addon.password, "ActingUserLogin": "anton"}
    response = requests.post(address, json={**credentials, **fields}, timeout=120)
    assert response.status_code == 200, response.text
    return response.json()


def archive(znuny: Znuny, *messages: dict, title: str = "Chat", **fields: Any) -> dict:
    """Put a chat on a new ticket of carla's."""
    key = fields.pop("Key", str(uuid.uuid4()))
    target = fields.pop("Target", new_ticket(title))
    return call(znuny, "Archive", Key=key, Target=target, Messages=list(messages), **fields)


def browser(znuny: Znuny, user: str = "anton", script: str = "index.pl") -> requests.Session:
    """A browser in which somebody has logged in. OTRS allows 20 sessions a person; then the old ones go."""
    form = {"Action": "Login", "User": user, "Password": user}
    for _ in range(2):
        session = requests.Session()
        if "Action=Logout" in session.post(f"{znuny.url}/{script}", data=form, timeout=60).text:
            return session
        znuny.console("Maint::Session::DeleteAll")
    raise AssertionError(f"{user} could not log in")


def page(znuny: Znuny, session: requests.Session, action: str, script: str = "index.pl") -> str:
    """What that browser gets."""
    return session.get(f"{znuny.url}/{script}?Action={action}", timeout=60).text


def zoom(znuny: Znuny, answer: dict) -> str:
    """The agent's page of an archived chat."""
    session = browser(znuny)
    return page(
        znuny, session, f"AgentTicketZoom;TicketID={answer['TicketID']};ArticleID={answer['ArticleID']}"
    )


def script_tags(html: str) -> list[dict[str, str]]:
    """The attributes of the chat's script tags."""
    found = re.findall(r"<script ([^>]*data-role[^>]*)></script>", html)
    return [
        {n: unescape(v) for n, v in re.findall(r'([\w-]+)="([^"]*)"', attributes)} for attributes in found
    ]


def perl(znuny: Znuny, script: str, given: Any) -> Any:
    """Run a Perl script of the tests as the web user, JSON in and JSON out."""
    file = znuny.home.parent / "script.pl"
    file.write_text(script)
    file.chmod(0o644)
    return json.loads(
        run(["/usr/bin/perl", file, znuny.home], folder=znuny.home, given=json.dumps(given), timeout=600)
    )
