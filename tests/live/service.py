"""The service as it really runs, in a process of its own, and a client that speaks the protocol."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import requests
from websockets.sync.client import ClientConnection, connect
from werkzeug.serving import make_server

from bridge.sandbox import SandboxConfig, create_sandbox

IDENTITY_SECRET = "a secret that only OTRS and the bridge know"
ORIGIN = "http://pages.example.com"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class StandIn:
    """The OTRS stand-in over real HTTP."""

    def __init__(self) -> None:
        self.port = free_port()
        self.password = secrets.token_urlsafe(16)
        config = SandboxConfig(
            bridge_url="http://127.0.0.1:1/chatbridge", secret=IDENTITY_SECRET, service_password=self.password
        )
        self._app = create_sandbox(config)
        self._server: Any = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/otrs"

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self._app, threaded=True)
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """As an OTRS that is down: nobody answers the port."""
        self._server.shutdown()
        self._server.server_close()

    def call(self, operation: str, **fields: Any) -> dict[str, Any]:
        body = {"UserLogin": "chatbridge", "Password": self.password, **fields}
        url = f"{self.url}/nph-genericinterface.pl/Webservice/ChatBridge/{operation}"
        return requests.post(url, json=body, timeout=10).json()

    def tickets(self, agent: str = "anton", query: str = "") -> list[dict[str, Any]]:
        return self.call("TicketSearch", ActingUserLogin=agent, Query=query)["Tickets"]


class Service:
    """`bridge migrate`, then `bridge serve` with the embedded worker unless `environ` says otherwise."""

    def __init__(self, folder: Path, otrs: StandIn, **environ: str) -> None:
        self.port = free_port()
        self.environ = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"sqlite:///{folder}/chat.db",
            "CHATBRIDGE_SECRET_KEY": "the bridge's own secret, long enough for tests",
            "CHATBRIDGE_PORT": str(self.port),
            "CHATBRIDGE_PUBLIC_URL": f"http://127.0.0.1:{self.port}/chatbridge",
            "CHATBRIDGE_ALLOWED_ORIGINS": ORIGIN,
            "CHATBRIDGE_IDENTITY_SECRETS": f"otrs-1:{IDENTITY_SECRET}",
            "CHATBRIDGE_OTRS_URL": otrs.url,
            "CHATBRIDGE_OTRS_PASSWORD": otrs.password,
            "CHATBRIDGE_COMMANDS_PER_SECOND": "1000",
            **environ,
        }
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        migrated = self.command("migrate")
        assert migrated.returncode == 0, migrated.stderr
        self.start()

    @property
    def url(self) -> str:
        return self.environ["CHATBRIDGE_PUBLIC_URL"]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bridge", *words],
            env=self.environ,
            cwd=self._folder,
            text=True,
            capture_output=True,
        )

    def start(self) -> None:
        self.spawn("serve")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.url}/readyz", timeout=2).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise TimeoutError(self.log)

    def spawn(self, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / "service.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bridge", *words],
                env=self.environ,
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    @property
    def log(self) -> str:
        return (self._folder / "service.log").read_text()

    def kill(self) -> None:
        """As a power cut: no goodbye to anybody."""
        for process in self._processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(20)
        self._processes.clear()

    def connect(self, **options: Any) -> Client:
        return Client(f"ws://127.0.0.1:{self.port}/chatbridge/socket", **options)

    def agent(self, login: str, name: str = "") -> Client:
        client = self.connect()
        client.hello(token=identity_token("agent", login, name or f"{login.title()} Agent"))
        return client

    def customer(self, login: str = "carla") -> Client:
        client = self.connect()
        client.hello(token=identity_token("customer", login, "Carla Customer"))
        return client

    def visitor(self, name: str = "Max") -> Client:
        client = self.connect()
        client.hello(visitor={"name": name})
        return client


def identity_token(
    kind: str, login: str, name: str = "", *, secret: str = IDENTITY_SECRET, **claims: Any
) -> str:
    now = int(time.time())
    payload = {
        "aud": "chatbridge",
        "iss": "otrs.example.com",
        "sub": f"{kind}:{login}",
        "kind": kind,
        "login": login,
        "name": name or login,
        "lang": "en",
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_hex(16),
        **claims,
    }
    kid = payload.pop("kid", "otrs-1")
    return jwt.encode(payload, secret, algorithm="HS256", headers={"kid": kid})


class Client:
    """A person's end of the socket, from a page of an allowed origin."""

    def __init__(self, url: str, *, origin: str = ORIGIN, **options: Any) -> None:
        self._socket: ClientConnection = connect(url, origin=origin, compression=None, **options)
        self._ids = iter(range(1, 1_000_000))
        self.events: list[dict[str, Any]] = []
        self.welcome: dict[str, Any] = {}

    @property
    def socket(self) -> ClientConnection:
        return self._socket

    def hello(self, **fields: Any) -> dict[str, Any]:
        self.welcome = self.ask("hello", version=1, **fields)
        return self.welcome

    def tell(self, kind: str, **fields: Any) -> int:
        number = next(self._ids)
        self._socket.send(json.dumps({"type": kind, "id": number, **fields}))
        return number

    def ask(self, kind: str, *, timeout: float = 15, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for its reply; events that come meanwhile are kept."""
        return self.reply(self.tell(kind, **fields), timeout=timeout)

    def reply(self, number: int, *, timeout: float = 15) -> dict[str, Any]:
        while True:
            message = json.loads(self._socket.recv(timeout=timeout))
            if message.get("id") == number:
                return message
            self.events.append(message)

    def event(self, kind: str, *, timeout: float = 15, **wanted: Any) -> dict[str, Any]:
        """The next event of that kind, kept or to come, that has these values."""
        deadline = time.monotonic() + timeout
        while True:
            for message in self.events:
                if message["type"] == kind and all(message.get(k) == v for k, v in wanted.items()):
                    self.events.remove(message)
                    return message
            self.events.append(json.loads(self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))))

    def until(self, condition: Any, *, timeout: float = 15) -> dict[str, Any]:
        """The next event for which the condition holds."""
        deadline = time.monotonic() + timeout
        while True:
            for message in self.events:
                if condition(message):
                    self.events.remove(message)
                    return message
            self.events.append(json.loads(self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))))

    def start_chat(self, text: str = "My printer is on fire") -> str:
        chat = str(uuid.uuid4())
        reply = self.ask("chat.start", chat=chat, client_id=str(uuid.uuid4()), text=text)
        assert reply["type"] == "result", reply
        return chat

    def open(self, chat: str, after_seq: int = 0) -> dict[str, Any]:
        return self.ask("chat.open", chat=chat, after_seq=after_seq)

    def say(self, chat: str, text: str, **fields: Any) -> dict[str, Any]:
        fields.setdefault("client_id", str(uuid.uuid4()))
        return self.ask("message.send", chat=chat, text=text, **fields)

    def close(self) -> None:
        self._socket.close()
