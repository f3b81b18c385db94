"""Transcripts to fetch, and the page on which a mail is confirmed, at signed addresses."""

from __future__ import annotations

import base64
import hashlib
import threading
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from bridge.domain import errors
from bridge.domain.errors import BridgeError, FileMissing
from bridge.domain.transcript import Transcript, word_language
from bridge.services import mail, transcripts
from bridge.services.context import Context
from bridge.services.ports.outgoing import Mail
from bridge.services.transcripts import Copy
from bridge.web import links, views
from bridge.web.newcomers import Newcomers

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("pdf", "html", "text")
FETCH = "transcript"
FETCH_TIME = timedelta(minutes=5)
CONFIRM = "mail"

_FETCHES_A_MINUTE = 30
_STATUS: dict[type[BridgeError], int] = {
    errors.ChatNotFound: 404,
    errors.FileMissing: 404,
    errors.TranscriptTooLong: 413,
    errors.RateLimited: 429,
    errors.ServerBusy: 503,
}
_WORDS = {
    "en": {
        "title": "Your chat by e-mail",
        "unconfirmed": "Shall we send the conversation to your e-mail address?",
        "button": "Yes, send it",
        "waiting": "The conversation is on its way to you.",
        "done": "The conversation has been sent to you.",
        "failed": "The conversation could not be sent.",
        "gone": "This link is wrong or too old. Ask for the conversation again in the chat.",
    },
    "de": {
        "title": "Ihr Chat per E-Mail",
        "unconfirmed": "Sollen wir das Gespräch an Ihre E-Mail-Adresse senden?",
        "button": "Ja, senden",
        "waiting": "Das Gespräch ist auf dem Weg zu Ihnen.",
        "done": "Das Gespräch wurde Ihnen gesendet.",
        "failed": "Das Gespräch konnte nicht gesendet werden.",
        "gone": "Dieser Link ist falsch oder zu alt. Fordern Sie das Gespräch im Chat noch einmal an.",
    },
}
_STYLE = (
    "body{font:18px/1.5 sans-serif;max-width:34em;margin:3em auto;padding:0 1em;color:#1a1a1a;"
    "background:#fff}button{font:inherit;padding:.6em 1.2em;border:0;border-radius:.4em;color:#fff;"
    "background:#1d4ed8;cursor:pointer}"
)
_PAGE_POLICY = (
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'"
)

Writers = dict[str, tuple[str, "Callable[[Transcript], tuple[str, bytes]]"]]
"""Format → content type, and what gives a file its name and content."""


def address_of(secret: str, copy: Copy, form: str) -> str:
    """Where that copy can be had."""
    claims = {
        "chat": copy.chat_id,
        "internal": copy.internal,
        "zone": copy.zone,
        "language": copy.language,
        "format": form,
    }
    return f"/chatbridge/transcript/{links.sign(secret, FETCH, claims, FETCH_TIME)}"


def address_to_confirm(secret: str, public_url: str, mail_id: str) -> str:
    """The page where a mail is confirmed."""
    return f"{public_url}/mail/{links.sign(secret, CONFIRM, {'mail': mail_id}, mail.CONFIRM)}"


def blueprint(context: Context, writers: Writers, secret: str) -> Blueprint:
    """The routes ``/transcript/…`` and ``/mail/…``."""
    web = Blueprint("transcripts", __name__)
    fetches = Newcomers(_FETCHES_A_MINUTE, what="transcripts")
    counting = threading.Lock()

    def write(signed: str) -> Response:
        claims = links.read(secret, FETCH, signed)
        with counting:
            fetches.admit(request.remote_addr or "")
        copy = Copy(claims["chat"], claims["internal"], claims["zone"], claims["language"])
        content_type, writer = writers[claims["format"]]
        name, content = writer(transcripts.write(context, copy))
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "Cache-Control": "no-store",
        }
        return Response(content, headers=headers, content_type=content_type)

    @web.get("/transcript/<signed>")
    def fetch(signed: str) -> Response:
        try:
            return write(signed)
        except BridgeError as error:
            body = views.dump(views.error(None, error))
            return Response(
                body, _status(error), {"Cache-Control": "no-store"}, content_type="application/json"
            )

    @web.get("/mail/<signed>")
    def ask(signed: str) -> Response:
        """A page with a button: those who look at the links in mails do not press it."""
        return _page(_mail(signed, lambda mail_id: mail.look(context, mail_id)))

    @web.post("/mail/<signed>")
    def confirm(signed: str) -> Response:
        return _page(_mail(signed, lambda mail_id: mail.confirm(context, mail_id)))

    def _mail(signed: str, get: Callable[[str], Mail | None]) -> Mail | None:
        try:
            return get(links.read(secret, CONFIRM, signed)["mail"])
        except FileMissing:
            return None

    return web


def _page(found: Mail | None) -> Response:
    accepted = request.accept_languages.best_match(list(_WORDS)) or "en"
    language = word_language(found.language) if found is not None else accepted
    words = _WORDS[language]
    state = mail.shown_state(found) if found is not None else "gone"
    button = f'<form method="post"><button>{escape(words["button"])}</button></form>'
    page = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(words['title'])}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(words['title'])}</h1><p>{escape(words[state])}</p>"
        f"{button if state == 'unconfirmed' else ''}</body></html>"
    )
    headers = {"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-store"}
    return Response(page, 404 if found is None else 200, headers, content_type="text/html; charset=utf-8")


def _status(error: BridgeError) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
