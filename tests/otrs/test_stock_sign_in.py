"""Signing in over HTTP, where OTRS has no add-on. The real OTRS is in tests/znuny/test_without_addon.py."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bridge.domain.errors import IdentityRefused, IdentityReplayed, OtrsMisconfigured
from bridge.domain.people import Kind, Person
from bridge.services import identity
from bridge.web.sign_in import Attempts, blueprint
from bridge.web.sign_in_tokens import KEY_ID, SignInTokens, identity_key
from bridge.web.tokens import Tokens
from tests.people import new_id
from tests.services.conftest import engine, migrated_mariadb, migrated_postgres, template, world  # noqa: F401

KEY = "CHATBRIDGE-TESTS-CHATBRIDGE-TESTS"
ORIGIN = "https://help.example.com"
ANTON = Person(Kind.AGENT, "anton", "Anton Agent", "anton@example.com", "de")
CARLA = Person(Kind.CUSTOMER, "carla", "Carla Customer", "carla@example.com", "en", "acme")
PASSWORD = "correct horse battery staple"


class FakeLogins:
    """Knows Anton and Carla."""

    def __init__(self):
        self.people = {(one.kind, one.ref): one for one in (ANTON, CARLA)}
        self.signed_out = set()
        self.asked = []
        self.failure = None
        self.hangs = None

    def check(self, kind, login, password):
        self.asked.append((kind, login))
        if self.hangs:
            self.hangs.wait(10)
        if self.failure:
            raise self.failure
        person = self.people.get((kind, login))
        if person is None or password != PASSWORD:
            raise IdentityRefused("OTRS does not accept this login and password.")
        self.signed_out.discard(login)
        return person

    def still(self, kind, login):
        return login not in self.signed_out

    def leave(self, kind, login):
        self.signed_out.add(login)


@pytest.fixture
def logins():
    return FakeLogins()


@pytest.fixture
def now():
    return [datetime.now(UTC)]


@pytest.fixture
def site(world, logins, now):  # noqa: F811
    tokens = SignInTokens(KEY, hours=10, clock=lambda: now[0])
    app = Flask("tests")
    app.register_blueprint(
        blueprint(world.context, logins, tokens, Attempts(5), ORIGIN), url_prefix="/chatbridge"
    )
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)
    return app


@pytest.fixture
def browser(site):
    return site.test_client()


@pytest.fixture
def reader(now):
    return Tokens(
        {KEY_ID: identity_key(KEY)}, KEY, identity_seconds=900, visitor_hours=24, clock=lambda: now[0]
    )


def signs_in(browser, login="anton", password=PASSWORD, kind="agent", *, origin=ORIGIN, address="192.0.2.1"):
    headers = {"Origin": origin, "X-Forwarded-For": address}
    asked = {"kind": kind, "login": login, "password": password}
    return browser.post("/chatbridge/sign_in", json=asked, headers=headers, base_url=ORIGIN)


def renews(browser, kind="agent", **headers):
    return browser.get(f"/chatbridge/sign_in?kind={kind}", headers=headers, base_url=ORIGIN)


@pytest.mark.parametrize("person", [ANTON, CARLA], ids=lambda person: person.kind)
def test_who_signs_in_gets_a_token_like_otrs_s_and_is_remembered(world, browser, reader, person):  # noqa: F811
    answer = signs_in(browser, person.ref, kind=str(person.kind))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/chatbridge/sign_in", "Max-Age=36000"):
        assert word in cookie
    claims = reader.read(answer.json["Token"])
    assert claims.person == person
    assert identity.sign_in(world.context, claims).person == person
    with pytest.raises(IdentityReplayed):
        identity.sign_in(world.context, claims)
    again = renews(browser, str(person.kind))
    assert reader.read(again.json["Token"]).person == person
    assert again.json["Token"] != answer.json["Token"]


def test_a_sign_in_ends_after_its_hours(browser, now):
    now[0] -= timedelta(hours=11)  # the tokens' library looks at the real clock
    signs_in(browser)
    assert renews(browser).status_code == 401


def test_an_agent_signs_out_everywhere(site, browser):
    elsewhere = site.test_client()
    signs_in(browser)
    signs_in(elsewhere)
    left = browser.delete("/chatbridge/sign_in?kind=agent", headers={"Origin": ORIGIN}, base_url=ORIGIN)
    assert left.status_code == 200
    assert renews(browser).status_code == renews(elsewhere).status_code == 401
    assert signs_in(browser).status_code == 200


def test_a_customer_is_no_agent(site, browser):
    signs_in(browser, "carla", kind="customer")
    assert renews(browser, "customer").status_code == 200
    assert renews(browser, "agent").status_code == 401
    cookie = browser.get_cookie("chatbridge_customer", path="/chatbridge/sign_in", domain="help.example.com")
    other = site.test_client()
    other.set_cookie("chatbridge_agent", cookie.value, path="/chatbridge/sign_in", domain="help.example.com")
    assert renews(other, "agent").status_code == 401


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "agent", "login": "anton", "password": "wrong"},
        {"kind": "agent", "login": "nobody", "password": PASSWORD},
        {"kind": "customer", "login": "anton", "password": PASSWORD},
    ],
    ids=str,
)
def test_all_refusals_are_the_same(browser, asked):
    answer = browser.post("/chatbridge/sign_in", json=asked, headers={"Origin": ORIGIN})
    assert answer.status_code == 401
    assert answer.json["code"] == "identity.refused"
    assert answer.json["message"] == "OTRS does not accept this login and password."
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        "anton",
        {},
        {"kind": "visitor", "login": "max", "password": "x"},
        {"kind": ["agent"], "login": "anton", "password": "x"},
        {"kind": "agent", "login": "", "password": "x"},
        {"kind": "agent", "login": "a" * 201, "password": "x"},
        {"kind": "agent", "login": ["anton"], "password": "x"},
        {"kind": "agent", "login": "anton", "password": None},
        {"kind": "agent", "login": "anton", "password": "x" * 1001},
        {"kind": "agent", "login": "an\0ton", "password": "x"},
        {"kind": "agent", "login": "\ud800", "password": "x"},
    ],
    ids=lambda asked: ascii(asked)[:60],
)
def test_nonsense_is_refused_before_otrs_is_asked(browser, logins, asked):
    answer = browser.post("/chatbridge/sign_in", json=asked, headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.json["code"]) == (400, "protocol.bad_message")
    assert logins.asked == []


def test_a_form_of_another_site_cannot_send_a_password(browser, logins):
    form = {"kind": "agent", "login": "anton", "password": PASSWORD}
    assert browser.post("/chatbridge/sign_in", data=form, headers={"Origin": ORIGIN}).status_code == 400
    for origin in ("https://evil.example", "https://help.example.com.evil.example", "null"):
        assert signs_in(browser, origin=origin).status_code == 403
    assert browser.post("/chatbridge/sign_in", json=form).status_code == 403
    assert logins.asked == []


def test_another_site_gets_no_token(browser):
    signs_in(browser)
    assert renews(browser, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    answer = renews(browser, Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert browser.delete("/chatbridge/sign_in?kind=agent", base_url=ORIGIN).status_code == 403


def test_nobody_can_try_passwords_from_one_address(browser, logins):
    for n in range(5):
        assert signs_in(browser, f"agent{n}", "x").status_code == 401
    answer = signs_in(browser, "anton")
    assert (answer.status_code, answer.json["code"]) == (429, "rate.limited")
    assert int(answer.headers["Retry-After"]) <= 61
    assert len(logins.asked) == 5
    assert signs_in(browser, "anton", address="192.0.2.2").status_code == 200


def test_nobody_can_try_passwords_for_one_login(browser, logins):
    for n, spelling in enumerate(("anton", "Anton", "anton ", "ántón", "anton  ")):
        assert signs_in(browser, spelling, "x", address=f"192.0.2.{n}").status_code == 401
    assert signs_in(browser, "anton", address="192.0.2.99").status_code == 429
    assert signs_in(browser, "carla", kind="customer", address="192.0.2.99").status_code == 200
    assert len(logins.asked) == 6


def test_a_slow_otrs_leaves_threads_for_everybody_else(site, logins, monkeypatch):
    monkeypatch.setattr("bridge.web.sign_in._PATIENCE_SECONDS", 0.05)
    logins.hangs = threading.Event()
    waiting = [
        threading.Thread(target=signs_in, args=(site.test_client(), "carla", PASSWORD, "customer"))
        for _ in range(2)
    ]
    for thread in waiting:
        thread.start()
    while len(logins.asked) < 2:
        pass
    answer = signs_in(site.test_client())
    assert (answer.status_code, answer.json["code"]) == (503, "server.busy")
    logins.hangs.set()
    for thread in waiting:
        thread.join()
    assert signs_in(site.test_client()).status_code == 200


def test_strangers_do_not_hear_what_is_wrong_with_otrs(browser, logins, caplog):
    logins.failure = OtrsMisconfigured("OTRS redirects to https://secret.internal.example")
    answer = signs_in(browser)
    assert (answer.status_code, answer.json["code"]) == (503, "otrs.unavailable")
    assert "internal" not in answer.text
    assert "secret.internal.example" in caplog.text


def test_passwords_are_in_no_log(browser, logins, caplog):
    caplog.set_level(logging.DEBUG)
    signs_in(browser)
    signs_in(browser, password="wrong horse")
    logins.failure = RuntimeError("the service fails")
    assert signs_in(browser).status_code == 500
    assert "agent:anton signed in" in caplog.text
    assert "horse" not in caplog.text


def test_hand_overs_of_the_agent_go_on(world, browser):  # noqa: F811
    chat = world.talking()
    handover_id = world.hands_over(chat)
    world.jobs.deliveries.clear()
    with world.context.db.write() as tx:
        row = tx.outbox.claim(handover_id, world.clock(), world.clock() + timedelta(minutes=1))
        tx.outbox.waiting(row, world.clock() + timedelta(hours=1), "otrs.sign_in", "sign in")
    signs_in(browser, "carla", kind="customer")
    assert world.jobs.deliveries == []
    signs_in(browser)
    assert world.jobs.deliveries == [handover_id]
    assert world.works() == [True]


def test_a_memory_of_another_key_or_with_another_purpose_is_none(browser, reader):
    mine = SignInTokens(KEY, hours=10, clock=lambda: datetime.now(UTC))
    other = SignInTokens(KEY[::-1], hours=10, clock=lambda: datetime.now(UTC))
    assert mine.remembered(Kind.AGENT, mine.memory(ANTON)) == ANTON
    for memory in (other.memory(ANTON), mine.identity(ANTON), new_id(), "", "a.b.c"):
        assert mine.remembered(Kind.AGENT, memory) is None
