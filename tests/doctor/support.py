"""A part of the chain looked at with given settings, and small servers that misbehave on purpose."""

from __future__ import annotations

import json
import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from bridge import app
from bridge.doctor.case import Case
from bridge.doctor.chain import CHECKS, Check, examine
from bridge.doctor.results import Result
from bridge.sandbox import create_sandbox
from bridge.settings import load
from tests.sandbox.server import CONFIG

KEY = "0123456789 a key of the service's own"
SETTINGS = {
    "CHATBRIDGE_SECRET_KEY": KEY,
    "CHATBRIDGE_IDENTITY_SECRETS": f"otrs-1:{CONFIG.secret}",
    "CHATBRIDGE_OTRS_PASSWORD": CONFIG.service_password,
    "CHATBRIDGE_OTRS_TIMEOUT": "20",
    "DATABASE_URL": "sqlite:////nowhere/chat.db",
}
Answer = tuple[int, dict[str, str], bytes]


def case(**settings: str) -> Case:
    """An examination with these settings; those in ``SETTINGS`` may be left out."""
    return Case(app.build(load({**SETTINGS, **settings})))


def look(name: str, **settings: str) -> Result:
    """What the check of that name says, after those that it needs."""
    return look_at(case(**settings), name)


def look_at(examined: Case, name: str) -> Result:
    """The same for a case at hand."""
    wanted = _with_needs(name)
    results = examine(examined, tuple(check for check in CHECKS if check.name in wanted))
    return next(result for result in results if result.name == name)


def _with_needs(name: str) -> set[str]:
    (check,) = [check for check in CHECKS if check.name == name]
    return {name}.union(*(_with_needs(need) for need in check.needs))


def check(name: str, run: Callable[[Case], Result], *needs: str) -> Check:
    """A link of the test's own."""
    return Check(name, run, needs)


@contextmanager
def site(respond: Callable[[str], Answer | None], trust: ssl.SSLContext | None = None) -> Iterator[str]:
    """A web server: ``respond`` says what a path gets; ``None`` closes the connection without an answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = respond(self.path)
            self.close_connection = True
            if answer is None:
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  (http.server's name)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a test's output is no place for an access log."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, address: Any) -> None:
            """Nothing: clients that do not trust the certificate hang up."""

    server = Server(("127.0.0.1", 0), Handler)
    if trust:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    with served(server):
        yield f"{'https' if trust else 'http'}://127.0.0.1:{server.server_port}"


def always(status: int = 200, body: Any = b"", **headers: str) -> Callable[[str], Answer]:
    """The same answer for every path; what is no bytes becomes JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda path: (status, {name.replace("_", "-"): value for name, value in headers.items()}, content)


@contextmanager
def stand_in(
    change: Callable[[dict[str, Any]], object] = lambda answer: None,
    refuse: dict[str, Response] | None = None,
) -> Iterator[str]:
    """The stand-in's address for CHATBRIDGE_OTRS_URL.

    ``change`` may edit the answer of Directory; ``refuse``: what is answered instead of an operation.
    """
    original = create_sandbox(CONFIG)

    @Request.application
    def edited(request: Request) -> Response:
        operation = request.path.rpartition("/")[2]
        if refuse and operation in refuse:
            return refuse[operation]
        response = Response.from_app(original, request.environ)
        if operation == "Directory" and response.is_json:
            answer = response.get_json()
            if "Error" not in answer:
                change(answer)
            response.set_data(json.dumps(answer))
        return response

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, edited, threaded=True)
    with served(server):
        yield f"http://127.0.0.1:{server.server_port}/otrs"


@contextmanager
def served(server: Any) -> Iterator[None]:
    """Serve from a thread while the block runs."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
