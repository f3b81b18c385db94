"""A bridge of cardboard for the widget's pictures and state tests.

Speaks docs/protocol.md from memory only, serves the widget's files and a few pages, and does on command what
a real bridge does seldom: refuses, waits for OTRS, loses a race, drops its connections.
"""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Request, Response, Server, ServerConnection, serve

from tests.patience import SECONDS
from tests.widget.fake_admin import AdminCommands
from tests.widget.fake_chat import Chat
from tests.widget.fake_commands import Line, Refusal
from tests.widget.fake_desk import DeskCommands
from tests.widget.fake_files import PAGES, WIDGET, reply, serve_file
from tests.widget.fake_signs import Signs
from tests.widget.fake_stream import Front
from tests.widget.fake_upload import Upload
from tests.widget.fake_visitor import VisitorCommands


class FakeBridge(DeskCommands, AdminCommands, VisitorCommands, Upload, Signs):
    """The whole of it."""

    def __init__(self) -> None:
        super().__init__()
        self._server: Server | None = None
        self._front = Front(self._take, self.put_file, self.lines)
        self.sockets = True
        """False: a proxy in between refuses WebSockets."""
        self.asked = 0
        """So often somebody wanted to know who is there."""

    async def start(self, port: int = 0) -> int:
        self._server = await serve(self._socket, "127.0.0.1", 0, process_request=self._http, max_size=65536)
        return await self._front.start(int(self._server.sockets[0].getsockname()[1]), port)

    async def stop(self) -> None:
        await self._front.stop()
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def drop(self, code: int = 1006) -> None:
        """Ends every connection: with a code, or as a broken line does."""
        for line in list(self.lines):
            if code == 1006:
                line.socket.transport.abort()
            else:
                await line.socket.close(code)

    def put(
        self,
        name: str,
        texts: list[str],
        *,
        kind: str = "visitor",
        minutes: float = 1,
        agent: str = "",
        channel: int = 0,
    ) -> Chat:
        """A chat that is there already; `agent` names who has accepted it."""
        who = f"{kind}:{name}"
        chat = Chat(str(uuid.uuid4()), kind, who, name, self.channels[channel], minutes)
        self.chats[chat.id] = chat
        for text in texts:
            chat.add("message", who, text, str(uuid.uuid4()), minutes)
        if agent:
            self.join(chat, agent, agent.split(":")[1].title() + " Agent", minutes)
        return chat

    async def say(self, chat: Chat, who: str, text: str) -> None:
        """Somebody without a browser writes."""
        await self.spread(chat, [chat.add("message", who, text, str(uuid.uuid4()))])

    # HTTP

    def _http(self, connection: ServerConnection, request: Request) -> Response | None:
        address = urlsplit(request.path)
        if address.path == "/chatbridge/socket":
            return None if self.sockets else reply(b"no upgrade", "text/plain", HTTPStatus.BAD_REQUEST)
        if address.path == "/token":
            role = parse_qs(address.query).get("as", ["agent:anton"])[0]
            if not self.logged_in:
                return reply(b"<title>Login</title>", "text/html")
            return reply(
                json.dumps({"Token": f"{role}|{uuid.uuid4()}", "ExpiresIn": 120}).encode(), "application/json"
            )
        if address.path == "/chatbridge/availability":
            self.asked += 1
            return reply(self.availability(), "application/json")
        if address.path == "/chatbridge/transcript/signed":
            return reply(b"%PDF-1.7", "application/pdf")
        if address.path.startswith("/chatbridge/files/"):
            kind, body = self.files[address.path.rpartition("/")[2]]
            return reply(body, kind)
        if address.path == "/chatbridge/preview":
            return serve_file(PAGES, "preview.html")
        if address.path.startswith("/chatbridge/widget/"):
            return serve_file(WIDGET, address.path.removeprefix("/chatbridge/widget/"))
        return serve_file(PAGES, address.path.lstrip("/"))

    # The socket

    async def _socket(self, socket: ServerConnection) -> None:
        line = Line(socket)
        self.lines.add(line)
        try:
            async for message in socket:
                await self._take(line, str(message))
        except Exception as error:  # a broken line is nothing special here
            if "connection" not in type(error).__name__.lower():
                raise
        finally:
            self.lines.discard(line)

    async def _take(self, line: Line, message: str) -> None:
        frame = json.loads(message)
        self.received.append(frame)
        if not self.mute or frame["type"] == "hello":
            await self._command(line, frame)

    async def _command(self, line: Line, frame: dict[str, Any]) -> None:
        try:
            await self.checked(frame)(line, frame)
        except Refusal as refusal:
            code, text, data = refusal.args
            await line.tell({"type": "error", "id": frame["id"], "code": code, "message": text, "data": data})


class InThread:
    """A fake bridge beside a test that is not asynchronous."""

    def __init__(self) -> None:
        self.bridge = FakeBridge()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = self.do(self.bridge.start())

    def do(self, what: Coroutine[Any, Any, Any]) -> Any:
        """Lets the bridge do something."""
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(SECONDS)

    def url(self, page: str) -> str:
        return f"http://127.0.0.1:{self.port}/{page}.html"

    def stop(self) -> None:
        self.do(self.bridge.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()
