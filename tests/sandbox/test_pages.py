"""The stand-in's pages, switches and headers, without a socket."""

import re
from pathlib import Path

import jwt
import pytest

import bridge.sandbox
from bridge.sandbox import SandboxConfig, create_sandbox
from bridge.sandbox.texts import GERMAN
from tests.sandbox.server import CONFIG

AGENT, CUSTOMER = "/otrs/index.pl", "/otrs/customer.pl"
TEMPLATES = Path(bridge.sandbox.__file__).with_name("templates")


@pytest.fixture
def app():
    return create_sandbox(CONFIG)


@pytest.fixture
def browser(app):
    return app.test_client()


def login(browser, script, user):
    return browser.post(script, data={"Action": "Login", "User": user}, follow_redirects=True)


def archive(browser, **changes):
    line = {
        "ChatterType": "Public",
        "ChatterID": "visitor-1",
        "ChatterName": "<b>Max</b>",
        "Text": "<img src=x onerror=alert(1)> https://example.com/?a=1&b=2 javascript:alert(1)",
        "Time": 1795372800,
    }
    body = {
        "UserLogin": CONFIG.service_user,
        "Password": CONFIG.service_password,
        "ActingUserLogin": "anton",
        "Key": "a-key-of-the-pages",
        "Target": {
            "Type": "New",
            "QueueID": 2,
            "Title": "<script>alert(1)</script>",
            "CustomerUser": "carla",
        },
        "Messages": [line],
        "InternalMessages": [line | {"Text": "for agents"}],
    }
    return browser.post("/otrs/nph-genericinterface.pl/Webservice/ChatBridge/Archive", json=body | changes)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/shop",
        AGENT,
        f"{AGENT}?Action=AgentDashboard",
        f"{AGENT}?Action=AgentTicketQueue",
        f"{AGENT}?Action=AgentTicketQueue;QueueID=2",
        f"{AGENT}?Action=AgentTicketZoom;TicketID=1",
        f"{AGENT}?Action=AgentTicketZoom&TicketID=1",
        f"{AGENT}?Action=AgentTicketZoom;TicketID=99",
        f"{AGENT}?Action=AgentCustomerSearch",
        f"{AGENT}?Action=Nothing",
        f"{CUSTOMER}?Action=CustomerTicketOverview",
        f"{CUSTOMER}?Action=CustomerTicketZoom;TicketNumber=1",
        f"{CUSTOMER}?Action=Nothing",
    ],
)
def test_every_page_is_there_in_both_languages(browser, path, lang):
    login(browser, AGENT, "anton")
    login(browser, CUSTOMER, "carla")
    page = browser.get(path, headers={"Accept-Language": lang})
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    assert "style=" not in page.text  # the policy forbids it
    assert "<script>" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self' http://127.0.0.1:9;" in policy
    assert "connect-src 'self' http://127.0.0.1:9 ws://127.0.0.1:9" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("script", [AGENT, CUSTOMER])
def test_stand_in_pages_say_so(browser, script):
    for page in (
        browser.get("/"),
        browser.get(script),
        login(browser, script, "anton"),
        login(browser, script, "carla"),
    ):
        assert "not an OTRS" in page.text


def test_every_text_has_a_german_one():
    used = set()
    for template in TEMPLATES.glob("*.html"):
        used |= set(re.findall(r'_\("((?:[^"\\]|\\.)*)"\)', template.read_text()))
    world_texts = {"new", "open", "merged", "pending reminder"}
    assert used <= set(GERMAN)
    unused = {text for text in set(GERMAN) - used if not re.match(r"closed |\d ", text)}
    assert unused == world_texts


def test_the_language_of_the_address_stays(browser):
    assert "Personen" in browser.get("/?lang=de", headers={"Accept-Language": "en"}).text
    assert "Personen" in browser.get("/", headers={"Accept-Language": "en"}).text
    assert "Personen" in browser.get("/?lang=xx", headers={"Accept-Language": "en"}).text
    assert "People" in browser.get("/?lang=en").text


def test_the_language_can_be_set_for_all():
    config = SandboxConfig(CONFIG.bridge_url, CONFIG.secret, CONFIG.service_password, lang="de")
    assert "Personen" in create_sandbox(config).test_client().get("/", headers={"Accept-Language": "en"}).text


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="32"):
        SandboxConfig(CONFIG.bridge_url, "short", "x")
    assert CONFIG.secret not in repr(CONFIG)
    assert CONFIG.service_password not in repr(CONFIG)


def test_an_agent_logs_in_where_he_wanted_to_go(browser):
    page = browser.get(f"{AGENT}?Action=AgentTicketZoom;TicketID=1")
    assert "X-OTRS-Login" in page.headers
    requested = re.search(r'name="RequestedURL" value="([^"]*)"', page.text)[1]
    form = {"Action": "Login", "User": "anton", "RequestedURL": requested}
    assert browser.post(AGENT, data=form).location == f"{AGENT}?Action=AgentTicketZoom;TicketID=1"
    form["RequestedURL"] = "//elsewhere.example"
    assert browser.post(AGENT, data=form).location.startswith(f"{AGENT}?")


@pytest.mark.parametrize("user", ["chatbridge", "carla", "nobody", ""])
def test_who_is_no_agent_does_not_get_in(browser, user):
    assert 'id="LoginBox"' in login(browser, AGENT, user).text
    assert 'id="LoginBox"' in browser.get(AGENT).text


def test_an_agent_sees_what_his_groups_may_see(browser):
    login(browser, AGENT, "berta")
    page = browser.get(f"{AGENT}?Action=AgentDashboard").text
    assert "Quote for 40 reading lamps" in page
    assert "Invoice" not in page
    assert "Not here" in browser.get(f"{AGENT}?Action=AgentTicketZoom;TicketID=1").text


def test_a_customer_sees_her_own_tickets_without_the_agents_words(browser, app):
    number = archive(browser).json["TicketNumber"]
    login(browser, CUSTOMER, "carla")
    page = browser.get(f"{CUSTOMER}?Action=CustomerTicketZoom;TicketNumber={number}").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "for agents" not in page
    other = app.test_client()
    login(other, CUSTOMER, "dora")
    assert "Not here" in other.get(f"{CUSTOMER}?Action=CustomerTicketZoom;TicketNumber={number}").text
    assert number not in other.get(f"{CUSTOMER}?Action=CustomerTicketOverview").text


def test_hostile_text_is_text_everywhere(browser):
    ticket = archive(browser).json["TicketID"]
    login(browser, AGENT, "anton")
    for action in (
        "AgentDashboard",
        "AgentTicketQueue",
        "AgentCustomerSearch",
        f"AgentTicketZoom;TicketID={ticket}",
    ):
        page = browser.get(f"{AGENT}?Action={action}").text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>" not in page
        assert "<img" not in page
    assert "&lt;b&gt;Max&lt;/b&gt;" in page
    assert '<a href="https://example.com/?a=1&amp;b=2"' in page
    assert 'href="javascript' not in page


def test_a_token_keeps_nobody_online_by_itself(browser, app):
    login(browser, AGENT, "anton")
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    token = browser.get(f"{AGENT}?Action=AgentChatBridgeToken", headers=ajax)
    assert token.headers["Cache-Control"] == "no-store"
    claims = jwt.decode(token.json["Token"], CONFIG.secret, algorithms=["HS256"], audience="chatbridge")
    assert claims["login"] == "anton"
    browser.get(f"{AGENT}?Action=Logout")
    assert browser.get(f"{AGENT}?Action=AgentChatBridgeToken", headers=ajax).mimetype == "text/html"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_other_sites_cannot_post(browser, headers):
    for path, form in (("/sandbox/outage", {"on": "1"}), (AGENT, {"Action": "Login", "User": "anton"})):
        assert browser.post(path, data=form, headers=headers).status_code == 403
    assert browser.get("/sandbox/outage").json == {"on": False, "mode": None}


def test_the_web_service_can_be_stopped_and_started(browser):
    page = browser.post("/sandbox/outage", data={"on": "1"}, follow_redirects=True)
    assert "The web service is stopped." in page.text
    assert archive(browser).status_code == 503
    assert browser.get(AGENT).status_code == 200
    page = browser.post("/sandbox/outage", data={"on": "0"}, follow_redirects=True)
    assert "Stop the web service" in page.text
    assert archive(browser).json["Repeated"] == 0


def test_an_answer_can_be_lost_after_the_work_is_done(browser):
    assert (
        browser.post("/sandbox/outage", json={"on": True, "mode": "lose-answer"}).json["mode"]
        == "lose-answer"
    )
    assert archive(browser).status_code == 503  # over a real socket the connection just closes
    browser.post("/sandbox/outage", json={"on": False})
    assert archive(browser).json["Repeated"] == 1


def test_an_unknown_way_to_fail_is_refused(browser):
    assert browser.post("/sandbox/outage", json={"on": True, "mode": "explode"}).status_code == 400
    assert browser.post("/sandbox/outage", json=["x"]).status_code == 400


def test_programs_can_read_the_tickets(browser):
    archive(browser)
    ticket = browser.get("/sandbox/tickets").json["tickets"][-1]
    assert (ticket["queue"], ticket["customer"], ticket["created_by"]) == ("Raw", "carla", "anton")
    public, internal = ticket["articles"]
    assert public["visible_for_customer"]
    assert not internal["visible_for_customer"]
    assert public["lines"][0]["time"] == 1795372800
