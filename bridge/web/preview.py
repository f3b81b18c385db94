"""A page of nobody's with the real chat on it, for administrators before they paste the tag into theirs."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, render_template, request, send_from_directory

_HERE = Path(__file__).parent / "templates"

_ATTRIBUTES = {
    "channel": re.compile(r"[0-9]{1,9}"),
    "lang": re.compile(r"[a-z]{2}"),
    "theme": re.compile(r"light|dark"),
    "side": re.compile(r"left|right"),
    "title": re.compile(r"[^\x00-\x1f]{1,60}"),
    "accent": re.compile(r"#[0-9a-fA-F]{6}"),
}

_WORDS = {
    "en": {
        "title": "Preview",
        "company": "Your company",
        "heading": "This is how the chat looks on your page",
        "text": "It is the real chat: what is written here reaches your agents.",
    },
    "de": {
        "title": "Vorschau",
        "company": "Ihre Firma",
        "heading": "So sieht der Chat auf Ihrer Seite aus",
        "text": "Es ist der echte Chat: Was hier geschrieben wird, kommt bei Ihren Agenten an.",
    },
}


def blueprint(origins: frozenset[str]) -> Blueprint:
    """``GET /preview``, to be framed by pages of these origins."""
    web = Blueprint("preview", __name__, template_folder="templates")
    framing = " ".join(["'self'", *sorted(origins)])
    policy = f"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors {framing}"

    @web.get("/preview")
    def preview() -> Response:
        chosen = {
            name: request.args[name]
            for name, form in _ATTRIBUTES.items()
            if form.fullmatch(request.args.get(name, ""))
        }
        language = chosen.get("lang") or request.accept_languages.best_match(_WORDS) or "en"
        words = _WORDS.get(language, _WORDS["en"])
        page = render_template("preview.html", attributes=chosen, language=language, words=words)
        return Response(page, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})

    @web.get("/preview.css")
    def style() -> Response:
        return send_from_directory(_HERE, "preview.css", max_age=300)

    return web
