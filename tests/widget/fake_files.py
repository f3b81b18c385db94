"""What the cardboard bridge serves over HTTP: the widget, and pages that have it."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from pathlib import Path

from websockets.asyncio.server import Response
from websockets.datastructures import Headers

WIDGET = Path(__file__).resolve().parents[2] / "widget"
PAGES = Path(__file__).resolve().parent / "pages"


def reply(body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """An HTTP answer; the page's policy allows no inline code and no inline style."""
    headers = Headers(
        {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": "*",
            "Connection": "close",
        }
    )
    if kind == "text/html":
        headers["Content-Security-Policy"] = (
            "default-src 'self'; style-src 'self'; script-src 'self' http://127.0.0.1:*; "
            "connect-src *; require-trusted-types-for 'script'"
        )
    return Response(status.value, status.phrase, headers, body)


def serve_file(folder: Path, name: str) -> Response:
    """A file below the folder, or 404."""
    if name == "favicon.ico":
        return reply(b"", "image/x-icon")
    path = (folder / name).resolve()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if not path.is_relative_to(folder) or not path.is_file():
        return reply(b"not found", "text/plain", HTTPStatus.NOT_FOUND)
    return reply(path.read_bytes(), kind)
