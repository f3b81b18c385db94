"""Whether somebody is there, for web pages that want to know before they load the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

if TYPE_CHECKING:
    from bridge.web.runtime import Runtime

_SECONDS = 15


def blueprint(runtime: Runtime, origins: frozenset[str]) -> Blueprint:
    """The route ``/availability``; pages of these origins may read it."""
    web = Blueprint("availability", __name__)

    @web.get("/availability")
    def availability() -> Response:
        response = Response(runtime.presence.offers.public, content_type="application/json")
        response.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin in origins:
            response.headers["Access-Control-Allow-Origin"] = origin
        return response

    return web
