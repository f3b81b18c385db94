"""Content-Security-Policy: the policies of real OTRS versions, and what browsers make of sources."""

import pytest

from bridge.doctor.csp import blocking
from tests.doctor.support import always, look, site, stand_in

PAGE = "https://help.example.com"
SAME = "https://help.example.com/chatbridge/widget/chatbridge.js"
OTHER = "https://chat.example.com/chatbridge/widget/chatbridge.js"
ZNUNY_6_5_15 = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; img-src * data:"
ZNUNY_6_5_26 = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: *; frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)


@pytest.mark.parametrize("policy", [ZNUNY_6_5_15, ZNUNY_6_5_26])
def test_the_policies_of_znuny_let_in_the_same_host_only(policy):
    assert not blocking([policy], "script-src", PAGE, SAME)
    assert not blocking([policy], "connect-src", PAGE, "wss://help.example.com/chatbridge/socket")
    assert blocking([policy], "script-src", PAGE, OTHER)
    assert blocking([policy], "connect-src", PAGE, "wss://chat.example.com/chatbridge/socket")


@pytest.mark.parametrize(
    ("policy", "blocked"),
    [
        ("", False),
        ("img-src 'none'", False),
        ("script-src 'none'", True),
        ("script-src", True),
        ("script-src *", False),
        ("script-src https:", False),
        ("script-src http:", False),
        ("script-src wss:", True),
        ("script-src chat.example.com", False),
        ("script-src https://chat.example.com", False),
        ("script-src https://CHAT.example.com:443", False),
        ("script-src https://chat.example.com:8443", True),
        ("script-src https://chat.example.com:*", False),
        ("script-src http://chat.example.com", False),
        ("script-src *.example.com", False),
        ("script-src *.chat.example.com", True),
        ("script-src https://chat.example.com/chatbridge/", False),
        ("script-src https://chat.example.com/other/", True),
        ("script-src https://chat.example.com/chatbridge/widget/chatbridge.js", False),
        ("script-src 'nonce-abc' 'unsafe-inline'", True),
        ("script-src 'nonce-abc' 'strict-dynamic' https:", True),
        ("script-src 'none'; script-src-elem https:", False),
        ("default-src 'self'; script-src https:", False),
        ("script-src https:, script-src 'self'", True),
        ("SCRIPT-SRC https:", False),
    ],
)
def test_sources(policy, blocked):
    assert bool(blocking([policy], "script-src", PAGE, OTHER)) is blocked


def test_ports_and_plain_pages():
    page = "http://127.0.0.1:8081"
    assert not blocking(["default-src 'self'"], "connect-src", page, "ws://127.0.0.1:8081/chatbridge/socket")
    assert blocking(["default-src 'self'"], "connect-src", page, "ws://127.0.0.1:8080/chatbridge/socket")
    assert not blocking(["connect-src ws:"], "connect-src", page, "ws://127.0.0.1:8080/chatbridge/socket")


def test_a_policy_that_keeps_the_chat_out_is_named():
    with site(always(200, b"<html>", Content_Security_Policy=ZNUNY_6_5_26)) as url:
        same = look("otrs.csp", CHATBRIDGE_OTRS_URL=f"{url}/otrs", CHATBRIDGE_PUBLIC_URL=f"{url}/chatbridge")
        other = look(
            "otrs.csp",
            CHATBRIDGE_OTRS_URL=f"{url}/otrs",
            CHATBRIDGE_PUBLIC_URL="http://localhost:1/chatbridge",
        )
        short_cut = look(
            "otrs.csp",
            CHATBRIDGE_OTRS_URL=f"{url}/otrs",
            CHATBRIDGE_PUBLIC_URL="https://help.example.com/chatbridge",
        )
    assert same.state == "ok"
    assert other.finding == "csp.blocks"
    assert "script-src 'self'" in other.found
    assert "default-src 'self'" in other.found
    assert short_cut.state == "ok"


def test_pages_without_a_policy_and_no_pages():
    with site(always(200, b"<html>")) as url:
        assert look("otrs.csp", CHATBRIDGE_OTRS_URL=f"{url}/otrs").state == "ok"
    with site(always(404)) as url:
        assert look("otrs.csp", CHATBRIDGE_OTRS_URL=f"{url}/otrs").state == "skipped"


def test_the_stand_in_says_which_address_it_lets_in():
    with stand_in() as url:
        let_in = {"CHATBRIDGE_PUBLIC_URL": "http://127.0.0.1:9/chatbridge"}
        assert look("otrs.csp", CHATBRIDGE_OTRS_URL=url, **let_in).state == "ok"
        assert look("otrs.csp", CHATBRIDGE_OTRS_URL=url).finding == "csp.blocks"
