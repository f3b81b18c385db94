"""The identity token and the script tag: what a browser gets from OTRS's pages."""

import jwt
import pytest
import requests

from tests.contracts.support import tags

AJAX = {"X-Requested-With": "XMLHttpRequest"}


def token(otrs, browser, script="index.pl", action="AgentChatBridgeToken"):
    response = browser.get(f"{otrs.url}/{script}?Action={action}", headers=AJAX, timeout=60)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json()["ExpiresIn"] == 120
    return response.json()["Token"]


def claims(otrs, text):
    assert jwt.get_unverified_header(text) == {"alg": "HS256", "typ": "JWT", "kid": otrs.key_id}
    return jwt.decode(text, otrs.secret, algorithms=["HS256"], audience="chatbridge")


def test_an_agents_token(otrs):
    with otrs.login("index.pl", "anton") as browser:
        found = claims(otrs, token(otrs, browser))
        second = claims(otrs, token(otrs, browser))
    assert found["sub"] == "agent:anton"
    assert (found["kind"], found["login"], found["name"]) == ("agent", "anton", "Anton Agent")
    assert (found["email"], found["lang"]) == ("anton@example.com", "de")
    assert found["iss"]
    assert "customer_id" not in found
    assert isinstance(found["iat"], int)
    assert found["exp"] == found["iat"] + 120
    assert len(found["jti"]) >= 22
    assert found["jti"] != second["jti"]


def test_a_customers_token(otrs):
    with otrs.login("customer.pl", "carla") as browser:
        found = claims(otrs, token(otrs, browser, "customer.pl", "CustomerChatBridgeToken"))
    assert found["sub"] == "customer:carla"
    assert (found["kind"], found["login"], found["name"]) == ("customer", "carla", "Carla Customer")
    assert found["customer_id"] == "acme"
    assert found["email"].startswith("carla@")
    assert found["lang"] in ("de", "en")  # the page's


@pytest.mark.parametrize(
    ("script", "action"),
    [("index.pl", "AgentChatBridgeToken"), ("customer.pl", "CustomerChatBridgeToken")],
)
def test_logged_out_there_is_the_login_page(otrs, script, action):
    response = requests.get(f"{otrs.url}/{script}?Action={action}", headers=AJAX, timeout=60)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")
    assert "X-OTRS-Login" in response.headers
    assert tags(response.text) == []


@pytest.mark.parametrize(
    ("script", "user", "action"),
    [("index.pl", "anton", "CustomerChatBridgeToken"), ("customer.pl", "carla", "AgentChatBridgeToken")],
)
def test_nobody_gets_the_other_sides_token(otrs, script, user, action):
    with otrs.login(script, user) as browser:
        response = browser.get(f"{otrs.url}/{script}?Action={action}", headers=AJAX, timeout=60)
    assert response.headers["Content-Type"].startswith("text/html")


def test_agent_pages_have_the_tag_once(otrs, order):
    receipt = otrs.gateway().archive(order)
    with otrs.login("index.pl", "anton") as browser:
        (tag,) = tags(browser.get(f"{otrs.url}/index.pl?Action=AgentDashboard", timeout=60).text)
    assert tag["type"] == "module"
    assert "async" in tag  # a module script without it holds up the page's own scripts
    assert tag["src"].endswith("/chatbridge/widget/chatbridge.js")
    assert tag["data-role"] == "agent"
    assert tag["data-token-url"] == "/otrs/index.pl?Action=AgentChatBridgeToken"
    assert tag["data-otrs-url"] == "/otrs/index.pl"
    assert tag["data-lang"] == "de"
    assert tag["data-action"] == "AgentDashboard"
    assert "data-ticket-id" not in tag

    (tag,) = tags(otrs.zoom(receipt.ticket_id, receipt.article_id))
    assert tag["data-action"] == "AgentTicketZoom"
    assert (tag["data-ticket-id"], tag["data-ticket-number"]) == (receipt.ticket_id, receipt.ticket_number)


def test_customer_pages_have_the_tag_once(otrs, order):
    receipt = otrs.gateway().archive(order)
    (tag,) = tags(otrs.customer_zoom(receipt.ticket_number))
    assert tag["data-action"] == "CustomerTicketZoom"
    assert tag["data-role"] == "customer"
    assert tag["data-token-url"] == "/otrs/customer.pl?Action=CustomerChatBridgeToken"
    assert tag["data-otrs-url"].endswith("/customer.pl")
    assert (tag["data-ticket-id"], tag["data-ticket-number"]) == (receipt.ticket_id, receipt.ticket_number)
