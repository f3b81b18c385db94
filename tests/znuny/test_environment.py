"""The Znuny of the tests itself, without the add-on."""

import re
import threading

import pytest
import requests
from websockets.sync.client import connect
from websockets.sync.server import serve

from tests.env.fixtures import need
from tests.env.nginx import Nginx
from tests.env.processes import EnvError, answers
from tests.env.znuny import VERSIONS


def login(znuny, script, user, password):
    """Log in with the form; the page that follows."""
    session = requests.Session()
    form = {"Action": "Login", "User": user, "Password": password}
    return session.post(f"{znuny.url}/{script}", data=form, timeout=60)


@pytest.mark.parametrize("version", VERSIONS)
def test_people_log_in_and_the_console_works(start_znuny, version):
    znuny = start_znuny(version)
    assert 'id="LoginBox"' in requests.get(f"{znuny.url}/index.pl", timeout=60).text
    znuny.add_agent("anton", "geheim", "Anton Agent", "anton@example.com", {"users": "rw"}, language="de")
    znuny.add_customer("carla", "secret", "Carla Customer", "carla@example.com", "acme")

    anton = znuny.browse("anton", "geheim")
    page = anton.get(f"{znuny.url}/index.pl", timeout=60).text
    assert "Anton Agent" in page
    assert "Abmelden" in page
    ticket = znuny.add_ticket("Drucker kaputt", "carla", owner="anton")
    zoom = anton.get(f"{znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket}", timeout=60).text
    assert "Drucker kaputt" in zoom
    assert "Carla Customer" in zoom
    assert 'id="LoginBox"' in login(znuny, "index.pl", "anton", "wrong").text
    carla = znuny.browse("carla", "secret", "customer.pl")
    assert "Drucker kaputt" in carla.get(f"{znuny.url}/customer.pl", timeout=60).text

    assert "no packages installed" in znuny.console("Admin::Package::List")
    with pytest.raises(EnvError, match="No::Such"):
        znuny.console("No::Such::Command")


def test_settings_are_seen_by_the_running_web_server(start_znuny):
    znuny = start_znuny()
    znuny.set_config("ProductName", "Prüfstand")
    znuny.set_config("Ticket::Frontend::AgentTicketPhone###StateType", ["open", "closed"])
    assert "Prüfstand" in requests.get(f"{znuny.url}/index.pl", timeout=60).text
    with pytest.raises(EnvError, match="No::Such::Setting"):
        znuny.set_config("No::Such::Setting", "1")


def test_two_side_by_side_do_not_collide(start_znuny):
    one, two = start_znuny(), start_znuny()
    one.add_agent("anton", "anton", "Anton Agent", "anton@example.com")
    assert "Anton Agent" in login(one, "index.pl", "anton", "anton").text
    assert 'id="LoginBox"' in login(two, "index.pl", "anton", "anton").text
    with two.db() as connection:
        assert connection.execute("SELECT count(*) FROM users").fetchone() == (1,)

    home, port, database_port = one.home, one.port, one.database().server.port
    one.stop()
    assert not home.exists()
    assert not answers(port)
    assert not answers(database_port)
    assert answers(two.port)


def test_the_bridge_s_path_is_proxied_and_says_when_nobody_is_there(start_znuny):
    znuny = start_znuny()
    assert requests.get(f"{znuny.host}/chatbridge/healthz", timeout=60).status_code == 503


def test_sockets_pass_apache_and_nginx(start_znuny):
    need("nginx")
    znuny = start_znuny()
    nginx = Nginx(znuny.bridge_port, znuny.port).start()

    def echo(connection):
        forwarded = connection.request.headers
        connection.send(f"{connection.request.path} {forwarded['X-Forwarded-For']} {forwarded['Host']}")
        for text in connection:
            connection.send(text)

    with serve(echo, "127.0.0.1", znuny.bridge_port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for proxy in (znuny, nginx):
            address = f"{proxy.host}/chatbridge/socket".replace("http:", "ws:")
            with connect(address, origin=proxy.host) as client:
                assert client.recv(timeout=60) == f"/chatbridge/socket 127.0.0.1 127.0.0.1:{proxy.port}"
                client.send("ä" * 50_000)
                assert client.recv(timeout=60) == "ä" * 50_000
        server.shutdown()
    assert 'id="LoginBox"' in requests.get(f"{nginx.host}/otrs/index.pl", timeout=60).text
    nginx.stop()


def test_a_web_service_answers(start_znuny):
    znuny = start_znuny()
    znuny.import_web_service(
        """---
Debugger: {DebugThreshold: error, TestMode: '0'}
Provider:
  Operation:
    SessionCreate: {Description: '', MappingInbound: {}, MappingOutbound: {}, Type: 'Session::SessionCreate'}
  Transport:
    Type: HTTP::REST
    Config:
      KeepAlive: ''
      MaxLength: '100000'
      RouteOperationMapping:
        SessionCreate: {RequestMethod: [POST], Route: /Session, ParserBackend: JSON}
RemoteSystem: ''
Requester: {Transport: {Type: ''}}
""",
        name="Probe",
    )
    znuny.add_agent("anton", "anton", "Anton Agent", "anton@example.com")
    answer = requests.post(
        f"{znuny.url}/nph-genericinterface.pl/Webservice/Probe/Session",
        json={"UserLogin": "anton", "Password": "anton"},
        timeout=60,
    )
    assert re.fullmatch(r"\w{32}", answer.json()["SessionID"])


def test_the_whole_system_is_up(bridge_with_znuny):
    health = requests.get(f"{bridge_with_znuny.url}/healthz", timeout=60)
    assert health.status_code == 200
    assert health.json()["status"] == "ok"
    page = login(bridge_with_znuny.znuny, "index.pl", "anton", "anton").text
    assert '<script type="module" src="/chatbridge/widget/chatbridge.js" data-role="agent"' in page
    assert set(bridge_with_znuny.bridge.processes) == {"serve", "worker", "beat"}
    assert all(process.alive() for process in bridge_with_znuny.bridge.processes.values())


@pytest.mark.browser
def test_a_browser_loads_the_widget_on_both_origins(bridge_with_znuny, visitor_site, chromium):
    context = chromium.new_context(locale="de-DE")
    try:
        page = context.new_page()
        refused = []
        page.on("requestfailed", lambda request: refused.append(request.url))
        for address in (visitor_site.url, f"{bridge_with_znuny.znuny.url}/public.pl"):
            with page.expect_response(re.compile(r"/chatbridge/widget/\w{12}/chatbridge\.js$")) as widget:
                page.goto(address)
            assert widget.value.status == 200
            assert page.evaluate("navigator.language") == "de-DE"
            page.wait_for_load_state("networkidle")
        assert not refused
    finally:
        context.close()
