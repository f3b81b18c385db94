"""What all pages of the stand-in share: language, parameters, script tag, headers."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, abort, g, render_template, request, session

from bridge.sandbox.config import LANGUAGES, Language, SandboxConfig
from bridge.sandbox.texts import translator
from bridge.sandbox.world import File

AGENT_PATH = "/otrs/index.pl"
CUSTOMER_PATH = "/otrs/customer.pl"
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Site:
    """Renders pages for one configuration and guards the application that serves them."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self._policy = _content_security_policy(config.bridge_url)

    def install(self, app: Flask) -> None:
        """Security headers for every answer; posts from other sites are refused."""
        app.before_request(_refuse_foreign_posts)
        app.after_request(self._add_headers)
        app.add_template_filter(format_time, "when")

    def page(self, template: str, tag: dict[str, str] | None = None, **values: object) -> Response:
        """A page. `tag`: the attributes of the widget's script tag; none on login pages, as in OTRS."""
        language = self.language()
        html = render_template(
            template,
            _=translator(language),
            lang=language,
            languages=[(code, _with_language(code)) for code in LANGUAGES],
            widget_url=f"{self.config.bridge_url.rstrip('/')}/widget/chatbridge.js",
            tag=tag,
            **values,
        )
        return Response(html, content_type="text/html; charset=utf-8")

    def language(self) -> Language:
        """``lang`` in the address (kept from then on), else the configuration's, else the browser's."""
        if "language" not in g:
            asked = parameters().get("lang")
            if asked in LANGUAGES:
                session["lang"] = asked
            best = session.get("lang") or self.config.lang or request.accept_languages.best_match(LANGUAGES)
            g.language = "de" if best == "de" else "en"
        language: Language = g.language
        return language

    def _add_headers(self, response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", self._policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        headers.setdefault("Referrer-Policy", "same-origin")
        if response.mimetype == "text/html":
            headers.setdefault("Cache-Control", "no-store")
        return response


def download(file: File) -> Response:
    """A file to keep, never to be shown as a page."""
    response = Response(file.content, content_type=file.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=file.name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def parameters() -> dict[str, str]:
    """The query and the form; OTRS separates with ``;`` as well as with ``&``."""
    query = request.query_string.decode("utf-8", "replace").replace(";", "&")
    return {**dict(parse_qsl(query, keep_blank_values=True)), **request.form.to_dict()}


def format_time(at: datetime) -> str:
    """A time for people, with its zone."""
    pattern = "%d.%m.%Y %H:%M UTC" if g.get("language") == "de" else "%Y-%m-%d %H:%M UTC"
    return at.strftime(pattern)


def _with_language(code: str) -> str:
    query = {**dict(parse_qsl(request.query_string.decode("utf-8", "replace").replace(";", "&")))}
    return f"{request.path}?{urlencode({**query, 'lang': code})}"


def _refuse_foreign_posts() -> None:
    if request.method in _SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)


def _content_security_policy(bridge_url: str) -> str:
    url = urlsplit(bridge_url)
    bridge = f" {url.scheme}://{url.netloc}" if url.netloc else ""
    sockets = f" {'wss' if url.scheme == 'https' else 'ws'}://{url.netloc}" if url.netloc else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{bridge}",
            f"style-src 'self'{bridge}",
            f"img-src 'self' data:{bridge}",
            f"font-src 'self'{bridge}",
            f"media-src 'self'{bridge}",
            f"connect-src 'self'{bridge}{sockets}",
            f"frame-src 'self'{bridge}",
            "form-action 'self'",
            "frame-ancestors 'self'",
            "base-uri 'none'",
        )
    )
