"""Puts the stand-in together."""

from __future__ import annotations

import hashlib

from flask import Flask

from bridge.sandbox.agent_pages import AgentPages
from bridge.sandbox.config import SandboxConfig
from bridge.sandbox.customer_pages import CustomerPages
from bridge.sandbox.operations import Operations
from bridge.sandbox.outage import Outage
from bridge.sandbox.public_pages import public_blueprint
from bridge.sandbox.rest import rest_blueprint
from bridge.sandbox.seed import demo_world
from bridge.sandbox.web import Site


def create_sandbox(config: SandboxConfig) -> Flask:
    """A stand-in with demo data of its own: OTRS's pages and web service, and a visitor's page.

    Any WSGI server with threads may serve it. Everybody who can reach it can be every agent, so bind it to
    127.0.0.1.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=hashlib.sha256(b"stand-in session\0" + config.secret.encode()).digest(),
        SESSION_COOKIE_NAME="otrs_stand_in",
        SESSION_COOKIE_SAMESITE="Lax",
    )
    world = demo_world(config.service_user)
    site = Site(config)
    site.install(app)
    outage = Outage()
    app.register_blueprint(rest_blueprint(Operations(world, config), outage))
    app.register_blueprint(AgentPages(world, site).blueprint())
    app.register_blueprint(CustomerPages(world, site).blueprint())
    app.register_blueprint(public_blueprint(world, site, outage))
    return app
