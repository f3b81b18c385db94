"""The cardboard bridge's way without WebSockets: a front that answers POST itself, and hands on the rest."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from tests.widget.fake_commands import Line

Take = Callable[[Line, str], Awaitable[None]]
Put = Callable[[str, bytes], Awaitable[tuple[HTTPStatus, bytes]]]
_HEAD = "HTTP/1.1 {}\r\nAccess-Control-Allow-Origin: *\r\nCache-Control: no-store\r\nConnection: close\r\n"


class Down:
    """A stream's way down, with what a line needs of a socket."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.transport = writer.transport
        self._writer = writer

    async def event(self, name: str, data: str) -> None:
        self._writer.write(f"event: {name}\ndata: {data}\n\n".encode())
        await self._writer.drain()

    async def send(self, text: str) -> None:
        await self.event("message", text)

    async def close(self, code: int) -> None:
        await self.event("close", json.dumps({"code": code, "reason": ""}))
        self._writer.close()


class Front:
    """Listens; ``take`` gets what comes up, with the line that it belongs to, ``put`` files by their path."""

    def __init__(self, take: Take, put: Put, lines: set[Line]) -> None:
        self._take, self._put, self._lines = take, put, lines
        self._streams: dict[str, Line] = {}
        self._server: asyncio.Server | None = None
        self._inner = 0

    async def start(self, inner: int, port: int) -> int:
        """The port; everything but POST and PUT goes on to the port ``inner``."""
        self._inner = inner
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", port)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self._server:
            self._server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith((b"POST ", b"PUT ")):
                await self._post(head.decode(), reader, writer)
                return
            down, up = await asyncio.open_connection("127.0.0.1", self._inner)
            up.write(head)
            await asyncio.gather(_pipe(reader, up), _pipe(down, writer))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _post(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, path, _ = head.split(" ", 2)
        fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        if method == "PUT":
            told, answer = await self._put(path, body)
            length = f"Content-Length: {len(answer)}\r\n\r\n"
            writer.write((_HEAD.format(f"{told.value} {told.phrase}") + length).encode() + answer)
            await writer.drain()
            return
        if path == "/chatbridge/stream":
            await self._stream(reader, writer)
            return
        name, _, message = body.decode().partition("\n")
        line = self._streams.get(name)
        status = "202 Accepted" if line else "404 Not Found"
        writer.write((_HEAD.format(status) + "Content-Length: 0\r\n\r\n").encode())
        await writer.drain()
        if line:
            await self._take(line, message)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        down = Down(writer)
        line: Any = Line(down)  # type: ignore[arg-type]
        name = secrets.token_urlsafe(12)
        self._streams[name] = line
        self._lines.add(line)
        writer.write((_HEAD.format("200 OK") + "Content-Type: text/event-stream\r\n\r\n").encode())
        await down.event("open", json.dumps({"stream": name}))
        await reader.read()
        self._lines.discard(line)
        del self._streams[name]


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        writer.transport.abort()
    finally:
        writer.close()
