"""Signing in with OTRS's login and password, where OTRS has no add-on (``docs/without-add-on.md``).

Only pages of the service's own origin may: nobody should get used to typing OTRS's password anywhere else.
"""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, jsonify, request

from bridge.domain.errors import (
    BadMessage,
    BridgeError,
    IdentityRefused,
    IdentityRequired,
    OtrsUnavailable,
    RateLimited,
    ServerBusy,
)
from bridge.domain.people import Kind, Person
from bridge.services import sign_in
from bridge.services.context import Context
from bridge.services.ports import Logins
from bridge.web import views
from bridge.web.detach import allowed_origin
from bridge.web.newcomers import Newcomers
from bridge.web.sign_in_tokens import SignInTokens

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

_AT_ONCE = 2
"""How many sign-ins may wait for OTRS, so that a slow OTRS leaves threads for everybody else."""

_PATIENCE_SECONDS = 2.0
_LOGIN_CHARS = 200
_PASSWORD_CHARS = 1000
_KINDS = {kind.value: kind for kind in (Kind.AGENT, Kind.CUSTOMER)}
_STATUS: dict[type[BridgeError], int] = {
    BadMessage: 400,
    IdentityRequired: 401,
    IdentityRefused: 401,
    RateLimited: 429,
    OtrsUnavailable: 503,
    ServerBusy: 503,
}


class Attempts:
    """Lets so many attempts through within a minute: of one address, and for one login.

    :param most: of each
    """

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self._addresses = Newcomers(most, what="attempts to sign in")
        self._logins = Newcomers(most, what="attempts to sign in")
        self._waiting = threading.BoundedSemaphore(_AT_ONCE)

    def count(self, address: str, login: str) -> None:
        """One more.

        :raises RateLimited: too many
        """
        with self._lock:
            self._addresses.admit(address)
            self._logins.admit(login)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Room to wait for OTRS.

        :raises ServerBusy: there is none
        """
        if not self._waiting.acquire(timeout=_PATIENCE_SECONDS):
            raise ServerBusy("Too many are signing in at the moment.")
        try:
            yield
        finally:
            self._waiting.release()


def blueprint(
    context: Context, logins: Logins, tokens: SignInTokens, attempts: Attempts, origin: str
) -> Blueprint:
    """The route ``/sign_in``, for pages of exactly that origin."""
    web = Blueprint("sign_in", __name__)
    origins = frozenset({origin})
    secure = origin.startswith("https:")

    def token(person: Person) -> Response:
        return jsonify(Token=tokens.identity(person))

    @web.post("/sign_in")
    def enter() -> Response:
        """Login and password; the answer has a token, and the browser remembers."""
        allowed_origin(origins)

        def act() -> Response:
            kind, login, password = _asked()
            attempts.count(request.remote_addr or "", f"{kind}:{_spelt_alike(login)}")
            with attempts.turn():
                person = sign_in.enter(context, logins, kind, login, password)
            response = token(person)
            response.set_cookie(
                _cookie(kind),
                tokens.memory(person),
                max_age=tokens.lasts,
                path=request.path,
                secure=secure,
                httponly=True,
                samesite="Strict",
            )
            return response

        return _answer(act)

    @web.get("/sign_in")
    def renew() -> Response:
        """A fresh token for who has signed in."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            abort(403, "Only pages of the service's own origin may ask for a token.")

        def act() -> Response:
            person = _remembered()
            if person is None or not logins.still(person.kind, person.ref):
                raise IdentityRequired("Sign in first.")
            return token(person)

        return _answer(act)

    @web.delete("/sign_in")
    def leave() -> Response:
        """Sign out; an agent everywhere."""
        allowed_origin(origins)

        def act() -> Response:
            person = _remembered()
            if person is not None:
                sign_in.leave(context, logins, person)
            response = jsonify()
            response.delete_cookie(
                _cookie(_kind(request.args.get("kind"))),
                path=request.path,
                secure=secure,
                httponly=True,
                samesite="Strict",
            )
            return response

        return _answer(act)

    def _remembered() -> Person | None:
        kind = _kind(request.args.get("kind"))
        return tokens.remembered(kind, request.cookies.get(_cookie(kind), ""))

    return web


def _asked() -> tuple[Kind, str, str]:
    asked: Any = request.get_json(silent=True) if request.mimetype == "application/json" else None
    if not isinstance(asked, dict):
        raise BadMessage("Send a JSON object as application/json.")
    login = _text(asked, "login", _LOGIN_CHARS)
    return _kind(asked.get("kind")), login, _text(asked, "password", _PASSWORD_CHARS)


def _text(asked: dict[str, Any], field: str, most: int) -> str:
    value = asked.get(field)
    if not isinstance(value, str) or not 1 <= len(value) <= most or not _is_text(value):
        raise BadMessage(f"The field {field} must be a text of 1 to {most} characters.", field=field)
    return value


def _spelt_alike(login: str) -> str:
    """The same for all that OTRS on MariaDB takes for one login: case, accents and blanks do not count."""
    letters = unicodedata.normalize("NFKD", login.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one)).strip()


def _is_text(value: str) -> bool:
    try:
        return "\0" not in value and bool(value.encode())
    except UnicodeEncodeError:
        return False


def _kind(value: object) -> Kind:
    kind = _KINDS.get(value) if isinstance(value, str) else None
    if kind is None:
        raise BadMessage("The kind must be agent or customer.", field="kind")
    return kind


def _cookie(kind: Kind) -> str:
    return f"chatbridge_{kind}"


def _answer(act: Callable[[], Response]) -> Response:
    try:
        response = act()
    except BridgeError as error:
        response = _refusal(error)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refusal(error: BridgeError) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    if isinstance(error, OtrsUnavailable):
        # Its words are for administrators; who is asking here is not known yet.
        log.warning("nobody can sign in: %s", error.message)
        error = OtrsUnavailable("OTRS cannot be asked at the moment.")
    view = views.error(None, error)
    response = jsonify({name: view[name] for name in ("code", "message", "data")})
    response.status_code = status
    if isinstance(error, RateLimited):
        milliseconds = error.data["retry_after_ms"]
        assert isinstance(milliseconds, int)
        response.headers["Retry-After"] = str(milliseconds // 1000 + 1)
    return response
