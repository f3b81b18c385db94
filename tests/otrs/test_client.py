"""What the client makes of an OTRS that is away, broken or hostile. Each answer comes over a real socket."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
import responses

from bridge.domain.errors import OtrsMisconfigured, OtrsRefused, OtrsUnavailable
from bridge.otrs import GenericInterfaceClient
from bridge.otrs.answers import NotAccepted
from tests.patience import SECONDS
from tests.sandbox.server import CONFIG, serving


def client(url: str, **options) -> GenericInterfaceClient:
    return GenericInterfaceClient(
        f"{url}/otrs", "ChatBridge", "chatbridge", "pass-word", **{"timeout": 2, **options}
    )


@contextmanager
def answering(*answers: bytes | Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that gives one answer per connection, in turn, then the last one again and again."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(SECONDS)
                request = b""
                while b"\r\n\r\n" not in request or not request.endswith(b"}"):
                    request += connection.recv(65536)
                answer = answers[min(number, len(answers) - 1)]
                number += 1
                with suppress(OSError):  # the client may have had enough
                    answer(connection) if callable(answer) else connection.sendall(answer)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join()
        listener.close()


def http(body: bytes | str, status: str = "200 OK", kind: str = "application/json", **headers: str) -> bytes:
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def test_an_answer_comes_back():
    with answering(http('{"Tickets": []}')) as url:
        assert client(url).call("TicketSearch", {"Query": "x"}) == {"Tickets": []}


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("Archive.AuthFail", NotAccepted),
        ("Archive.MissingParameter", OtrsRefused),
        ("Archive.InvalidParameter", OtrsRefused),
        ("Archive.AccessDenied", OtrsRefused),
        ("Archive.InProgress", OtrsUnavailable),
        ("Archive.Failed", OtrsUnavailable),
        ("Archive.SomethingNew", OtrsRefused),
        ("", OtrsRefused),
        (None, OtrsRefused),
    ],
)
def test_errors_come_with_http_200(code, error):
    body = json.dumps({"Error": {"ErrorCode": code, "ErrorMessage": "Archive: the reason."}})
    with answering(http(body)) as url, pytest.raises(error) as caught:
        client(url).call("Archive", {})
    assert type(caught.value) is error
    if error is not NotAccepted:
        assert caught.value.message == "the reason."
    assert caught.value.retry is (error is not OtrsRefused)


@pytest.mark.parametrize("error", ["text", 5, None, [], {}, {"ErrorMessage": ["x"]}])
def test_strange_error_objects_are_refusals(error):
    with answering(http(json.dumps({"Error": error}))) as url, pytest.raises(OtrsRefused):
        client(url).call("Archive", {})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (http("<html><title>Login</title>", kind="text/html"), "instead of JSON"),
        (http("[1]"), "not an object"),
        (http("null"), "not an object"),
        (http('{"a": 1'), "instead of JSON"),
        (http("[" * 100_000), "instead of JSON"),
        (http(b"\xff\xfe\x00"), "instead of JSON"),
        (
            http("", status="302 Found", Location="https://elsewhere.example/otrs"),
            "https://elsewhere.example",
        ),
        (http("x", status="401 Unauthorized"), "HTTP 401"),
        (http("x", status="403 Forbidden"), "HTTP 403"),
        (http("x", status="404 Not Found"), "CHATBRIDGE_OTRS_URL"),
        (http("HTTP::REST Error while determine Operation for", status="500 x"), "has no operation Archive"),
        (http(""), "no web service 'ChatBridge'"),
        (http("  \n"), "no web service 'ChatBridge'"),
        (b"", "no web service 'ChatBridge'"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_wrong_settings_are_named(answer, words):
    with answering(answer) as url, pytest.raises(OtrsMisconfigured) as caught:
        client(url).call("Archive", {})
    assert words in caught.value.message
    assert "pass-word" not in caught.value.message


def test_a_chat_that_is_too_long_for_otrs_is_refused_and_not_tried_for_ever():
    answer = http("Payload Too Large", status="413 Payload Too Large")
    with answering(answer) as url, pytest.raises(OtrsRefused, match="MaxLength"):
        client(url).call("Archive", {})


@pytest.mark.parametrize(
    "answer",
    [
        http("Service Unavailable", status="503 Service Unavailable", kind="text/html"),
        http("Bad Gateway", status="502 Bad Gateway", kind="text/html"),
        http("Error while decoding request content.", status="500 x", kind="text/plain"),
        b"<!DOCTYPE HTML>\n<html>died",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_broken_answer_is_worth_another_try(answer):
    with answering(answer) as url, pytest.raises(OtrsUnavailable) as caught:
        client(url).call("Archive", {})
    assert type(caught.value) is OtrsUnavailable


def test_nobody_there_is_worth_another_try():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(OtrsUnavailable, match="cannot be reached") as caught:
        client(f"http://127.0.0.1:{port}").call("Archive", {})
    assert type(caught.value) is OtrsUnavailable
    with pytest.raises(OtrsUnavailable):
        client("http://no-such-host.invalid").call("Archive", {})


def test_a_connection_that_was_closed_meanwhile_is_tried_again():
    with answering(b"", http("{}")) as url:
        assert client(url).call("Directory", {}) == {}


def test_a_silent_server_is_left_alone_in_time():
    given_up = threading.Event()
    with answering(lambda connection: given_up.wait(SECONDS)) as url:
        with pytest.raises(OtrsUnavailable, match=r"within 0\.5 s"):
            client(url, timeout=0.5).call("Archive", {})
        given_up.set()


def test_a_server_that_dribbles_is_left_alone_in_time():
    def dribble(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(900):
            connection.sendall(b" ")
            time.sleep(0.1)

    with answering(dribble) as url, pytest.raises(OtrsUnavailable, match="longer than"):
        client(url, timeout=2).call("Archive", {})


def test_an_endless_answer_is_not_read():
    def pour(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000):
            connection.sendall(b" " * 65536)

    with answering(pour) as url, pytest.raises(OtrsMisconfigured, match="1000000 bytes"):
        client(url, max_answer_bytes=1_000_000).call("Directory", {})


def test_a_compressed_bomb_is_not_unpacked():
    body = gzip.compress(b" " * 50_000_000)
    with (
        answering(http(body, Content_Encoding="gzip")) as url,
        pytest.raises(OtrsMisconfigured, match="bytes"),
    ):
        client(url, max_answer_bytes=1_000_000).call("Directory", {})


@responses.activate
def test_credentials_stand_in_the_body_and_nowhere_else():
    responses.post(
        "https://help.example.com/otrs/nph-genericinterface.pl/Webservice/ChatBridge/Directory",
        json={"Now": 1},
        headers={"Set-Cookie": "session=1"},
    )
    talker = GenericInterfaceClient("https://help.example.com/otrs/", "ChatBridge", "chatbridge", "pass-word")
    talker.call("Directory", {"A": "ä"})
    talker.call("Directory", {})
    for call in responses.calls:
        request = call.request
        assert "pass-word" not in f"{request.url} {request.headers}"
        assert request.headers["Content-Type"] == "application/json; charset=utf-8"
        assert "Cookie" not in request.headers
        assert "Authorization" not in request.headers
    assert json.loads(responses.calls[0].request.body) == {
        "UserLogin": "chatbridge",
        "Password": "pass-word",
        "A": "ä",
    }
    assert "pass-word" not in repr(talker)


def test_redirects_are_not_followed():
    with answering(http('{"stolen": 1}')) as elsewhere:
        moved = http("", status="307 Temporary Redirect", Location=f"{elsewhere}/x")
        with answering(moved) as url, pytest.raises(OtrsMisconfigured, match="redirects"):
            client(url).call("Directory", {})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "help.example.com/otrs",
        "ftp://help.example.com",
        "https:///otrs",
        "https://a:b@x/otrs",
        "https://x/?a=b",
    ],
)
def test_an_address_that_is_none_is_refused_at_once(url):
    with pytest.raises(ValueError, match="https://help"):
        GenericInterfaceClient(url, "ChatBridge", "chatbridge", "pass-word")


def test_many_threads_share_one_client():
    with serving() as url:
        talker = GenericInterfaceClient(
            f"{url}/otrs", "ChatBridge", CONFIG.service_user, CONFIG.service_password
        )
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: talker.call("Directory", {}), range(64)))
        talker.close()
    assert all(len(answer["Agents"]) == len(answers[0]["Agents"]) for answer in answers)
