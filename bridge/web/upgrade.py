"""The upgrade from HTTP: origin check and handshake in a request thread; the reactor gets the socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol

from bridge.web.detach import allowed_origin, detached, refuse_crowds, take_socket
from bridge.web.session import Session
from bridge.web.websocket import WebSocket

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime


def blueprint(runtime: Runtime, origins: frozenset[str]) -> Blueprint:
    """The route ``/socket``; ``origins`` are the exact origins whose pages may connect."""
    web = Blueprint("upgrade", __name__)

    @web.get("/socket")
    def not_a_socket() -> Response:
        return Response("This is the address of a WebSocket.\n", 426, {"Upgrade": "websocket"})

    @web.route("/socket", websocket=True)
    def upgrade() -> Response:
        allowed_origin(origins)
        response = _handshake()
        if response.status_code != 101:
            return response
        address = request.remote_addr or ""
        refuse_crowds(runtime, address)
        runtime.reactor.adopt(
            take_socket(response.get_data()),
            WebSocket,
            lambda connection: Session(runtime, connection, address),
        )
        return detached()

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
