"""Taking a socket away from gunicorn's threaded worker, after a look at who wants it.

The worker hands its socket to the application and takes ``StopIteration`` for "it is no longer yours"
(gunicorn, ``workers/gthread.py``), so the request's thread is free again at once.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Response, abort, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from bridge.web.runtime import Runtime

log = logging.getLogger(__name__)


class _Detached(Response):
    """The answer that is none: the socket has left the HTTP server."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise StopIteration


def allowed_origin(origins: frozenset[str]) -> str:
    """The request's origin; ends the request with 403 if it is none of these, compared exactly."""
    origin = request.headers.get("Origin")
    if origin is None or origin not in origins:
        log.warning("refused the origin %r", origin)
        abort(403, "This origin is not in CHATBRIDGE_ALLOWED_ORIGINS.")
    return origin


def refuse_crowds(runtime: Runtime, address: str) -> None:
    """End the request with 503 or 429 if there is no room for another connection, or for one from there."""
    if runtime.reactor.full:
        abort(503, "The service holds as many sockets as CHATBRIDGE_SOCKETS_MAX allows.")
    if runtime.strangers.full(address):
        abort(429, "This address holds as many as CHATBRIDGE_VISITOR_SOCKETS_PER_ADDRESS allows.")


def take_socket(head: bytes) -> socket.socket:
    """Answer with this, then take the socket; what is returned is ours to close."""
    sock: Any = request.environ.get("gunicorn.socket")
    if sock is None:
        abort(501, "Sockets need gunicorn's threaded worker: start the service with `bridge serve`.")
    sock.sendall(head)
    return socket.socket(fileno=sock.detach())


def detached() -> Response:
    """What a view returns once the socket is taken."""
    return _Detached()
