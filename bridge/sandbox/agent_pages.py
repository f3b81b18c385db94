"""``/otrs/index.pl``: the agents' pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, jsonify, redirect, request, session
from werkzeug.wrappers import Response

from bridge.sandbox.seed import GONE_STATES
from bridge.sandbox.tokens import LIFETIME_SECONDS, identity_token
from bridge.sandbox.web import AGENT_PATH, Site, download, parameters
from bridge.sandbox.world import SERVICE_GROUP, Agent, Ticket, World


class AgentPages:
    """The actions of ``index.pl`` for whoever is logged in, or the login page."""

    def __init__(self, world: World, site: Site) -> None:
        self._world = world
        self._site = site
        self._actions: Mapping[str, Callable[[Agent, dict[str, str]], Response]] = {
            "AgentDashboard": self._dashboard,
            "AgentTicketQueue": self._queues,
            "AgentTicketZoom": self._zoom,
            "AgentTicketAttachment": self._attachment,
            "AgentCustomerSearch": self._customers,
            "AgentChatBridgeToken": self._token,
            "Logout": self._log_out,
        }

    def blueprint(self) -> Blueprint:
        """The route, for GET and for the login's POST."""
        blueprint = Blueprint("agent", __name__)
        blueprint.add_url_rule(AGENT_PATH, "index", self._index, methods=["GET", "POST"])
        return blueprint

    def _index(self) -> Response:
        asked = parameters()
        action = asked.get("Action", "AgentDashboard")
        if action == "Login" and request.method == "POST":
            return self._log_in(asked)
        agent = self._world.agents.get(session.get("agent", ""))
        if agent is None:
            return self._login_page(request.query_string.decode("utf-8", "replace"))
        if request.headers.get("X-Requested-With") != "XMLHttpRequest":
            self._world.saw("agent", agent.login)
        show = self._actions.get(action)
        if show is None:
            return self._page("agent_error.html", agent, "", message="unknown")
        return show(agent, asked)

    def _log_in(self, asked: dict[str, str]) -> Response:
        agent = self._world.agents.get(asked.get("User", ""))
        if agent is None or agent.may("rw", SERVICE_GROUP):
            return self._login_page("")
        session["agent"] = agent.login
        self._world.saw("agent", agent.login)
        return redirect(f"{AGENT_PATH}?{asked.get('RequestedURL') or 'Action=AgentDashboard'}")

    def _log_out(self, agent: Agent, _: dict[str, str]) -> Response:
        session.pop("agent", None)
        self._world.left("agent", agent.login)
        return redirect(AGENT_PATH)

    def _login_page(self, requested: str) -> Response:
        people = [a for a in self._world.agents.values() if not a.may("rw", SERVICE_GROUP)]
        # Not back to a log-out, and not to a page that is no page.
        keep = requested if "Action=Agent" in requested and "Token" not in requested else ""
        response = self._site.page("agent_login.html", people=people, requested=keep)
        response.headers["X-OTRS-Login"] = AGENT_PATH
        return response

    def _token(self, agent: Agent, _: dict[str, str]) -> Response:
        token = identity_token(self._site.config, agent, self._site.language())
        response = jsonify({"Token": token, "ExpiresIn": LIFETIME_SECONDS})
        response.headers["Cache-Control"] = "no-store"
        return response

    def _dashboard(self, agent: Agent, _: dict[str, str]) -> Response:
        online = [a for a in self._world.agents.values() if self._world.seen("agent", a.login)]
        customers = [c for c in self._world.customers.values() if self._world.seen("customer", c.login)]
        return self._page(
            "agent_dashboard.html",
            agent,
            "AgentDashboard",
            tickets=self._tickets(agent),
            online=online,
            customers=customers,
        )

    def _queues(self, agent: Agent, asked: dict[str, str]) -> Response:
        queues = [q for q in self._world.queues.values() if agent.may("ro", q.group)]
        tickets = self._tickets(agent)
        counts = {q.id: sum(t.queue is q for t in tickets) for q in queues}
        chosen = next((q for q in queues if str(q.id) == asked.get("QueueID")), None)
        return self._page(
            "agent_queues.html",
            agent,
            "AgentTicketQueue",
            queues=queues,
            counts=counts,
            chosen=chosen,
            tickets=[t for t in tickets if chosen is None or t.queue is chosen],
        )

    def _zoom(self, agent: Agent, asked: dict[str, str]) -> Response:
        ticket_id = asked.get("TicketID")
        ticket = next((t for t in self._tickets(agent) if str(t.id) == ticket_id), None)
        if ticket is None:
            return self._page("agent_error.html", agent, "", message="ticket")
        return self._page(
            "agent_zoom.html", agent, "AgentTicketQueue", ticket=ticket, articles=list(ticket.articles)
        )

    def _attachment(self, agent: Agent, asked: dict[str, str]) -> Response:
        file = self._world.file(self._tickets(agent), asked.get("ArticleID", ""), asked.get("FileID", ""))
        return download(file) if file else self._page("agent_error.html", agent, "", message="ticket")

    def _customers(self, agent: Agent, _: dict[str, str]) -> Response:
        tickets = self._tickets(agent)
        people = [
            (c, [t for t in tickets if t.customer_user == c.login]) for c in self._world.customers.values()
        ]
        return self._page("agent_customers.html", agent, "AgentCustomerSearch", people=people)

    def _tickets(self, agent: Agent) -> list[Ticket]:
        return [t for t in self._world.agents_tickets(agent, "ro") if t.state_id not in GONE_STATES]

    def _page(self, template: str, agent: Agent, current: str, **values: object) -> Response:
        tag = {
            "data-role": "agent",
            "data-token-url": f"{AGENT_PATH}?Action=AgentChatBridgeToken",
            "data-otrs-url": AGENT_PATH,
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
            me=agent,
            path=AGENT_PATH,
            current=current,
            states=self._world.states,
            priorities=self._world.priorities,
            names=self._world.names(),
            **values,
        )
