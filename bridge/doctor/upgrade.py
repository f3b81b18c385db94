"""The WebSocket through the public address, with the Origin that a browser sends. Nothing is stored by it."""

from __future__ import annotations

from urllib.parse import urlsplit

import orjson
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from bridge.doctor.case import Case
from bridge.doctor.http import NoReply
from bridge.doctor.results import Result, finding, ok
from bridge.parsing import origin_of

_SECONDS = 8
_PING = orjson.dumps({"type": "ping", "id": 1}).decode()
_BY_STATUS = {
    401: "socket.refused",
    404: "socket.not-mounted",
    405: "socket.not-mounted",
    501: "socket.unsupported",
    502: "socket.down",
    503: "socket.down",
    504: "socket.down",
    505: "socket.http-1.0",
}


def socket(case: Case) -> Result:
    """Does the upgrade come through, and then a message and its answer?"""
    url = f"ws{case.settings.public_url.removeprefix('http')}/socket"
    trust = case.public.trust if url.startswith("wss:") else None
    try:
        with connect(
            url,
            ssl=trust,
            origin=Origin(origin_of(case.settings.public_url)),
            compression=None,
            open_timeout=_SECONDS,
            close_timeout=1,
        ) as connection:
            # Nobody has said who they are: the service answers that, and closes.
            connection.send(_PING)
            said = orjson.loads(connection.recv(_SECONDS))
    except InvalidStatus as error:
        return _refused(case, error)
    except TimeoutError:
        return finding("socket.silent", f"{url}: no answer within {_SECONDS} s")
    except ConnectionClosed:
        return finding("socket.silent", f"{url}: closed without an answer")
    except (InvalidHandshake, OSError, ValueError) as error:
        return finding("socket.failed", f"{url}: {type(error).__name__}: {error}")
    if said.get("code") != "identity.required":
        return finding("socket.failed", f"{url}: another service answers")
    return ok(f"{url} works")


def _refused(case: Case, error: InvalidStatus) -> Result:
    status = error.response.status_code
    body = bytes(error.response.body or b"")
    found = f"the upgrade was answered with HTTP {status}"
    if status in {400, 426}:
        return finding(_not_upgraded(case), found)
    if status == 403:
        ours = b"CHATBRIDGE_ALLOWED_ORIGINS" in body
        return finding("socket.origin" if ours else "socket.refused", found)
    if status == 503 and b"CHATBRIDGE_SOCKETS_MAX" in body:
        return finding("socket.full", found)
    return finding(_BY_STATUS.get(status, "socket.failed"), found)


def _not_upgraded(case: Case) -> str:
    # Apache leaves the service's own name in what it passes on, so look at something that is its own.
    parts = urlsplit(case.settings.public_url)
    try:
        server = case.public.get(f"{parts.scheme}://{parts.netloc}/").headers.get("Server", "").lower()
    except NoReply:
        server = ""
    for name in ("apache", "nginx"):
        if name in server:
            return f"socket.upgrade-{name}"
    return "socket.upgrade"
