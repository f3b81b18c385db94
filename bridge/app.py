"""The composition root: the one place where everything is wired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text

from bridge.bus import LocalBus, RedisBus
from bridge.otrs import GenericInterfaceClient, OtrsGateway
from bridge.otrs.absent import NoOtrs
from bridge.otrs.stock import StockGateway
from bridge.otrs.stock_archive import StockArchive, StockChoices
from bridge.otrs.stock_calls import StockCalls
from bridge.otrs.stock_once import QUIET, Once
from bridge.otrs.stock_pdf import StockPdf
from bridge.otrs.stock_sessions import StockSessions
from bridge.otrs.stock_sign_in import StockLogins
from bridge.parsing import origin_of
from bridge.services.context import Context
from bridge.services.policy import CurrentPolicy
from bridge.services.ports import Logins, Otrs
from bridge.services.ports.outgoing import Mailer, NoMail, Renderer
from bridge.settings import Settings
from bridge.store import Database, make_engine
from bridge.transcripts.html import page
from bridge.transcripts.layout import file_name
from bridge.transcripts.message import Composer
from bridge.transcripts.renderer import PdfRenderer
from bridge.transcripts.smtp import SmtpMailer
from bridge.transcripts.text import as_text
from bridge.web import sign_in, transcripts
from bridge.web.http import PREFIX, create_web
from bridge.web.runtime import Runtime
from bridge.web.sign_in_tokens import KEY_ID, SignInTokens, identity_key
from bridge.web.tokens import Tokens
from tasks.app import make_celery
from tasks.jobs import CeleryJobs, register

if TYPE_CHECKING:
    from celery import Celery
    from flask import Blueprint, Flask


_CONNECTIONS = 12
"""What the threads of a web process can use at once; a worker may need more."""


def now() -> datetime:
    """The time, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Bridge:
    """The wired service. Nothing runs and nothing is connected yet."""

    settings: Settings
    context: Context
    policy: CurrentPolicy
    engine: Engine
    bus: LocalBus
    celery: Celery
    renderer: Renderer
    logins: Logins | None = None
    """Only without the add-on: with it, OTRS says who somebody is."""


def build(settings: Settings) -> Bridge:
    """Wire the service for these settings."""
    engine = make_engine(settings.database_url, pool_size=max(_CONNECTIONS, settings.worker_threads + 2))
    bus = RedisBus(settings.redis_url) if settings.redis_url else LocalBus()
    celery = make_celery(settings)
    db = Database(engine)
    policy = CurrentPolicy(db)
    renderer = PdfRenderer(settings.pdf_engine, settings.font_dirs)
    otrs, logins = _otrs(settings, db, renderer)
    bus.subscribe(policy.hear)
    mailer = _mailer(settings, renderer)
    context = Context(db, bus, CeleryJobs(celery), otrs, now, policy, settings.admin_group, mailer)
    register(celery, context, timedelta(hours=settings.request_hours))
    return Bridge(settings, context, policy, engine, bus, celery, renderer, logins)


def web(bridge: Bridge) -> tuple[Flask, Runtime]:
    """The web application and its live part, which is for the caller to start and stop."""
    settings = bridge.settings
    own = {KEY_ID: identity_key(settings.secret_key)} if bridge.logins else {}
    tokens = Tokens(
        {**own, **settings.identity_secrets},
        settings.secret_key,
        identity_seconds=settings.identity_seconds,
        visitor_hours=settings.visitor_hours,
        clock=now,
    )
    bridge.policy.no_waiting()
    runtime = Runtime(settings, bridge.context, bridge.bus, tokens)

    def database() -> None:
        with bridge.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    writers: transcripts.Writers = {
        "pdf": ("application/pdf", lambda of: (file_name(of, "pdf"), bridge.renderer.pdf(of))),
        "html": ("text/html; charset=utf-8", lambda of: (file_name(of, "html"), page(of).encode())),
        "text": ("text/plain; charset=utf-8", lambda of: (file_name(of, "txt"), as_text(of).encode())),
    }
    flask = create_web(runtime, {"database": database})
    routes = transcripts.blueprint(bridge.context, writers, settings.secret_key)
    flask.register_blueprint(routes, url_prefix=PREFIX)
    if bridge.logins:
        flask.register_blueprint(_signing_in(bridge, bridge.logins), url_prefix=PREFIX)
    return flask, runtime


def _signing_in(bridge: Bridge, logins: Logins) -> Blueprint:
    settings = bridge.settings
    tokens = SignInTokens(settings.secret_key, hours=settings.sign_in_hours, clock=now)
    attempts = sign_in.Attempts(settings.sign_ins_per_minute)
    return sign_in.blueprint(bridge.context, logins, tokens, attempts, origin_of(settings.public_url))


def prepare(bridge: Bridge) -> None:
    """What must be there once the tables are: the default channel."""
    with bridge.context.db.write() as tx:
        tx.channels.ensure_default(bridge.settings.default_channel, bridge.settings.default_group, now())


def _mailer(settings: Settings, renderer: Renderer) -> Mailer:
    if settings.smtp is None:
        return NoMail()

    def link(mail_id: str) -> str:
        return transcripts.address_to_confirm(settings.secret_key, settings.public_url, mail_id)

    composer = Composer(settings.mail_from, renderer, link, now)
    return SmtpMailer(settings.smtp, composer, settings.smtp_ca_file)


def _otrs(settings: Settings, db: Database, renderer: Renderer) -> tuple[Otrs, Logins | None]:
    if not settings.otrs_url:
        return NoOtrs(), None
    if settings.otrs_way == "stock":
        return _stock(settings, db, renderer)
    return OtrsGateway(_client(settings, settings.otrs_user, settings.otrs_password)), None


def _stock(settings: Settings, db: Database, renderer: Renderer) -> tuple[StockGateway, StockLogins]:
    client = _client(settings, "", "")
    sessions = StockSessions(db, settings.secret_key, now)
    service = (settings.otrs_user, settings.otrs_password) if settings.otrs_password else None
    calls = StockCalls(client, sessions, service)
    choices = StockChoices(settings.stock_queues, settings.stock_priorities, settings.stock_states)
    once = Once(db, now, max(QUIET, timedelta(seconds=settings.otrs_timeout + 10)))
    archive = StockArchive(calls, once, choices, StockPdf(renderer, sessions))
    gateway = StockGateway(calls, sessions, archive, choices, settings.stock_groups, now)
    return gateway, StockLogins(client, sessions)


def _client(settings: Settings, user: str, password: str) -> GenericInterfaceClient:
    return GenericInterfaceClient(
        settings.otrs_url,
        settings.otrs_webservice,
        user,
        password,
        settings.otrs_timeout,
        verify=settings.otrs_ca_file or True,
    )
