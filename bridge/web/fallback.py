"""The two requests of clients without WebSockets (``docs/protocol.md``, "Without WebSockets")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request

from bridge.web.detach import allowed_origin, detached, take_socket
from bridge.web.session import Session
from bridge.web.stream import EventStream

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime

_HEAD = (
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/event-stream; charset=utf-8\r\n"
    "Cache-Control: no-store\r\n"
    "X-Accel-Buffering: no\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Access-Control-Allow-Origin: {origin}\r\n"
    "Vary: Origin\r\n"
    "Connection: close\r\n\r\n"
)


def blueprint(runtime: Runtime, origins: frozenset[str]) -> Blueprint:
    """The routes ``/stream`` and ``/stream/NAME``; ``origins`` as for the WebSocket."""
    web = Blueprint("fallback", __name__)

    @web.post("/stream")
    def down() -> Response:
        origin = allowed_origin(origins)
        if runtime.reactor.full:
            abort(503, "The service holds as many sockets as CHATBRIDGE_SOCKETS_MAX allows.")
        address = request.remote_addr or ""
        runtime.reactor.adopt(
            take_socket(_HEAD.format(origin=origin).encode()),
            lambda reactor, sock: EventStream(reactor, sock, runtime.streams),
            lambda connection: Session(runtime, connection, address),
        )
        return detached()

    @web.post("/stream/<name>")
    def up(name: str) -> Response:
        origin = allowed_origin(origins)
        taken = runtime.streams.send_up(name, request.get_data())
        response = Response(status=202 if taken else 404)
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Vary"] = "Origin"
        return response

    return web
