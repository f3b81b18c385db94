"""The widget's files over HTTP: the entry's address stays, everything behind it is kept for ever.

``/widget/chatbridge.js`` leads on to ``/widget/VERSION/chatbridge.js``; what that loads comes from beside it.
So browsers ask for nothing twice, and a page never mixes two versions.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from bridge.widget import ENTRY, Asset, Widget

_ENTRY = "public, max-age=300, stale-while-revalidate=86400"
_FOR_EVER = "public, max-age=31536000, immutable"


def blueprint(widget: Widget) -> Blueprint:
    """``GET /widget/…``, for pages anywhere."""
    web = Blueprint("widget", __name__)

    @web.get("/widget/<path:name>")
    def serve(name: str) -> BaseResponse:
        if name == ENTRY:
            return _public(redirect(f"{widget.version}/{ENTRY}"), _ENTRY)
        version, _, below = name.partition("/")
        if version == widget.version:
            return _file(widget.assets.get(below), _FOR_EVER)
        # A page from before an upgrade asks under the old version for what it has not loaded yet.
        return _file(widget.assets.get(name) or widget.assets.get(below), "no-store")

    return web


def _file(asset: Asset | None, caching: str) -> BaseResponse:
    if asset is None:
        abort(404)
    coding, body = asset.packed({coding for coding, quality in request.accept_encodings if quality > 0})
    response = Response(body, content_type=asset.content_type)
    if coding:
        response.content_encoding = coding
    if asset.is_text:
        response.vary.add("Accept-Encoding")
    return _public(response, caching)


def _public(response: BaseResponse, caching: str) -> BaseResponse:
    response.headers["Cache-Control"] = caching
    response.headers["Access-Control-Allow-Origin"] = "*"  # public files, loaded by pages elsewhere
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
