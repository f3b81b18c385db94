"""The web application: health, the widget's files, the upgrade to a socket."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify
from werkzeug.middleware.proxy_fix import ProxyFix

from bridge import __version__
from bridge.web import availability, fallback, files, preview, upgrade, widget
from bridge.web.connection import FRAME_BYTES
from bridge.web.ready import Check, problems
from bridge.web.runtime import Runtime
from bridge.widget import Widget

PREFIX = "/chatbridge"
"""Where everything lives, also behind OTRS's web server."""


def create_web(runtime: Runtime, checks: dict[str, Check]) -> Flask:
    """The WSGI application. ``checks``: name → a call that raises when that thing is not usable."""
    app = Flask("chatbridge", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = FRAME_BYTES
    app.register_blueprint(_health(checks), url_prefix=PREFIX)
    app.register_blueprint(widget.blueprint(Widget()), url_prefix=PREFIX)
    app.register_blueprint(preview.blueprint(runtime.settings.origins), url_prefix=PREFIX)
    for routes in (upgrade, fallback, files, availability):
        app.register_blueprint(routes.blueprint(runtime, runtime.settings.origins), url_prefix=PREFIX)
    app.after_request(_secure)
    proxies = runtime.settings.trusted_proxies
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    return app


def _health(checks: dict[str, Check]) -> Blueprint:
    web = Blueprint("health", __name__)

    @web.get("/healthz")
    def healthz() -> Response:
        """The process answers."""
        return jsonify(status="ok", version=__version__)

    @web.get("/readyz")
    def readyz() -> tuple[Response, int]:
        """What it needs is there, too."""
        found = problems(checks)
        return jsonify(status="unready" if found else "ok", problems=found), 503 if found else 200

    return web


def _secure(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
