"""Who may see what, as it goes over the wire."""

import json
import time

import jwt
import pytest

from tests.live.client import identity_token, new_id
from tests.live.raw import Raw, command
from tests.live.service import SECRET_KEY, Service


def visitor_token(ref: str, seconds: float, **claims: object) -> str:
    """A token as the service gives to visitors."""
    now = int(time.time())
    payload = {
        "aud": "chatbridge-visitor",
        "sub": ref,
        "name": "Max",
        "iat": now - 60,
        "exp": now + seconds,
        **claims,
    }
    return jwt.encode(payload, SECRET_KEY, algorithm="HS256")


def _refusal(service: Service, token: str) -> tuple[str, int]:
    client = service.connect()
    return client.hello(token=token)["code"], client.end()


def test_a_token_of_otrs_is_good_for_one_hello(service):
    token = identity_token("agent", "anton")
    first = service.connect()
    assert first.hello(token=token)["type"] == "welcome"
    assert _refusal(service, token) == ("identity.replayed", 4401)
    assert first.ask("ping")["type"] == "result"


# Made within the test: a token is good for minutes, and the tests before this one may take longer.
WRONG_TOKENS = {
    "another secret": lambda: identity_token("agent", "anton", secret="x" * 40),
    "another key": lambda: identity_token("agent", "anton", kid="other"),
    "another audience": lambda: identity_token("agent", "anton", aud="other"),
    "another subject": lambda: identity_token("agent", "anton", sub="agent:berta"),
    "good for too long": lambda: identity_token("agent", "anton", exp=int(time.time()) + 86400),
    "of tomorrow": lambda: identity_token("agent", "anton", iat=int(time.time()) + 3600),
    "a visitor by OTRS": lambda: identity_token("visitor", "anton"),
    "no name of its own": lambda: identity_token("agent", "anton", jti=""),
    "a visitor as somebody": lambda: visitor_token("abc", 3600, aud="chatbridge"),
    "hardly a token": lambda: jwt.encode({"sub": "x"}, "x" * 40, "HS256"),
    "no signature": lambda: jwt.encode({"aud": "chatbridge-visitor", "sub": "x"}, None, "none"),
    "nothing": lambda: "",
    "no token": lambda: "no.token.atall",
    "much": lambda: "x" * 60000,
}


@pytest.mark.parametrize("wrong", WRONG_TOKENS)
def test_wrong_tokens_are_refused(service, wrong):
    assert _refusal(service, WRONG_TOKENS[wrong]()) == ("identity.invalid", 4403)


def test_an_old_token_may_be_replaced(service):
    old = identity_token("agent", "anton", exp=int(time.time()) - 60)
    assert _refusal(service, old) == ("identity.expired", 4401)


def test_an_identity_ends_and_may_be_renewed_before(service):
    ends = service.connect()
    stays = service.connect()
    for client, ref in ((ends, "ends"), (stays, "stays")):
        assert client.hello(token=visitor_token(ref, 3))["type"] == "welcome"
    assert stays.ask("renew", token=visitor_token("stays", 600))["type"] == "result"
    assert ends.end() == 4401
    assert stays.ask("ping")["type"] == "result"


def test_a_renewal_is_for_the_same_person_only(service):
    agent = service.agent("anton")
    answer = agent.ask("renew", token=identity_token("agent", "cem"))
    assert answer["code"] == "identity.invalid"
    assert agent.end() == 4403


def test_a_visitor_learns_nothing_of_other_chats_even_by_their_ids(service):
    _, _, chat = service.conversation()
    eve = service.visitor("Eve")
    own = eve.start_chat("My own")
    for kind, fields in (
        ("chat.open", {"after_seq": 0}),
        ("message.send", {"client_id": new_id(), "text": "hello"}),
        ("chat.close", {}),
        ("chat.accept", {}),
        ("handover.retry", {}),
        ("handover.request", {"handover": new_id(), "target": {"kind": "attach", "ticket_id": "1"}}),
    ):
        wrong = eve.ask(kind, chat=chat, **fields)
        nowhere = eve.ask(kind, chat=new_id(), **fields)
        assert wrong["code"] == nowhere["code"] == "chat.not_found", kind
    stolen = eve.ask("chat.start", chat=chat, client_id=new_id(), text="mine now?")
    assert stolen["type"] == "error"
    assert eve.ask("chat.unfollow", chat=chat)["type"] == "result"
    assert eve.ask("chat.accept", chat=own)["code"] == "permission.denied"
    for kind, fields in (
        ("otrs.tickets", {"query": ""}),
        ("otrs.customers", {"query": "c"}),
        ("otrs.options", {}),
    ):
        assert eve.ask(kind, **fields)["code"] == "permission.denied"


def test_an_agent_outside_of_the_channel_sees_no_request(service):
    berta = service.agent("berta")
    assert berta.event("desk")["chats"] == []
    agent, visitor, chat = service.conversation()
    waiting = service.visitor("Mia").start_chat()
    for one in (chat, waiting):
        assert berta.open(one)["code"] == "chat.not_found"
        assert berta.ask("chat.accept", chat=one)["code"] == "chat.not_found"
        assert berta.say(one, "hello")["code"] == "chat.not_found"
    agent.say(chat, "Hello")
    visitor.entry(chat, text="Hello")
    assert berta.ask("ping")["type"] == "result"
    assert [event for event in berta.events if event["type"] != "me"] == []


def test_a_preview_shows_nothing_more_when_another_agent_has_accepted(service):
    visitor = service.visitor()
    chat = visitor.start_chat()
    visitor.open(chat)
    cem, anton = service.agent("cem"), service.agent("anton")
    assert cem.open(chat)["type"] == "result"
    visitor.say(chat, "Is anybody there?")
    assert cem.entry(chat, text="Is anybody there?")
    # All at once, so that the acceptance is hardly stored when the next message is.
    anton.tell("chat.accept", chat=chat)
    anton.say(chat, "A word in confidence")
    visitor.entry(chat, text="A word in confidence")
    assert cem.until(lambda m: m["type"] == "desk.delta" and m["remove"] == [chat])
    visitor.say(chat, "And my answer")
    assert cem.open(chat)["code"] == "chat.not_found"
    seen = json.dumps(cem.events)
    assert "in confidence" not in seen
    assert "And my answer" not in seen


def test_a_preview_can_be_closed(service):
    visitor = service.visitor()
    chat = visitor.start_chat()
    cem = service.agent("cem")
    cem.open(chat)
    assert cem.ask("chat.unfollow", chat=chat)["type"] == "result"
    visitor.say(chat, "unseen")
    assert cem.ask("ping")["type"] == "result"
    assert "unseen" not in json.dumps([m for m in cem.events if m["type"] == "entries"])


def test_what_agents_write_among_themselves_never_reaches_a_visitor(service):
    secret = "between us: do not tell"
    agent, visitor, chat = service.conversation()
    peer = Raw(service.port).upgraded()
    peer.send(command("hello", version=1, token=visitor.welcome["token"]))
    peer.send(command("chat.open", 2, chat=chat, after_seq=0))
    for number in range(20):
        agent.say(chat, f"{secret} {number}", audience="agents")
        agent.say(chat, f"for all {number}")
    assert visitor.say(chat, "psst", audience="agents")["code"] == "permission.denied"
    agent.hand_over(chat, kind="attach", ticket_id="99999")  # refused, which is noted for agents only
    agent.until(lambda m: "handover_failed" in json.dumps(m))
    peer.send(command("chat.open", 3, chat=chat, after_seq=0))
    received = b""
    while b'"id":3' not in received:
        received += peer.frame()[1]
    assert received.count(b"for all") == 40  # each as an event and in the last result
    assert secret.encode() not in received
    assert b"handover_failed" not in received
    assert b"ticket_id" not in received
    seen = json.dumps([visitor.events, visitor.entries(chat)])
    assert secret not in seen
    assert "handover_failed" not in seen


def test_the_ids_of_otrs_and_what_went_wrong_there_are_for_agents_only(service):
    agent, visitor, chat = service.conversation()
    agent.hand_over(chat, kind="attach", ticket_id="99999")
    agent.until(lambda m: "otrs.refused" in json.dumps(m))
    visitor.chat(chat, state="active", handover=None)
    assert "otrs.refused" not in json.dumps(visitor.events)
