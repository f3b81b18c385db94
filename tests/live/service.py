"""The service as it really runs, beside the OTRS stand-in, for tests over real sockets."""

from __future__ import annotations

import logging
import secrets
import socket
from threading import Thread
from typing import Any

import requests
from werkzeug.serving import BaseWSGIServer, make_server

from bridge.sandbox import SandboxConfig, create_sandbox
from tests.env.bridge import Bridge
from tests.env.processes import free_port, listen
from tests.live.client import IDENTITY_KEY_ID, IDENTITY_SECRET, ORIGIN, Client, identity_token

SECRET_KEY = "the bridge's own secret, long enough for tests"


class StandIn:
    """The OTRS stand-in over real HTTP, in this process."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.port = free_port()
        self.password = secrets.token_urlsafe(16)
        self.host = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.host}/otrs"
        config = SandboxConfig(
            bridge_url="http://127.0.0.1:1/chatbridge", secret=IDENTITY_SECRET, service_password=self.password
        )
        self._app = create_sandbox(config)
        self._server: BaseWSGIServer | None = None
        self._silent: socket.socket | None = None

    def start(self) -> StandIn:
        """Answer the port."""
        self.stop()
        with listen(self.port) as listener:
            self._server = make_server("127.0.0.1", self.port, self._app, threaded=True, fd=listener.fileno())
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        """As an OTRS that is down: nobody answers the port. What it holds stays."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        if self._silent is not None:
            self._silent.close()
            self._silent = None

    def hang(self) -> None:
        """As an OTRS that takes every call and never answers; ``start`` ends it."""
        self.stop()
        self._silent = listen(self.port)

    def fail(self, mode: str = "") -> None:
        """Let its web service fail: ``unavailable``, ``drop`` or ``lose-answer``; without a mode it works."""
        wanted = {"on": bool(mode), "mode": mode or "unavailable"}
        requests.post(f"{self.host}/sandbox/outage", json=wanted, timeout=60).raise_for_status()

    def tickets(self, title: str = "") -> list[dict[str, Any]]:
        """The tickets it holds, with their articles; only those of that title."""
        held = requests.get(f"{self.host}/sandbox/tickets", timeout=60).json()["tickets"]
        return [ticket for ticket in held if title in ("", ticket["title"])]


class Service(Bridge):
    """A bridge for the stand-in. Without a database address and Redis it is one process on SQLite.

    ``settings`` are environment variables that are to be different.
    """

    def __init__(
        self,
        otrs: StandIn,
        *,
        database_url: str = "sqlite:///chat.db",
        redis_url: str = "",
        port: int = 0,
        settings: dict[str, str] | None = None,
    ) -> None:
        usual = {
            "CHATBRIDGE_SECRET_KEY": SECRET_KEY,
            "CHATBRIDGE_ALLOWED_ORIGINS": ORIGIN,
            "CHATBRIDGE_IDENTITY_SECRETS": f"{IDENTITY_KEY_ID}:{IDENTITY_SECRET}",
            "CHATBRIDGE_OTRS_URL": otrs.url,
            "CHATBRIDGE_OTRS_PASSWORD": otrs.password,
            "CHATBRIDGE_COMMANDS_PER_SECOND": "1000",
            "CHATBRIDGE_VISITORS_PER_MINUTE": "10000",
            "CHATBRIDGE_VISITOR_SOCKETS_PER_ADDRESS": "100000",
            "CHATBRIDGE_HEAL_SECONDS": "1",
        }
        super().__init__(
            database_url=database_url, redis_url=redis_url, port=port, settings={**usual, **(settings or {})}
        )

    @property
    def socket_url(self) -> str:
        """Where its sockets are."""
        return f"ws://127.0.0.1:{self.port}/chatbridge/socket"

    def start(self, *names: str) -> Service:
        """Bring up the named processes; without names all that this sort of service has."""
        embedded = not self.settings["REDIS_URL"]
        super().start(*(names or (("serve",) if embedded else ("serve", "worker", "beat"))))
        return self

    def restart(self) -> Service:
        """As a crash of the web process and its way back."""
        self.kill("serve")
        return self.start("serve")

    def connect(self, **options: Any) -> Client:
        """A connection that has not said who it is."""
        return Client(self.socket_url, **options)

    def agent(self, login: str = "anton", name: str = "") -> Client:
        """An agent, signed in: ``anton`` and ``cem`` work in the channel, ``berta`` does not."""
        client = self.connect()
        reply = client.hello(token=identity_token("agent", login, name or f"{login.title()} Agent"))
        assert reply["type"] == "welcome", reply
        return client

    def customer(self, login: str = "carla") -> Client:
        """A customer, signed in."""
        client = self.connect()
        reply = client.hello(token=identity_token("customer", login, "Carla Customer"))
        assert reply["type"] == "welcome", reply
        return client

    def visitor(self, name: str = "Max", **options: Any) -> Client:
        """A new visitor."""
        client = self.connect(**options)
        reply = client.hello(visitor={"name": name})
        assert reply["type"] == "welcome", reply
        return client

    def back(self, client: Client, **options: Any) -> Client:
        """A visitor on a new connection, with the token from the old one."""
        again = self.connect(**options)
        reply = again.hello(token=client.welcome["token"])
        assert reply["type"] == "welcome", reply
        again.welcome["token"] = client.welcome["token"]
        return again

    def conversation(self, agent: str = "anton", visitor: str = "Max") -> tuple[Client, Client, str]:
        """An agent and a visitor in an active chat that both follow; and the chat's id."""
        asking = self.visitor(visitor)
        chat = asking.start_chat()
        answering = self.agent(agent)
        reply = answering.ask("chat.accept", chat=chat)
        assert reply["type"] == "result", reply
        for client in (asking, answering):
            assert client.open(chat)["type"] == "result"
        return answering, asking, chat
