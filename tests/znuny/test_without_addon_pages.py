"""OTRS's pages and the whole service without the add-on: the documented lines of web servers, a browser."""

from __future__ import annotations

import pytest
import requests

from tests.env.bridge import Bridge
from tests.env.fixtures import need
from tests.env.nginx import Nginx
from tests.live.client import Client, new_id
from tests.znuny.addon import script_tags
from tests.znuny.stock import WEB_SERVICE, snippets

AGENT = {
    "type": "module",
    "src": "/chatbridge/widget/chatbridge.js",
    "data-role": "agent",
    "data-otrs-url": "/otrs/index.pl",
}
CUSTOMER = {"type": "module", "src": "/chatbridge/widget/chatbridge.js", "data-role": "customer"}


@pytest.fixture(scope="module")
def apache(stock_znuny):
    """OTRS's own web server, with the documented lines."""
    stock_znuny.apache.extra = "".join(snippets("apache"))
    stock_znuny.apache.restart()
    return stock_znuny.host


@pytest.fixture(scope="module")
def nginx(stock_znuny):
    """An nginx with the documented lines before an OTRS."""
    need("nginx")
    stock_znuny.apache.extra = ""
    stock_znuny.apache.restart()
    outside, inside = snippets("nginx")
    inside = inside.replace("127.0.0.1:8081", f"127.0.0.1:{stock_znuny.port}")
    server = Nginx(stock_znuny.bridge_port, stock_znuny.port, outside=outside, inside=inside).start()
    yield server.host
    server.stop()


@pytest.fixture(params=["nginx", "apache"])
def host(request):
    return request.getfixturevalue(request.param)


def tags(text):
    return script_tags(text.replace("'", '"').replace(" data-sign-in", ""))


def logged_in(host, login, script="index.pl"):
    session = requests.Session()
    form = {"Action": "Login", "User": login, "Password": login}
    page = session.post(f"{host}/otrs/{script}", data=form, timeout=60).text
    assert "Action=Logout" in page
    return session, page


def test_pages_have_the_tag_once_and_login_pages_too(host):
    for page in (logged_in(host, "anton")[1], requests.get(f"{host}/otrs/index.pl", timeout=60).text):
        assert tags(page) == [AGENT]
        assert "data-sign-in" in page
    for page in (
        logged_in(host, "carla", "customer.pl")[1],
        requests.get(f"{host}/otrs/customer.pl", timeout=60).text,
    ):
        assert tags(page) == [CUSTOMER]
        assert "data-sign-in" in page
    assert tags(requests.get(f"{host}/otrs/public.pl", timeout=60).text) == []


def test_what_people_wrote_and_attached_stays_as_it_is(host, stock_znuny):
    ticket = stock_znuny.add_ticket("Page", "carla")
    with stock_znuny.db() as connection:
        query = "SELECT max(id) FROM article WHERE ticket_id = %s"
        (article,) = connection.execute(query, (ticket,)).fetchone()
    session, _ = logged_in(host, "anton")
    address = f"{host}/otrs/index.pl?Action=AgentTicketArticleContent;Subaction=HTMLView"
    page = session.get(f"{address};TicketID={ticket};ArticleID={article};FileID=1", timeout=60)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<p>Page</p>" in page.text
    assert tags(page.text) == []


@pytest.fixture(scope="module")
def service(stock_znuny, tmp_path_factory):
    """The whole service in one process, at OTRS's ``/chatbridge/``."""
    file = tmp_path_factory.mktemp("stock") / "chat.db"
    bridge = Bridge(
        database_url=f"sqlite:///{file}",
        redis_url="",
        public_url=f"{stock_znuny.host}/chatbridge",
        port=stock_znuny.bridge_port,
        settings={
            "CHATBRIDGE_OTRS_WAY": "stock",
            "CHATBRIDGE_OTRS_URL": stock_znuny.url,
            "CHATBRIDGE_OTRS_WEBSERVICE": WEB_SERVICE,
            "CHATBRIDGE_STOCK_AGENTS": "anton:rw,anna:rw",
            "CHATBRIDGE_SIGN_INS_PER_MINUTE": "100",
        },
    )
    try:
        yield bridge.start("serve")
    finally:
        bridge.stop()


def signs_in(service, login, kind="agent", password=""):
    host = service.url.removesuffix("/chatbridge")
    asked = {"kind": kind, "login": login, "password": password or login}
    session = requests.Session()
    answer = session.post(f"{service.url}/sign_in", json=asked, headers={"Origin": host}, timeout=60)
    return session, answer


def connects(service, token):
    host = service.url.removesuffix("/chatbridge")
    client = Client(service.url.replace("http", "ws", 1) + "/socket", origin=host)
    client.hello(token=token)
    return client


def test_a_chat_goes_the_whole_way(apache, service, stock_znuny):
    browser, answer = signs_in(service, "anton")
    assert answer.status_code == 200, answer.text
    anton = connects(service, answer.json()["Token"])
    assert anton.welcome["you"]["name"] == "Anton Agent"
    _, answer = signs_in(service, "carla", "customer")
    carla = connects(service, answer.json()["Token"])
    chat = carla.start_chat("Chat without the package")
    assert anton.ask("chat.accept", chat=chat)["type"] == "result"
    options = anton.ask("otrs.options", queue_id=None)
    target = {"kind": "phone_ticket", "title": "From the whole way", "customer": "carla"}
    target |= {"queue_id": options["queues"][0]["id"], **options["defaults"]}
    asked = anton.ask("handover.request", chat=chat, handover=new_id(), target=target)
    assert asked["type"] == "result", asked
    closed = anton.until(
        lambda event: event["type"] == "desk.delta" and event["upsert"] and event["upsert"][0]["ticket"],
    )
    ticket = closed["upsert"][0]["ticket"]
    page, _ = logged_in(stock_znuny.host, "anton")
    zoom = page.get(f"{stock_znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket['id']}", timeout=60)
    assert "From the whole way [Chat " in zoom.text
    with stock_znuny.db() as connection:
        query = "SELECT count(*) FROM ticket WHERE title LIKE 'From the whole way%%'"
        assert connection.execute(query).fetchone() == (1,)
    again = browser.get(f"{service.url}/sign_in?kind=agent", timeout=60)
    assert connects(service, again.json()["Token"]).welcome["you"]["name"] == "Anton Agent"


def test_a_wrong_password_is_refused_and_an_unlisted_agent_sees_nothing(apache, service):
    assert signs_in(service, "anton", password="wrong")[1].status_code == 401
    _, answer = signs_in(service, "berta")
    berta = connects(service, answer.json()["Token"])
    assert berta.event("desk")["chats"] == []


@pytest.mark.browser
def test_people_sign_in_on_otrs_s_pages_and_are_out_with_otrs(apache, service, stock_znuny, chromium):
    context = chromium.new_context(locale="en-GB")
    try:
        page = context.new_page()
        page.goto(f"{stock_znuny.url}/index.pl")
        page.fill("#User", "anna")
        page.fill("#Password", "anna")
        page.click("#LoginButton")
        page.wait_for_selector("#LogoutButton", state="attached")
        card = page.locator("chatbridge-sign-in")
        card.get_by_role("button", name="Sign in to the chat").click()
        card.get_by_label("Login").fill("anna")
        card.get_by_label("Password").fill("wrong")
        card.get_by_role("button", name="Sign in", exact=True).click()
        card.get_by_text("Login or password is wrong.").wait_for()
        card.get_by_label("Password").fill("anna")
        with page.expect_websocket() as socket:
            card.get_by_role("button", name="Sign in", exact=True).click()
        assert "welcome" in socket.value.wait_for_event("framereceived")
        card.wait_for(state="detached")
        with page.expect_websocket():  # the next page asks nothing
            page.goto(f"{stock_znuny.url}/index.pl?Action=AgentTicketQueue")
        assert page.locator("chatbridge-sign-in").count() == 0

        with page.expect_response(lambda reply: reply.request.method == "DELETE") as left:
            page.locator("#LogoutButton").evaluate("link => link.click()")
        assert left.value.ok
        assert page.locator("chatbridge-desk, chatbridge-sign-in").count() == 0
        cookies = {one["name"] for one in context.cookies()}
        assert "chatbridge_agent" not in cookies
    finally:
        context.close()


@pytest.mark.browser
def test_a_customer_signs_in_when_opening_the_chat(apache, service, stock_znuny, chromium):
    context = chromium.new_context(locale="en-GB")
    try:
        page = context.new_page()
        page.goto(f"{stock_znuny.url}/customer.pl")
        page.fill("#User", "carla")
        page.fill("#Password", "carla")
        page.click("#Login button[type=submit]")
        page.wait_for_selector("a[href*='Action=Logout']", state="attached")
        page.locator("chatbridge-widget").get_by_role("button", name="Open chat").click()
        card = page.locator("chatbridge-sign-in")
        card.get_by_label("Login").fill("carla")
        card.get_by_label("Password").fill("carla")
        with page.expect_websocket() as socket:
            card.get_by_label("Password").press("Enter")
        assert "Carla Customer" in socket.value.wait_for_event("framereceived")
    finally:
        context.close()
