"""``/otrs/customer.pl``: the customers' portal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, jsonify, redirect, request, session
from werkzeug.wrappers import Response

from bridge.sandbox.seed import GONE_STATES
from bridge.sandbox.tokens import LIFETIME_SECONDS, identity_token
from bridge.sandbox.web import CUSTOMER_PATH, Site, download, parameters
from bridge.sandbox.world import Customer, Ticket, World


class CustomerPages:
    """The actions of ``customer.pl`` for whoever is logged in, or the login page."""

    def __init__(self, world: World, site: Site) -> None:
        self._world = world
        self._site = site
        self._actions: Mapping[str, Callable[[Customer, dict[str, str]], Response]] = {
            "CustomerTicketOverview": self._overview,
            "CustomerTicketZoom": self._zoom,
            "CustomerTicketAttachment": self._attachment,
            "CustomerChatBridgeToken": self._token,
            "Logout": self._log_out,
        }

    def blueprint(self) -> Blueprint:
        """The route, for GET and for the login's POST."""
        blueprint = Blueprint("customer", __name__)
        blueprint.add_url_rule(CUSTOMER_PATH, "index", self._index, methods=["GET", "POST"])
        return blueprint

    def _index(self) -> Response:
        asked = parameters()
        action = asked.get("Action", "CustomerTicketOverview")
        if action == "Login" and request.method == "POST":
            return self._log_in(asked)
        customer = self._world.customers.get(session.get("customer", ""))
        if customer is None:
            return self._login_page()
        if request.headers.get("X-Requested-With") != "XMLHttpRequest":
            self._world.saw("customer", customer.login)
        show = self._actions.get(action)
        if show is None:
            return self._page("customer_error.html", customer, message="unknown")
        return show(customer, asked)

    def _log_in(self, asked: dict[str, str]) -> Response:
        customer = self._world.customers.get(asked.get("User", ""))
        if customer is None:
            return self._login_page()
        session["customer"] = customer.login
        self._world.saw("customer", customer.login)
        return redirect(f"{CUSTOMER_PATH}?Action=CustomerTicketOverview")

    def _log_out(self, customer: Customer, _: dict[str, str]) -> Response:
        session.pop("customer", None)
        self._world.left("customer", customer.login)
        return redirect(CUSTOMER_PATH)

    def _overview(self, customer: Customer, _: dict[str, str]) -> Response:
        return self._page("customer_tickets.html", customer, tickets=self._tickets(customer))

    def _login_page(self) -> Response:
        response = self._site.page("customer_login.html", people=list(self._world.customers.values()))
        response.headers["X-OTRS-Login"] = CUSTOMER_PATH
        return response

    def _token(self, customer: Customer, _: dict[str, str]) -> Response:
        token = identity_token(self._site.config, customer, self._site.language())
        response = jsonify({"Token": token, "ExpiresIn": LIFETIME_SECONDS})
        response.headers["Cache-Control"] = "no-store"
        return response

    def _zoom(self, customer: Customer, asked: dict[str, str]) -> Response:
        number = asked.get("TicketNumber")
        ticket = next((t for t in self._tickets(customer) if t.number == number), None)
        if ticket is None:
            return self._page("customer_error.html", customer, message="ticket")
        articles = [article for article in ticket.articles if article.visible_for_customer]
        return self._page("customer_zoom.html", customer, ticket=ticket, articles=articles)

    def _attachment(self, customer: Customer, asked: dict[str, str]) -> Response:
        tickets = self._tickets(customer)
        file = self._world.file(tickets, asked.get("ArticleID", ""), asked.get("FileID", ""), visible=True)
        return download(file) if file else self._page("customer_error.html", customer, message="ticket")

    def _tickets(self, customer: Customer) -> list[Ticket]:
        return [t for t in self._world.customers_tickets(customer.login) if t.state_id not in GONE_STATES]

    def _page(self, template: str, customer: Customer, **values: object) -> Response:
        tag = {
            "data-role": "customer",
            "data-token-url": f"{CUSTOMER_PATH}?Action=CustomerChatBridgeToken",
            "data-otrs-url": CUSTOMER_PATH,
            "data-lang": self._site.language(),
            "data-theme": "light",
        }
        if action := parameters().get("Action"):
            tag["data-action"] = action
        ticket = values.get("ticket")
        if isinstance(ticket, Ticket):
            tag |= {"data-ticket-id": str(ticket.id), "data-ticket-number": ticket.number}
        return self._site.page(
            template,
            tag,
            me=customer,
            path=CUSTOMER_PATH,
            states=self._world.states,
            names=self._world.names(),
            **values,
        )
