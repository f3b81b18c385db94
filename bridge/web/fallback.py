"""The two requests of clients without WebSockets (``docs/protocol.md``, "Without WebSockets")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from bridge.web.detach import allowed_origin, detached, refuse_crowds, take_socket
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
    """The routes ``/stream`` and ``/stream/up``; ``origins`` as for the WebSocket."""
    web = Blueprint("fallback", __name__)

    @web.post("/stream")
    def down() -> Response:
        origin = allowed_origin(origins)
        address = request.remote_addr or ""
        refuse_crowds(runtime, address)
        runtime.reactor.adopt(
            take_socket(_HEAD.format(origin=origin).encode()),
            lambda reactor, sock: EventStream(reactor, sock, runtime.streams),
            lambda connection: Session(runtime, connection, address),
        )
        return detached()

    @web.post("/stream/up")
    def up() -> Response:
        origin = allowed_origin(origins)
        name, _, message = request.get_data().partition(b"\n")
        taken = runtime.streams.send_up(name.decode("ascii", "replace"), message)
        response = Response(status=202 if taken else 404)
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Vary"] = "Origin"
        return response

    return web
