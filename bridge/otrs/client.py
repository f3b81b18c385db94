"""Calls to a web service of OTRS's GenericInterface (HTTP::REST, JSON).

OTRS answers most errors with HTTP 200 and an ``Error`` object, so the body is looked at first. What comes
back is a JSON object or one of the OTRS errors of `bridge.domain.errors`, which say whether a retry helps.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from http.client import BadStatusLine
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import orjson
import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter

from bridge.domain.errors import OtrsError, OtrsMisconfigured, OtrsUnavailable
from bridge.otrs import answers

#: Seconds for the TCP and TLS handshake; an OTRS that is up answers those at once.
CONNECT_SECONDS = 5.0
#: Connections kept for re-use. Each holds a prefork worker of OTRS's Apache while it is kept alive.
POOL_SIZE = 8
#: Bytes of an answer. A directory of 1,000 agents in 100 groups is about 10 MB.
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_CHUNK = 65536


class GenericInterfaceClient:
    """One web service of one OTRS. May be used by several threads at once.

    :param base_url: OTRS's address up to its script alias, e.g. ``https://help.example.com/otrs``
    :param webservice: the web service's name
    :param user: login of the service agent; empty: every call brings credentials of its own
    :param password: its password; sent in the body only
    :param timeout: seconds for the whole answer
    :param verify: check TLS certificates: yes, no, or with the CA file of that path
    :raises ValueError: `base_url` is not an ``http`` or ``https`` address without credentials and query
    """

    def __init__(
        self,
        base_url: str,
        webservice: str,
        user: str,
        password: str,
        timeout: float = 30.0,
        *,
        verify: bool | str = True,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        self._root = f"{_checked(base_url)}/nph-genericinterface.pl/Webservice/{webservice}"
        self._webservice = webservice
        self._credentials = {"UserLogin": user, "Password": password} if user else {}
        self._timeout = timeout
        self._max_answer_bytes = max_answer_bytes
        self._session = _session(verify)

    def close(self) -> None:
        """Closes the kept connections."""
        self._session.close()

    def call(self, operation: str, fields: Mapping[str, object], *, repeat: bool = True) -> dict[str, object]:
        """One operation, e.g. ``Directory``, and its answer.

        A connection that ends without an answer is tried once more at once: OTRS may just have closed an
        idle one. So an operation must bear to be run twice; ``Archive`` does by its key.

        :param repeat: ``False`` for an operation that must not be run twice

        :raises OtrsUnavailable: not reachable, overloaded, or failed unexpectedly
        :raises OtrsMisconfigured: reachable but not set up for this; the message names the remedy
        :raises OtrsRefused: understood and refused
        """
        body = orjson.dumps({**self._credentials, **fields})
        try:
            answer = self._post(operation, body)
        except _NoAnswerError as error:
            if not repeat:
                raise OtrsUnavailable("OTRS closed the connection without an answer.") from error
            try:
                answer = self._post(operation, body)
            except _NoAnswerError as error:
                raise answers.no_answer(self._webservice) from error
        return answers.read(self._webservice, operation, answer)

    def _post(self, operation: str, body: bytes) -> answers.Answer:
        deadline = time.monotonic() + self._timeout
        try:
            with self._session.post(
                f"{self._root}/{operation}",
                data=body,
                headers={"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"},
                timeout=(min(CONNECT_SECONDS, self._timeout), self._timeout),
                allow_redirects=False,
                stream=True,
            ) as response:
                return answers.Answer(
                    status=response.status_code,
                    content_type=response.headers.get("Content-Type", ""),
                    location=response.headers.get("Location", ""),
                    body=self._read(response, deadline),
                )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise self._translated(error) from error

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > self._max_answer_bytes:
                raise OtrsMisconfigured(
                    f"The answer of OTRS is longer than {self._max_answer_bytes} bytes; it was not read."
                )
            if time.monotonic() > deadline:
                raise OtrsUnavailable(f"OTRS took longer than {self._timeout:g} s to send its answer.")
            parts.append(chunk)
        return b"".join(parts)

    def _translated(self, error: Exception) -> OtrsError | _NoAnswerError:
        if isinstance(error, requests.exceptions.SSLError):
            return OtrsMisconfigured(
                f"The TLS connection to OTRS failed ({_reason(error)}). If its certificate comes from a "
                "certificate authority of your own, put that authority's file into CHATBRIDGE_OTRS_CA_FILE."
            )
        if isinstance(error, requests.exceptions.ProxyError):
            return OtrsMisconfigured(f"The HTTP proxy on the way to OTRS failed: {_reason(error)}")
        if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
            return OtrsUnavailable(f"OTRS did not answer within {self._timeout:g} s.")
        inner = _socket_error(error)
        if isinstance(inner, ConnectionResetError | BrokenPipeError):
            return _NoAnswerError()
        if isinstance(inner, BadStatusLine):
            return OtrsUnavailable(
                "OTRS answered with something that is no HTTP: it failed badly, and its web server's error "
                "log has the reason."
            )
        return OtrsUnavailable(f"OTRS cannot be reached: {_reason(error)}")


class _NoAnswerError(Exception):
    """The connection ended before the first byte of an answer."""


def _socket_error(error: BaseException) -> object:
    """What went wrong before the answer's headers were read, if that is what `error` is about."""
    # requests wraps urllib3's ProtocolError("Connection aborted.", <the error>).
    wrapped = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    if isinstance(wrapped, urllib3.exceptions.ProtocolError) and len(wrapped.args) > 1:
        return wrapped.args[1]
    return None


def _reason(error: BaseException) -> str:
    """The innermost words of an error that requests and urllib3 have wrapped; they hold no body."""
    while True:
        inner = next((a for a in (*error.args, error.__cause__) if isinstance(a, BaseException)), None)
        reason = getattr(error, "reason", None)
        if isinstance(reason, BaseException):
            inner = reason
        if inner is None or inner is error:
            return f"{type(error).__name__}: {error}"
        error = inner


def _checked(base_url: str) -> str:
    url = urlsplit(base_url)
    wrong = (
        url.scheme not in ("http", "https")
        or not url.hostname
        or url.username is not None
        or url.password is not None
        or url.query
        or url.fragment
    )
    if wrong:
        raise ValueError(
            "The address of OTRS must look like https://help.example.com/otrs, "
            "without user name, password or query."
        )
    return base_url.rstrip("/")


def _session(verify: bool | str) -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=POOL_SIZE)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.verify = verify
    # Nothing that calls share: no cookies, and no credentials from a .netrc.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.auth = _no_auth
    return session


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
