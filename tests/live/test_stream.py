"""Where no WebSocket gets through, the same chat goes over an event stream and requests."""

import pytest

from tests.env.processes import free_port
from tests.live.client import Client, identity_token
from tests.live.stream import Stream
from tests.patience import until


@pytest.fixture
def max_(service):
    client = Client("", line=Stream(service.url))
    client.hello(visitor={"name": "Max"})
    yield client
    client.close()


def test_the_whole_conversation_goes_over_a_stream(service, max_):
    chat = max_.start_chat("No WebSocket here")
    max_.open(chat)
    anton = service.agent("anton")
    assert anton.ask("chat.accept", chat=chat)["type"] == "result"
    anton.open(chat)
    anton.say(chat, "Hello Max 👋\nsecond line")
    assert max_.entry(chat, text="Hello Max 👋\nsecond line")["author"]["name"] == "Anton Agent"
    assert max_.say(chat, "Hello Anton")["seq"] == 4
    assert anton.entry(chat, text="Hello Anton")
    max_.ask("chat.close", chat=chat)


def test_the_close_code_comes_as_an_event_and_the_stream_ends(service):
    stream = Stream(service.url)
    client = Client("", line=stream)
    assert client.ask("hello", version=1, token="nonsense")["code"] == "identity.invalid"
    until(lambda: stream.ended)
    assert stream.ended["code"] == 4403


def test_a_token_is_good_for_one_hello_over_a_stream_too(service):
    token = identity_token("agent", "anton")
    first, second = (Client("", line=Stream(service.url)) for _ in range(2))
    assert first.hello(token=token)["type"] == "welcome"
    assert second.hello(token=token)["code"] == "identity.replayed"


def test_what_is_no_message_ends_the_stream(service):
    stream = Stream(service.url)
    stream.send("not json")
    until(lambda: stream.ended)
    assert stream.ended["code"] == 4400


@pytest.mark.parametrize("origin", [None, "http://evil.example.com", "null"])
def test_other_origins_get_neither_way(service, max_, origin):
    assert Stream(service.url, origin=origin).response.status == 403
    assert max_.socket.post("{}", Origin=origin or "").status_code == 403


def test_a_stream_that_is_gone_or_never_was_is_told(service):
    stream = Stream(service.url)
    stream.send('{"type": "ping", "id": 1}')
    name = stream.name
    stream.close()
    until(lambda: stream.post('{"type": "ping", "id": 2}', name=name).status_code == 404)
    assert stream.post("{}", name="never-was").status_code == 404
    assert stream.post("{}", name=f"other{name}").status_code == 404


def test_a_message_over_the_limit_is_refused_and_the_stream_lives(max_):
    assert max_.socket.post("x" * 70_000).status_code == 413
    assert max_.ask("ping")["type"] == "result"


@pytest.mark.services
def test_requests_may_reach_another_process_than_the_stream(
    start_service, shared_otrs, postgres, redis_server
):
    database, redis = postgres.database(), redis_server.database(3)
    first = start_service(shared_otrs, "serve", database_url=database.url, redis_url=redis)
    second = start_service(shared_otrs, "serve", database_url=database.url, redis_url=redis, port=free_port())
    max_ = Client("", line=Stream(first.url, up=second.url))
    assert max_.hello(visitor={"name": "Max"})["type"] == "welcome"
    chat = max_.start_chat("Over two processes")
    assert max_.ask("chat.close", chat=chat)["type"] == "result"
