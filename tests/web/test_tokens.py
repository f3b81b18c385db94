"""Tokens: only the right one, for the right purpose, at the right time, says who somebody is."""

import base64
import json
import secrets
import time
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from bridge.domain.errors import IdentityExpired, IdentityInvalid, IdentityReplayed
from bridge.domain.people import Kind
from bridge.services.identity import sign_in
from bridge.web.tokens import Tokens

SECRET, NEXT_SECRET = "s" * 40, "n" * 40
OWN_SECRET, LONG_SECRET = "o" * 40, "l" * 64


def now():
    return datetime.now(UTC)


@pytest.fixture
def tokens():
    keys = {"otrs-1": SECRET, "portal": NEXT_SECRET, "long": LONG_SECRET}
    return Tokens(keys, OWN_SECRET, identity_seconds=900, visitor_hours=24, clock=now)


def claims(kind="agent", login="anton", **changes):
    at = int(time.time())
    payload = {
        "aud": "chatbridge",
        "iss": "otrs.example.com",
        "sub": f"{kind}:{login}",
        "kind": kind,
        "login": login,
        "name": "Anton Agent",
        "email": "anton@example.com",
        "lang": "de",
        "iat": at,
        "exp": at + 120,
        "jti": secrets.token_hex(16),
    }
    return {name: value for name, value in (payload | changes).items() if value is not None}


def minted(payload, *, secret=SECRET, kid="otrs-1", algorithm="HS256"):
    return jwt.encode(payload, secret, algorithm=algorithm, headers={"kid": kid} if kid else None)


def forged(header, payload, signature=b""):
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def test_an_agents_token_says_who_it_is(tokens):
    payload = claims()
    found = tokens.read(minted(payload))
    assert (found.person.kind, found.person.ref, found.person.id) == (Kind.AGENT, "anton", "agent:anton")
    assert (found.person.name, found.person.email, found.person.language) == (
        "Anton Agent",
        "anton@example.com",
        "de",
    )
    assert found.jti == payload["jti"]
    assert found.expires_at.timestamp() > payload["exp"]
    assert tokens.seconds(found) == 900


def test_a_customers_token_says_the_company(tokens):
    found = tokens.read(minted(claims("customer", "carla", customer_id="acme")))
    assert (found.person.kind, found.person.customer_id) == (Kind.CUSTOMER, "acme")


def test_every_key_that_is_set_is_good_under_its_name_alone(tokens):
    assert tokens.read(minted(claims(), secret=NEXT_SECRET, kid="portal"))
    for secret, kid in ((SECRET, "portal"), (NEXT_SECRET, "otrs-1"), (SECRET, "otrs-2"), (SECRET, "")):
        with pytest.raises(IdentityInvalid):
            tokens.read(minted(claims(), secret=secret, kid=kid))


@pytest.mark.parametrize("login", ["anton", "Anton", "anton@example.com", "ä b", "a:b", "x" * 200])
def test_a_login_is_taken_as_it_is(tokens, login):
    assert tokens.read(minted(claims(login=login))).person.ref == login


def test_without_a_name_the_login_is_the_name(tokens):
    assert tokens.read(minted(claims(name=" \n"))).person.name == "anton"
    assert tokens.read(minted(claims(name=None))).person.name == "anton"
    assert tokens.read(minted(claims(name="Anton\n\u202eAgent\x00"))).person.name == "Anton Agent"


def wrong_ones():
    """Made when asked for: the times in them are those of the test."""
    return {
        "another audience": {"aud": "chatbridge-visitor"},
        "no audience": {"aud": None},
        "no expiry": {"exp": None},
        "no time of issue": {"iat": None},
        "issued in the future": {"iat": int(time.time()) + 3600, "exp": int(time.time()) + 3700},
        "not yet": {"nbf": int(time.time()) + 3600},
        "good for too long": {"exp": int(time.time()) + 3600},
        "expiry as text": {"exp": str(int(time.time()) + 100)},
        "issue as text": {"iat": str(int(time.time()))},
        "expiry as a list": {"exp": [1]},
        "endless": {"exp": 10**400},
        "a fraction that is no number": {"exp": float("inf")},
        "no subject": {"sub": None},
        "another subject": {"sub": "agent:berta"},
        "another kind": {"kind": "customer"},
        "a visitor": {"kind": "visitor", "sub": "visitor:anton"},
        "no kind": {"kind": None},
        "a kind that is a list": {"kind": ["agent"]},
        "another login": {"login": "berta"},
        "no login": {"login": None},
        "an empty login": {"login": "", "sub": "agent:"},
        "a login that is a number": {"login": 5, "sub": "agent:5"},
        "a login that is too long": {"login": "x" * 201, "sub": f"agent:{'x' * 201}"},
        "no jti": {"jti": None},
        "a jti that is too short": {"jti": "x" * 15},
        "a jti that is too long": {"jti": "x" * 129},
        "a jti that is a number": {"jti": 12345678901234567890},
        "a name that is a list": {"name": ["Anton"]},
        "a name that is too long": {"name": "x" * 201},
        "an address that is too long": {"email": "x" * 256},
        "a language that is too long": {"lang": "x" * 17},
        "a company that is a number": {"customer_id": 5},
    }


@pytest.mark.parametrize("wrong", wrong_ones())
def test_a_token_with_something_wrong_is_refused(tokens, wrong):
    payload = claims() | wrong_ones()[wrong]
    token = minted({name: value for name, value in payload.items() if value is not None})
    with pytest.raises(IdentityInvalid):
        tokens.read(token)


def test_a_token_that_is_too_old_is_called_so(tokens):
    at = int(time.time())
    with pytest.raises(IdentityExpired):
        tokens.read(minted(claims(iat=at - 200, exp=at - 80)))
    assert tokens.read(minted(claims(iat=at - 130, exp=at - 10))), "clocks may differ a little"


def test_nobody_but_the_holder_of_the_key_makes_a_token(tokens):
    payload = claims()
    good = minted(payload)
    head, body, signature = good.split(".")
    other_body = minted(claims(login="berta", sub="agent:berta")).split(".")[1]
    for token in (
        minted(payload, secret="x" * 40),
        f"{head}.{other_body}.{signature}",
        f"{head}.{body}.",
        f"{head}.{body}",
        forged({"alg": "none", "typ": "JWT", "kid": "otrs-1"}, payload),
        forged({"alg": "None", "kid": "otrs-1"}, payload),
        forged({"alg": "", "kid": "otrs-1"}, payload),
        forged({"alg": "none"}, payload | {"aud": "chatbridge-visitor"}),
        *(minted(payload, secret=LONG_SECRET, kid="long", algorithm=one) for one in ("HS384", "HS512")),
        forged({"alg": "RS256", "kid": "otrs-1"}, payload, b"x" * 256),
    ):
        with pytest.raises(IdentityInvalid):
            tokens.read(token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "ä.ö.ü",
        "null",
        "{}",
        "\x00",
        "x" * 60_000,
        "eyJhbGciOiJIUzI1NiJ9..",
        "😀",
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_what_is_no_token_is_refused(tokens, token):
    with pytest.raises(IdentityInvalid):
        tokens.read(token)


@pytest.mark.parametrize("kid", [5, None, ["otrs-1"], {"a": 1}, "", "../otrs-1", "otrs-1\x00"], ids=repr)
def test_a_key_name_that_is_none_is_refused(tokens, kid):
    with pytest.raises(IdentityInvalid):
        tokens.read(forged({"alg": "HS256", "kid": kid}, claims(), b"x" * 32))


def test_a_refusal_tells_no_secret(tokens):
    for token in (minted(claims(), secret="x" * 40), minted(claims(), kid="unknown"), "a.b.c"):
        with pytest.raises(IdentityInvalid) as refused:
            tokens.read(token)
        assert not {SECRET, NEXT_SECRET, OWN_SECRET} & set(refused.value.message.split())
    assert SECRET not in repr(tokens)


# Visitors.


def test_a_visitors_token_brings_the_same_visitor_back(tokens):
    first = tokens.new_visitor("Max")
    again = tokens.read(tokens.for_visitor(first))
    assert again.person == first.person
    assert again.person.kind is Kind.VISITOR
    assert again.jti is None
    assert abs(again.expires_at - first.expires_at) < timedelta(seconds=1)
    assert 23 * 3600 < tokens.seconds(again) <= 24 * 3600
    third = tokens.read(tokens.for_visitor(again))
    assert third == again, "a token of a token does not live longer"


def test_every_visitor_is_another(tokens):
    assert len({tokens.new_visitor("Max").person.id for _ in range(100)}) == 100
    assert len(tokens.new_visitor("Max").person.ref) >= 32


def test_a_visitors_token_ends(tokens):
    old = Tokens(
        {}, OWN_SECRET, identity_seconds=900, visitor_hours=1, clock=lambda: now() - timedelta(hours=2)
    )
    token = old.for_visitor(old.new_visitor("Max"))
    with pytest.raises(IdentityExpired):
        tokens.read(token)


def visitor_payload(**changes):
    at = int(time.time())
    payload = {"aud": "chatbridge-visitor", "sub": "f" * 32, "name": "Max", "iat": at, "exp": at + 60}
    return payload | changes


def test_a_visitors_token_is_none_of_otrs_and_the_other_way_round(tokens):
    assert tokens.read(minted(visitor_payload(), secret=OWN_SECRET, kid="")).person.name == "Max"
    for token in (
        minted(visitor_payload(), secret=SECRET, kid=""),
        minted(visitor_payload(), secret=OWN_SECRET),
        minted(visitor_payload(), secret=SECRET),
        minted(claims(), secret=OWN_SECRET),
        minted(claims(), secret=OWN_SECRET, kid=""),
        minted(visitor_payload(aud="chatbridge"), secret=OWN_SECRET, kid=""),
        minted(visitor_payload(aud=["chatbridge", "other"]), secret=OWN_SECRET, kid=""),
    ):
        with pytest.raises(IdentityInvalid):
            tokens.read(token)


def test_no_claim_makes_a_visitor_an_agent(tokens):
    wishes = {"kind": "agent", "login": "anton", "groups": {"users": ["rw"]}, "jti": "x" * 32}
    found = tokens.read(minted(visitor_payload(**wishes), secret=OWN_SECRET, kid=""))
    assert found.person.id == f"visitor:{'f' * 32}"
    assert found.jti is None


def test_a_token_that_was_used_is_remembered_for_as_long_as_it_is_good(tokens, world):
    at = int(time.time())
    token = minted(claims(iat=at - 130, exp=at - 10))
    sign_in(world.context, tokens.read(token))
    world.clock.now = now()
    with world.context.db.write() as tx:
        assert tx.tokens.forget(world.clock()) == 0
    with pytest.raises(IdentityReplayed):
        sign_in(world.context, tokens.read(token))
