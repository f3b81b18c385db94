"""The upgrade from HTTP: origin check and handshake in a request thread; the reactor gets the socket.

The request thread is free again at once, so sockets cost no threads. It works under gunicorn's threaded
worker, which hands the socket to the application and takes ``StopIteration`` for "it is no longer yours".
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, request
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol

from bridge.web.session import Session

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from bridge.web.runtime import Runtime

log = logging.getLogger(__name__)


class _Detached(Response):
    """The answer that is none: the socket has left the HTTP server."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise StopIteration


def blueprint(runtime: Runtime, origins: frozenset[str]) -> Blueprint:
    """The route ``/socket``; ``origins`` are the exact origins whose pages may connect."""
    web = Blueprint("upgrade", __name__)

    @web.get("/socket")
    def not_a_socket() -> Response:
        return Response("This is the address of a WebSocket.\n", 426, {"Upgrade": "websocket"})

    @web.route("/socket", websocket=True)
    def upgrade() -> Response:
        if request.headers.get("Origin") not in origins:
            log.warning("refused a socket from the origin %r", request.headers.get("Origin"))
            abort(403, "This origin is not in CHATBRIDGE_ALLOWED_ORIGINS.")
        response = _handshake()
        if response.status_code != 101:
            return response
        if runtime.reactor.full:
            abort(503, "The service holds as many sockets as CHATBRIDGE_SOCKETS_MAX allows.")
        sock: Any = request.environ.get("gunicorn.socket")
        if sock is None:
            abort(501, "Sockets need gunicorn's threaded worker: start the service with `bridge serve`.")
        sock.sendall(response.get_data())
        address = request.remote_addr or ""
        runtime.reactor.adopt(_taken_from(sock), lambda connection: Session(runtime, connection, address))
        return _Detached()

    return web


def _handshake() -> Response:
    """The answer to the handshake; one with status 101 has all of it, head included, as its data."""
    version = request.environ["SERVER_PROTOCOL"]
    asked = Request(request.full_path, Headers(list(request.headers.items())), request.method, version)
    protocol = ServerProtocol()
    answer = protocol.accept(asked)
    if answer.status_code == 101:
        return Response(answer.serialize(), 101)
    return Response(bytes(answer.body), answer.status_code, content_type="text/plain")


def _taken_from(sock: Any) -> socket.socket:
    return socket.socket(fileno=sock.detach())
