"""The public address through real web servers: as the installation guide says, and with what is forgotten."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator

import pytest
from websockets.sync.server import serve
from werkzeug.serving import make_server

from bridge import __version__, app
from bridge.doctor.findings import State
from tests.doctor.proxies import Proxy, right, without
from tests.doctor.support import always, case, look, served, site
from tests.env import apache, nginx
from tests.env.fixtures import need
from tests.env.processes import free_port
from tests.live.service import Service, StandIn

pytestmark = pytest.mark.live

HEALTHY = {"status": "ok", "version": __version__}
LINKS = ("public.health", "public.widget", "public.socket")
UPGRADE = "    proxy_set_header Upgrade $http_upgrade;\n"
CONNECTION = "    proxy_set_header Connection $chatbridge_connection;\n"
VERSION = "    proxy_http_version 1.1;\n"
NOBODY = 1  # a port where nobody listens


@pytest.fixture(scope="module")
def public_port() -> int:
    """The port of every web server here, one after the other: the service knows its origin."""
    return free_port()


@pytest.fixture(scope="module")
def service(public_port) -> Iterator[Service]:
    otrs = StandIn().start()
    settings = {"CHATBRIDGE_PUBLIC_URL": f"http://127.0.0.1:{public_port}/chatbridge"}
    running = Service(otrs, settings=settings).start()
    yield running
    running.stop()
    otrs.stop()


@pytest.fixture
def behind(service, public_port) -> Iterator[Callable[..., dict[str, str]]]:
    """Call it with ``apache`` or ``nginx`` and its lines: finding by link, empty where all is well."""
    started = []

    def start(kind: str, lines: str) -> dict[str, str]:
        need({"apache": "apache2"}.get(kind, kind))
        started.append(Proxy(kind, lines, public_port))
        url = f"http://127.0.0.1:{public_port}/chatbridge"
        results = {name: look(name, CHATBRIDGE_PUBLIC_URL=url) for name in LINKS}
        return {name: result.finding or result.state for name, result in results.items()}

    yield start
    for proxy in started:
        proxy.stop()


@pytest.mark.parametrize("kind", ["apache", "nginx"])
def test_as_the_installation_guide_says(behind, service, kind):
    assert set(behind(kind, right(kind, service.port)).values()) == {State.OK}


# What stands before or in place of the guide's lines, and the link that then is wrong.
OF_APACHE = [
    ("", "public.health", "public.not-mounted"),
    (apache.PROXY.format(port=NOBODY), "public.health", "public.down"),
    ("<Location /chatbridge>\nRequire all denied\n</Location>", "public.health", "public.refused"),
    ("Redirect /chatbridge https://chat.example.com/chatbridge", "public.health", "public.redirect"),
    ("Redirect 410 /chatbridge", "public.health", "public.failed"),
    ("ProxyPass /chatbridge/widget/ !\n{right}", "public.widget", "widget.missing"),
    ('{right}\nRequestHeader set Origin "http://127.0.0.1"', "public.socket", "socket.origin"),
    ("{right}\nRequestHeader unset Origin", "public.socket", "socket.origin"),
    (
        f"ProxyPass /chatbridge/socket http://127.0.0.1:{NOBODY}/ upgrade=websocket\n{{right}}",
        "public.socket",
        "socket.down",
    ),
    ("ProxyPass /chatbridge/socket !\n{right}", "public.socket", "socket.not-mounted"),
]
OF_NGINX = [
    ("", "public.health", "public.not-mounted"),
    (nginx.PROXY.format(port=NOBODY), "public.health", "public.down"),
    ("location /chatbridge/ { deny all; }", "public.health", "public.refused"),
    ("location /chatbridge/ { return 308 https://$host$request_uri; }", "public.health", "public.redirect"),
    ("location /chatbridge/ { return 500; }", "public.health", "public.failed"),
    ("location /chatbridge/ { return 200 'Welcome'; }", "public.health", "public.not-mounted"),
    ("location ~ [.]js$ { expires 1y; }\n{right}", "public.widget", "widget.missing"),
    ("location ~ [.]js$ { return 200 'old'; }\n{right}", "public.widget", "widget.changed"),
    ("location = /chatbridge/socket { deny all; }\n{right}", "public.socket", "socket.refused"),
    ("location = /chatbridge/socket { return 500; }\n{right}", "public.socket", "socket.failed"),
]


@pytest.mark.parametrize(
    ("kind", "lines", "link", "finding"),
    [("apache", *rest) for rest in OF_APACHE] + [("nginx", *rest) for rest in OF_NGINX],
)
def test_what_an_administrator_wrote_instead(behind, service, kind, lines, link, finding):
    found = behind(kind, lines.replace("{right}", right(kind, service.port)))
    assert found[link] == finding, found
    if link == "public.health":
        assert found["public.socket"] == State.SKIPPED


@pytest.mark.parametrize(
    ("kind", "forgotten", "finding"),
    [
        ("apache", [" upgrade=websocket"], "socket.upgrade-apache"),
        ("nginx", [UPGRADE], "socket.upgrade-nginx"),
        ("nginx", [CONNECTION], "socket.upgrade-nginx"),
        ("nginx", [UPGRADE, CONNECTION, VERSION], "socket.upgrade-nginx"),
        ("nginx", [VERSION], "socket.http-1.0"),
    ],
)
def test_a_line_of_the_guide_that_is_forgotten(behind, service, kind, forgotten, finding):
    found = behind(kind, without(kind, service.port, *forgotten))
    assert found == {"public.health": "ok", "public.widget": "ok", "public.socket": finding}


def test_another_host_name_in_front_than_the_service_knows(service, public_port):
    """The service's process has another CHATBRIDGE_PUBLIC_URL than this command."""
    url = f"http://localhost:{service.port}/chatbridge"
    assert look("public.socket", CHATBRIDGE_PUBLIC_URL=url).finding == "socket.origin"


def test_no_place_for_another_socket():
    otrs = StandIn().start()
    service = Service(otrs, settings={"CHATBRIDGE_SOCKETS_MAX": "1"}).start()
    held = service.visitor()
    assert look("public.socket", CHATBRIDGE_PUBLIC_URL=service.url).finding == "socket.full"
    held.close()
    service.stop()
    otrs.stop()


def test_a_server_that_cannot_hold_sockets():
    port = free_port()
    url = f"http://127.0.0.1:{port}/chatbridge"
    flask, _ = app.web(case(CHATBRIDGE_PUBLIC_URL=url).bridge)
    with served(make_server("127.0.0.1", port, flask, threaded=True)):
        assert look("public.socket", CHATBRIDGE_PUBLIC_URL=url).finding == "socket.unsupported"


@pytest.mark.parametrize(
    ("status", "finding"),
    [(426, "socket.upgrade"), (400, "socket.upgrade"), (200, "socket.failed"), (504, "socket.down")],
)
def test_a_proxy_that_nobody_knows(status, finding):
    def respond(path):
        return always(status if path.endswith("/socket") else 200, HEALTHY)(path)

    with site(respond) as url:
        assert look("public.socket", CHATBRIDGE_PUBLIC_URL=f"{url}/chatbridge").finding == finding


def says_nothing(connection):
    threading.Event().wait(2)


def says_something_else(connection):
    connection.send('{"type": "hello"}')
    connection.recv()


def says_no_json(connection):
    connection.send("welcome")
    connection.recv()


def hangs_up(connection):
    connection.close()


@pytest.mark.parametrize(
    ("speak", "finding"),
    [
        (says_nothing, "socket.silent"),
        (hangs_up, "socket.silent"),
        (says_something_else, "socket.failed"),
        (says_no_json, "socket.failed"),
    ],
)
def test_an_upgrade_after_which_nothing_right_comes(monkeypatch, speak, finding):
    if speak is says_nothing:
        monkeypatch.setattr("bridge.doctor.upgrade._SECONDS", 0.5)

    def healthy(connection, request):
        if request.path.endswith("/socket"):
            return None
        return connection.respond(200, json.dumps(HEALTHY))

    with serve(speak, "127.0.0.1", 0, process_request=healthy, close_timeout=0.2) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.socket.getsockname()[1]}/chatbridge"
        assert look("public.socket", CHATBRIDGE_PUBLIC_URL=url).finding == finding
