"""The start page of the stand-in, its switches, and the visitor's page of a made-up shop."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bridge.sandbox.outage import MODES, Outage
from bridge.sandbox.web import AGENT_PATH, CUSTOMER_PATH, Site
from bridge.sandbox.world import Article, World

SHOP_PATH = "/shop"
OUTAGE_PATH = "/sandbox/outage"


def public_blueprint(world: World, site: Site, outage: Outage) -> Blueprint:
    """Everything outside ``/otrs/``."""
    blueprint = Blueprint("public", __name__)

    @blueprint.get("/")
    def start() -> Response:
        return site.page(
            "start.html",
            agent_path=AGENT_PATH,
            customer_path=CUSTOMER_PATH,
            shop_path=SHOP_PATH,
            outage_path=OUTAGE_PATH,
            outage=outage.mode,
            modes=MODES,
            service_url=f"{request.host_url}otrs",
        )

    @blueprint.get(SHOP_PATH)
    def shop() -> Response:
        return site.page("shop.html", {"data-role": "visitor", "data-lang": site.language()})

    @blueprint.get(OUTAGE_PATH)
    def show_outage() -> Response:
        return jsonify({"on": outage.mode is not None, "mode": outage.mode})

    @blueprint.post(OUTAGE_PATH)
    def set_outage() -> AnyResponse:
        asked = request.get_json() if request.is_json else request.form.to_dict()
        if not isinstance(asked, dict):
            abort(400)
        try:
            outage.set(
                on=asked.get("on") in (True, 1, "1", "true"), mode=str(asked.get("mode") or "unavailable")
            )
        except ValueError as error:
            return Response(f"{error}\n", 400, content_type="text/plain; charset=utf-8")
        return show_outage() if request.is_json else redirect("/")

    @blueprint.get("/sandbox/tickets")
    def tickets() -> Response:
        with world.lock:
            return jsonify(
                {
                    "tickets": [
                        {
                            "id": str(ticket.id),
                            "number": ticket.number,
                            "title": ticket.title,
                            "queue": ticket.queue.name,
                            "state": world.states[ticket.state_id],
                            "customer": ticket.customer_user,
                            "owner": ticket.owner,
                            "created_by": ticket.created_by,
                            "articles": [_article(article) for article in ticket.articles],
                        }
                        for ticket in world.tickets.values()
                    ]
                }
            )

    return blueprint


def _article(article: Article) -> dict[str, object]:
    return {
        "id": str(article.id),
        "channel": article.channel,
        "created_by": article.created_by,
        "sender_type": article.sender_type,
        "visible_for_customer": article.visible_for_customer,
        "text": article.text,
        "lines": [
            {
                "type": line.chatter_type,
                "id": line.chatter_id,
                "name": line.chatter_name,
                "text": line.text,
                "time": int(line.at.timestamp()),
                "system": line.system,
            }
            for line in article.lines
        ],
        "files": [file.name for file in article.files],
    }
