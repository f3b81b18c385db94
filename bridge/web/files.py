"""Bringing and fetching files, at signed addresses (``docs/protocol.md``, "Files").

A request thread only looks at the address; the bytes come and go in the reactor's hands.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from bridge.domain import errors
from bridge.domain.chats import Entry
from bridge.domain.errors import BridgeError
from bridge.domain.files import ChatFile
from bridge.services import files
from bridge.web import links, views
from bridge.web.detach import allowed_origin, detached, take_socket
from bridge.web.newcomers import Strangers
from bridge.web.transfer import Download, Exchange, Upload, head

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime

BRING = "bring"
FETCH = "fetch"
FETCH_TIME = timedelta(minutes=5)

_MOST = 200
_MOST_OF_ADDRESS = 30
_MOST_OF_CHAT = 10
_PREFLIGHT_SECONDS = 600
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()+-]")

_STATUS: dict[type[BridgeError], int] = {
    errors.InputInvalid: 400,
    errors.PermissionDenied: 403,
    errors.ChatNotFound: 404,
    errors.FileMissing: 404,
    errors.ChatClosed: 409,
    errors.ChatClosing: 409,
    errors.ChatFull: 409,
    errors.FileTooLarge: 413,
    errors.FileTypeRefused: 415,
    errors.RateLimited: 429,
    errors.ServerBusy: 503,
}


def address_to_bring(secret: str, file: ChatFile) -> str:
    """Where the file's bytes may be put."""
    claims = {"file": file.id, "chat": file.chat_id, "size": file.size}
    return f"/chatbridge/files/{links.sign(secret, BRING, claims, files.OFFER)}"


def address_to_fetch(secret: str, file: ChatFile) -> str:
    """Where the file can be had."""
    claims = {"file": file.id, "chat": file.chat_id}
    return f"/chatbridge/files/{links.sign(secret, FETCH, claims, FETCH_TIME)}"


def blueprint(runtime: Runtime, origins: frozenset[str]) -> Blueprint:
    """The routes below ``/files/``; ``origins`` as for the WebSocket."""
    web = Blueprint("files", __name__)
    secret = runtime.settings.secret_key
    transfers = _Transfers(runtime)

    @web.route("/files/<signed>", methods=["OPTIONS"])
    def preflight(signed: str) -> Response:
        response = Response(status=204, headers=_cors(allowed_origin(origins)))
        response.headers["Access-Control-Allow-Methods"] = "GET, PUT"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = str(_PREFLIGHT_SECONDS)
        return response

    @web.put("/files/<signed>")
    def bring(signed: str) -> Response:
        cors = _cors(allowed_origin(origins))
        address = request.remote_addr or ""
        try:
            claims = links.read(secret, BRING, signed)
            _require_size(claims["size"])
        except BridgeError as error:
            transfers.refuse(error, cors)
        else:
            transfers.take_in(claims, address, cors)
        return detached()

    @web.get("/files/<signed>", provide_automatic_options=False)
    def fetch(signed: str) -> Response:
        origin = request.headers.get("Origin", "")
        cors = _cors(origin) if origin in origins else {"Vary": "Origin"}
        try:
            claims = links.read(secret, FETCH, signed)
            file = files.stored(runtime.context, claims["file"])
        except BridgeError as error:
            return Response(views.dump(views.error(None, error)), _status(error), cors, content_type=_JSON)
        address = request.remote_addr or ""
        transfers.send_out(file, address, cors, whole=request.method == "GET")
        return detached()

    return web


_JSON = "application/json"


class _Transfers:
    """The files that come and go in this process; so many, and so many of one address and one chat.

    Its methods are for request threads, those with an underscore for the reactor's.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._addresses = Strangers(_MOST_OF_ADDRESS)
        self._chats: Counter[str] = Counter()
        self._uploads: dict[str, Exchange] = {}

    def refuse(self, error: BridgeError, cors: dict[str, str]) -> None:
        """Say no to a request whose body is still coming."""

        def adopted(exchange: Any) -> _Slot:
            exchange.answer(_status(error), cors, views.error(None, error))
            return _Slot()

        self._adopt(Exchange, adopted)

    def take_in(self, claims: dict[str, Any], address: str, cors: dict[str, str]) -> None:
        """Let the body come, store it and answer."""
        file_id, chat_id, size = claims["file"], claims["chat"], claims["size"]
        first = request.environ["wsgi.input"].reader.unreader.take_buffered()

        def adopted(upload: Any) -> _Slot:
            earlier = self._uploads.get(file_id)
            if earlier is not None and not earlier.waiting:
                earlier.abort()  # the browser has begun anew
            if not self._room(address, chat_id):
                upload.answer(503, cors | {"Retry-After": "10"}, views.error(None, _crowded()))
                return _Slot()
            self._uploads[file_id] = upload
            upload.begin(first, lambda: self._store(upload, file_id, cors))
            return _Slot(self, address, chat_id, file_id, upload)

        self._adopt(lambda reactor, sock: Upload(reactor, sock, size), adopted)

    def send_out(self, file: ChatFile, address: str, cors: dict[str, str], *, whole: bool) -> None:
        """Send a file, or only its head."""

        def adopted(download: Any) -> _Slot:
            if not self._room(address, file.chat_id):
                download.answer(503, cors | {"Retry-After": "10"}, views.error(None, _crowded()))
                return _Slot()
            download.send(head(200, cors | _headers(file), file.size))
            if whole:
                download.drained = _Parts(self._runtime, download, file.id).next
            else:
                download.finish()
            return _Slot(self, address, file.chat_id)

        self._adopt(Download, adopted)

    def _adopt(self, kind: Any, adopted: Any) -> None:
        self._runtime.reactor.adopt(take_socket(b""), kind, adopted)

    def _room(self, address: str, chat_id: str) -> bool:
        full = self._addresses.full(address) or self._chats[chat_id] >= _MOST_OF_CHAT
        return not full and self._chats.total() < _MOST

    def _store(self, upload: Upload, file_id: str, cors: dict[str, str]) -> None:
        context = self._runtime.context

        def stored(result: Entry | Exception) -> None:
            upload.waiting = False
            if not upload.open:
                upload.abort()
                return
            if isinstance(result, Entry):
                upload.answer(201, cors, {"type": "result", "file": file_id, "seq": result.seq})
                return
            error = result if isinstance(result, BridgeError) else errors.ServerError("The service failed.")
            upload.answer(_status(error), cors, views.error(None, error))

        self._runtime.run(lambda: files.store(context, file_id, upload.content()), stored)

    def came(self, slot: _Slot) -> None:
        """One more."""
        self._addresses.came(slot.address)
        self._chats[slot.chat_id] += 1

    def went(self, slot: _Slot) -> None:
        """One less."""
        self._addresses.went(slot.address)
        self._chats[slot.chat_id] -= 1
        self._chats += Counter()  # drops what is nought
        if slot.upload is not None and self._uploads.get(slot.file_id) is slot.upload:
            del self._uploads[slot.file_id]


class _Slot:
    """The place that a transfer takes up until its connection is gone; without transfers: none."""

    def __init__(
        self,
        transfers: _Transfers | None = None,
        address: str = "",
        chat_id: str = "",
        file_id: str = "",
        upload: Exchange | None = None,
    ) -> None:
        self.address, self.chat_id, self.file_id, self.upload = address, chat_id, file_id, upload
        self._transfers = transfers
        if transfers is not None:
            transfers.came(self)

    def received(self, message: bytes) -> None:
        """An HTTP request has no messages."""

    def closed(self) -> None:
        """The connection is gone."""
        if self._transfers is not None:
            self._transfers.went(self)


class _Parts:
    """Brings one part after the other from the database."""

    def __init__(self, runtime: Runtime, download: Download, file_id: str) -> None:
        self._runtime = runtime
        self._download = download
        self._file_id = file_id
        self._no = 0

    def next(self) -> None:
        """Fetch a part; it is called again when that has been sent."""
        context, file_id, no = self._runtime.context, self._file_id, self._no
        self._download.waiting = True
        self._runtime.run(lambda: files.part(context, file_id, no), self._fetched)

    def _fetched(self, result: bytes | Exception | None) -> None:
        self._download.waiting = False
        self._no += 1
        if isinstance(result, Exception):
            self._download.abort()  # the head has promised more: the browser sees that it is not whole
        elif result is None:
            self._download.finish()
        else:
            self._download.send(result)


def _require_size(size: int) -> None:
    length = request.content_length
    if length is None:
        raise errors.InputInvalid("The request must say its Content-Length.", field="size")
    if length > size:
        raise errors.FileTooLarge(f"{size} bytes were offered, {length} are coming.", limit=size)
    if length != size:
        raise errors.InputInvalid(f"{size} bytes were offered, {length} are coming.", field="size")


def _headers(file: ChatFile) -> dict[str, str]:
    """Nothing in a file can run in a page of ours: it is shown only if it is a picture, in a sandbox."""
    plain = unicodedata.normalize("NFKD", file.name).encode("ascii", "ignore").decode()
    plain = _NOT_PLAIN.sub("_", plain) or "file"  # some letters become quotation marks
    disposition = "inline" if file.inline else "attachment"
    return {
        "Content-Type": file.content_type,
        "Content-Disposition": f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _cors(origin: str) -> dict[str, str]:
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}


def _crowded() -> BridgeError:
    return errors.ServerBusy("Too many files are on their way; try again in a moment.")


def _status(error: BridgeError) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
