"""gunicorn's threaded worker, with what lets a few silent peers hold up everybody taken out.

The original gives a new connection to a thread at once, which then waits for the request, and it waits for
the peer's end of a closed connection in the one thread that accepts. Here a thread gets a connection when
the whole request has arrived, and nobody waits for a peer that does not close.
"""

from __future__ import annotations

import errno
import logging
import re
import socket
import struct
import time
from collections import deque
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

log = logging.getLogger(__name__)

REQUEST_SECONDS = 10.0
"""How long a peer may take to send a request, body and all."""

_HEAD_BYTES = 65536
_BODY_BYTES = 65536
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,12})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_NO_LENGTH = b"HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_STALLED_SECONDS = 10
_LINGER_SECONDS = 2.0
_TOO_MANY_FILES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class Worker(ThreadWorker):  # type: ignore[misc]
    """One web process. Everything here but the requests themselves is done in its main thread.

    :ivar ending: it is on its way out, and is not to be told so again
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ending = False
        self._lingering: deque[tuple[float, TConn]] = deque()

    def handle_quit(self, sig: int, frame: Any) -> None:
        """End at once; Ctrl-C tells the worker, and so does then gunicorn's main process."""
        if not self.ending:
            self.ending = True
            super().handle_quit(sig, frame)

    def accept(self, listener: Any) -> None:
        """Take a connection, and wait for its first request without a thread."""
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno in _TOO_MANY_FILES:
                log.warning("a connection could not be accepted: %s", error)
                time.sleep(0.1)
            return
        # For the threads: a peer that stops in the middle of an answer may not keep one for ever.
        stalled = struct.pack("ll", _STALLED_SECONDS, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, stalled)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, stalled)
        self.nr_conns += 1
        self._await_request(TConn(self.cfg, sock, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: Any) -> None:
        """The next request on a connection that was kept begins."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await_request(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """A request is done: keep the connection, or let it go without waiting for the peer."""
        if fs.cancelled() or fs.exception() is not None or not fs.result():
            self._let_go(conn)
        else:
            super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Drop those who take too long with a request or with closing."""
        super().murder_pending()
        while self._lingering and self._lingering[0][0] <= time.monotonic():
            self._drop(self._lingering[0][1])

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def _await_request(self, conn: TConn) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + REQUEST_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._request_comes, conn, bytearray()))

    def _request_comes(self, conn: TConn, request: bytearray, client: Any) -> None:
        data = _received(client)
        if data is None:
            return
        request += data
        whole = _is_whole(request)
        if data and not whole and len(request) < _HEAD_BYTES + _BODY_BYTES:
            return
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        if not whole:
            self.nr_conns -= 1
            conn.close()
        elif _CHUNKED.search(request, 0, request.index(b"\r\n\r\n") + 2):
            # Nobody who talks to us needs it, and when it is over only its reader knows.
            client.send(_NO_LENGTH)
            self._let_go(conn)
        else:
            conn.init()
            conn.parser.unreader.unread(bytes(request))
            conn.data_ready = True
            self.enqueue_req(conn)

    def _let_go(self, conn: TConn) -> None:
        # Closed at once, the kernel would reset the connection when something unread has arrived, and the
        # peer might lose the answer. A socket that was upgraded is not ours any more.
        if conn.sock.fileno() >= 0:
            try:
                conn.sock.setblocking(False)
                conn.sock.shutdown(socket.SHUT_WR)
            except OSError:
                conn.close()
            else:
                self._lingering.append((time.monotonic() + _LINGER_SECONDS, conn))
                self.poller.register(conn.sock, EVENT_READ, partial(self._last_words, conn))
                return
        self.nr_conns -= 1

    def _last_words(self, conn: TConn, client: Any) -> None:
        if _received(client) == b"":
            self._drop(conn)

    def _drop(self, conn: TConn) -> None:
        self._lingering = deque(item for item in self._lingering if item[1] is not conn)
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()


def _is_whole(request: bytearray) -> bool:
    """Whether the head has come, and the body unless it is longer than is taken anyway."""
    end = request.find(b"\r\n\r\n")
    if end < 0:
        return False
    length = _LENGTH.search(request, 0, end + 2)
    if length is None or int(length[1]) > _BODY_BYTES:
        return True
    return len(request) >= end + 4 + int(length[1])


def _received(sock: socket.socket) -> bytes | None:
    """What has arrived; nothing yet: ``None``; at the end, or when the connection is broken: empty."""
    try:
        return sock.recv(8192)
    except BlockingIOError:
        return None
    except OSError:
        return b""
