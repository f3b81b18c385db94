"""Who is there: ``hello`` and ``renew``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge import __version__
from bridge.domain.errors import BadMessage, IdentityInvalid, WrongVersion
from bridge.domain.people import NAME_CHARS, Actor, Kind, visitor_name
from bridge.domain.text import MESSAGE_CHARS
from bridge.services import availability, identity
from bridge.web import fields, views
from bridge.web.commands.work import Work, actor_of
from bridge.web.connection import FRAME_BYTES
from bridge.web.fields import Message

if TYPE_CHECKING:
    from bridge.web.session import Session

VERSION = 1


def hello(session: Session, message: Message) -> Work:
    """Who is there?"""
    runtime = session.runtime
    if session.actor is not None:
        raise BadMessage("hello was said before.")
    if fields.integer(message, "version") != VERSION:
        raise WrongVersion(f"This service speaks version {VERSION}.", versions=[VERSION])
    token = fields.string(message, "token") if "token" in message else None
    name = None
    if token is None:
        name = visitor_name(fields.string(fields.obj(message, "visitor"), "name"))
        runtime.newcomers.admit(session.address)

    def sign_in() -> tuple[identity.Claims, Actor, availability.Own | None]:
        claims = runtime.tokens.read(token) if token is not None else runtime.tokens.new_visitor(name or "")
        actor = identity.sign_in(runtime.context, claims)
        if actor.person.kind is not Kind.AGENT:
            return claims, actor, None
        return claims, actor, availability.arrive(runtime.context, actor, runtime.presence.leases.lease)

    def welcome(result: tuple[identity.Claims, Actor, availability.Own | None]) -> None:
        claims, actor, own = result
        session.signed_in(actor, runtime.tokens.seconds(claims))
        person = actor.person
        reply: views.View = {
            "version": VERSION,
            "server": __version__,
            "now": views.time(runtime.context.clock()),
            "you": {"kind": person.kind, "id": person.id, "name": person.name, "email": person.email},
            "limits": {
                "message_chars": MESSAGE_CHARS,
                "name_chars": NAME_CHARS,
                "frame_bytes": FRAME_BYTES,
                "identity_seconds": runtime.settings.identity_seconds,
            },
            "channels": runtime.presence.offers.of(person.kind),
            "chats": [] if session.for_agent else runtime.hub.own_chats(actor),
        }
        if claims.jti is None:
            reply["token"] = runtime.tokens.for_visitor(claims)
        session.reply(message, reply, "welcome")
        runtime.presence.came(session, own)
        runtime.hub.add(session)

    return Work(sign_in, welcome)


def renew(session: Session, message: Message) -> Work:
    """The same person, with a fresh token."""
    runtime, actor = session.runtime, actor_of(session)
    token = fields.string(message, "token")

    def sign_in() -> tuple[identity.Claims, Actor]:
        claims = runtime.tokens.read(token)
        if claims.person.id != actor.person.id:
            raise IdentityInvalid("The token is somebody else's.")
        return claims, identity.sign_in(runtime.context, claims)

    def renewed(result: tuple[identity.Claims, Actor]) -> None:
        claims, again = result
        session.signed_in(again, runtime.tokens.seconds(claims))
        session.reply(message, {})
        if again != actor:
            runtime.hub.rights_changed(session)

    return Work(sign_in, renewed)
