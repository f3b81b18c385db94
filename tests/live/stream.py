"""The way down and the way up of a browser without WebSockets, for :class:`tests.live.client.Client`."""

import contextlib
import json
import queue
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.live.client import ORIGIN


class Stream:
    """An event stream. What ends it is in ``ended``: the data of the ``close`` event, or ``None``."""

    def __init__(self, base: str, *, up: str = "", origin: str | None = ORIGIN) -> None:
        self._headers = {"Content-Type": "text/plain"} | ({"Origin": origin} if origin else {})
        self._up = up or base
        self.ended: Any = None
        self._messages: queue.Queue[str] = queue.Queue()
        self.name = ""
        parts = urlsplit(f"{base}/stream")
        connection = HTTPConnection(parts.netloc, timeout=60)
        connection.connect()
        self._sock = connection.sock.dup()  # the connection closes its own as soon as the head has come
        connection.request("POST", parts.path, headers=self._headers)
        self.response = connection.getresponse()
        if self.response.status == 200:
            events = self._events()
            self.name = next(events)[1]["stream"]
            threading.Thread(target=self._listen, args=[events], daemon=True).start()

    def post(self, text: str | bytes, *, name: str = "", **headers: str) -> requests.Response:
        """Send something up."""
        message = text if isinstance(text, bytes) else text.encode()
        body = (name or self.name).encode() + b"\n" + message
        return requests.post(f"{self._up}/stream/up", data=body, headers=self._headers | headers, timeout=60)

    def send(self, text: str) -> None:
        assert self.post(text).status_code == 202

    def recv(self, timeout: float) -> str:
        try:
            return self._messages.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError from None

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()

    def _listen(self, events: Iterator[tuple[str, Any]]) -> None:
        try:
            for kind, data in events:
                if kind == "close":
                    self.ended = data
                else:
                    self._messages.put(json.dumps(data))
        except (OSError, ValueError):
            return  # the test has closed it

    def _events(self) -> Iterator[tuple[str, Any]]:
        kind = "message"
        while raw := self.response.readline():
            line = raw.decode().rstrip("\n")
            word, _, rest = line.partition(": ")
            if word == "event":
                kind = rest
            elif word == "data":
                yield kind, json.loads(rest)
            elif not line:
                kind = "message"
