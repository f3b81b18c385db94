"""The cardboard bridge's files: offered over the socket, sent with PUT, given with GET."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from tests.widget.fake_commands import Commands, Line, Refusal

MOST_BYTES = 1_000_000


class Upload(Commands):
    """Files of chats. ``refuse_files`` is what the way up answers instead: status, code."""

    def __init__(self) -> None:
        super().__init__()
        self.offered: dict[str, tuple[str, str, dict[str, Any]]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.refuse_files: tuple[HTTPStatus, str] | None = None

    async def _do_file_offer(self, line: Line, frame: dict[str, Any]) -> None:
        if frame["size"] > MOST_BYTES:
            raise Refusal("file.too_large", "The file is too large.", {"limit": MOST_BYTES})
        self.offered[frame["file"]] = (frame["chat"], line.who, frame)
        url = f"/chatbridge/files/{frame['file']}"
        await line.tell({"type": "result", "id": frame["id"], "url": url, "most_bytes": MOST_BYTES})

    async def _do_file_link(self, line: Line, frame: dict[str, Any]) -> None:
        kind, _ = self.files[frame["file"]]
        url, inline = f"/chatbridge/files/{frame['file']}", kind.startswith("image/")
        await line.tell({"type": "result", "id": frame["id"], "url": url, "inline": inline})

    async def put_file(self, path: str, body: bytes) -> tuple[HTTPStatus, bytes]:
        """What PUT does: the log has the file once, however often it comes."""
        if self.refuse_files:
            status, code = self.refuse_files
            return status, json.dumps({"code": code, "message": "No."}).encode()
        chat_id, who, frame = self.offered[path.rpartition("/")[2]]
        chat, ident = self.chats[chat_id], frame["file"]
        self.files[ident] = (frame["content_type"], body)
        data = {"file": ident, **{key: frame[key] for key in ("name", "size", "content_type")}}
        before = len(chat.entries)
        entry = chat.add("file", who, client_id=ident, data=data)
        if len(chat.entries) > before:
            await self.spread(chat, [entry])
        return HTTPStatus.CREATED, b"{}"
