"""Lets the stand-in's web service fail on purpose, to show what the bridge does then."""

from __future__ import annotations

import socket
from typing import Literal, get_args

from flask import Response, request

#: `unavailable`: HTTP 503. `drop`: the connection closes without an answer.
#: `lose-answer`: OTRS does what it is asked, but the answer gets lost.
Mode = Literal["unavailable", "drop", "lose-answer"]
MODES: tuple[Mode, ...] = get_args(Mode)


class Outage:
    """How the web service fails at the moment, if it does."""

    def __init__(self) -> None:
        self.mode: Mode | None = None

    def set(self, *, on: bool, mode: str = "unavailable") -> None:
        """Starts or ends it.

        :raises ValueError: no such mode
        """
        if mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}")
        self.mode = mode if on else None


def service_unavailable() -> Response:
    """What Apache says when OTRS is stopped behind it."""
    return Response("Service Unavailable\n", 503, content_type="text/html; charset=iso-8859-1")


def drop_connection() -> Response:
    """Ends the request's connection without an answer; under a server that hides its socket, with 503."""
    connection = request.environ.get("werkzeug.socket") or request.environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return service_unavailable()
    connection.shutdown(socket.SHUT_RDWR)
    return Response(status=503)
