"""Plain HTTP for the checks: one request, its answer or what went wrong with it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Literal

import orjson
import requests.utils
import urllib3
from urllib3 import HTTPHeaderDict
from urllib3.exceptions import (
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    SSLError,
    TimeoutError,
)

Kind = Literal["unknown", "closed", "late", "empty", "tls", "other"]

_CONNECT_SECONDS = 5
_MOST_BYTES = 64 * 1024 * 1024


class NoReply(Exception):
    """There was no HTTP answer.

    :ivar kind: no such host, nobody answers there, not in time, closed without a word, TLS, anything else
    """

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer. Redirects are not followed."""

    status: int
    headers: HTTPHeaderDict
    body: bytes

    def json(self) -> dict[str, object] | None:
        """The body, if it is a JSON object."""
        try:
            value: object = orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None
        return value if isinstance(value, dict) else None

    @property
    def text(self) -> str:
        """The beginning of the body in one line."""
        text = " ".join(self.body[:800].decode("utf-8", "replace").split())
        return text if len(text) <= 100 else text[:99] + "…"

    @property
    def location(self) -> str:
        """Where it redirects to."""
        return self.headers.get("Location", "")


class Web:
    """Asks servers. ``seconds``: how long an answer may take."""

    def __init__(self, trust: ssl.SSLContext, seconds: float) -> None:
        self.trust = trust
        self._timeout = urllib3.Timeout(connect=min(_CONNECT_SECONDS, seconds), read=seconds)

    def get(self, url: str) -> Reply:
        """The answer to a GET.

        :raises NoReply: there is none
        """
        return self._ask("GET", url, None)

    def post(self, url: str, fields: dict[str, object]) -> Reply:
        """The answer to a POST of JSON; raises as :meth:`get`."""
        return self._ask("POST", url, orjson.dumps(fields))

    def _ask(self, method: str, url: str, body: bytes | None) -> Reply:
        headers = {"User-Agent": "bridge doctor", "Accept": "*/*", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            # One for each request: a kept connection that was just closed would look like no answer.
            with self._pool(url) as pool:
                answer = pool.request(
                    method,
                    url,
                    body=body,
                    headers=headers,
                    timeout=self._timeout,
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                return Reply(answer.status, answer.headers, answer.read(_MOST_BYTES))
        except (HTTPError, OSError) as error:
            raise _no_reply(error) from error

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = proxy_for(url)
        if proxy:
            return urllib3.ProxyManager(proxy, ssl_context=self.trust)
        return urllib3.PoolManager(ssl_context=self.trust)


def proxy_for(url: str) -> str:
    """The HTTP proxy that the environment wants for an address; empty: none."""
    return requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) or ""


def _no_reply(error: Exception) -> NoReply:
    if isinstance(error, NameResolutionError):
        return NoReply("unknown", "the host's name is not known")
    if isinstance(error, NewConnectionError):
        return NoReply("closed", "nobody answers there")
    if isinstance(error, TimeoutError):
        return NoReply("late", "no answer in time")
    if isinstance(error, SSLError):
        return NoReply("tls", f"the TLS connection failed: {error}")
    if isinstance(error, ProtocolError) and isinstance(error.args[-1], ConnectionError):
        return NoReply("empty", "the connection was closed without an answer")
    return NoReply("other", f"{type(error).__name__}: {error}")
