"""A way to OTRS on which answers get lost, and requests arrive late."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from tests.env.znuny import Znuny


class LossyWay:
    """Passes requests on to a Znuny's web server; use it as a context manager.

    :ivar lose: operations whose next answer is lost: the request arrives and is done
    :ivar late: operations whose next request arrives only with ``arrive``; nobody is answered
    :ivar down: nothing is passed on
    :ivar passed: the operations that were passed on
    """

    def __init__(self, znuny: Znuny) -> None:
        self.lose: list[str] = []
        self.late: list[str] = []
        self.down = False
        self.passed: list[str] = []
        self._waiting: list[Callable[[], object]] = []
        way = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                operation = self.path.rpartition("/")[2]

                def forward() -> requests.Response:
                    way.passed.append(operation)
                    kind = {"Content-Type": self.headers["Content-Type"]}
                    return requests.post(znuny.host + self.path, data=body, headers=kind, timeout=60)

                self.close_connection = True
                if way.down:
                    return
                if operation in way.late:
                    way.late.remove(operation)
                    way._waiting.append(forward)
                    return
                answer = forward()
                if operation in way.lose:
                    way.lose.remove(operation)
                    return
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
                self.send_header("Content-Length", str(len(answer.content)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, *_words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/otrs"

    def arrive(self) -> None:
        """What was held back arrives now."""
        waiting, self._waiting = self._waiting, []
        for forward in waiting:
            forward()

    def __enter__(self) -> LossyWay:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
