"""Files over real HTTP: there and back, and what hostile and slow peers make of it."""

import time
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
import requests

from tests.live.client import ORIGIN, new_id
from tests.live.raw import Raw
from tests.live.service import SECRET_KEY

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
HTML = b"<html><script>alert(document.domain)</script></html>"
BIG = PNG + bytes(3_000_000)


def offer(client, chat, content=PNG, name="screen.png", **fields):
    values = {"file": new_id(), "content_type": "image/png", "audience": "everyone", "size": len(content)}
    return client.ask("file.offer", chat=chat, name=name, **{**values, **fields})


def put(service, url, content=PNG, **headers):
    return requests.put(
        address(service, url), data=content, headers={"Origin": ORIGIN, **headers}, timeout=60
    )


def address(service, url):
    return f"http://127.0.0.1:{service.port}{url}"


def bring(service, client, chat, content=PNG, name="screen.png", **fields):
    """Offer a file and upload it; its id."""
    file = fields.pop("file", new_id())
    reply = offer(client, chat, content, name, file=file, **fields)
    assert reply["type"] == "result", reply
    answer = put(service, reply["url"], content)
    assert answer.status_code == 201, answer.text
    return file


def fetch(service, client, chat, file, **headers):
    reply = client.ask("file.link", chat=chat, file=file)
    assert reply["type"] == "result", reply
    return requests.get(address(service, reply["url"]), headers=headers, timeout=60)


def test_a_picture_reaches_the_other_side(service):
    agent, visitor, chat = service.conversation()
    file = new_id()
    offered = offer(visitor, chat, file=file, name="../my screen.png")
    assert offered["most_bytes"] == 10_000_000
    answer = put(service, offered["url"])
    assert (answer.status_code, answer.json()["file"]) == (201, file)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    entry = agent.entry(chat, kind="file")
    assert entry["client_id"] == file
    assert entry["data"] == {
        "file": file,
        "name": "my screen.png",
        "size": len(PNG),
        "content_type": "image/png",
    }
    assert visitor.entry(chat, kind="file")["seq"] == entry["seq"] == answer.json()["seq"]
    link = agent.ask("file.link", chat=chat, file=file)
    assert link["inline"] is True
    got = requests.get(address(service, link["url"]), headers={"Origin": ORIGIN}, timeout=60)
    assert (got.status_code, got.content) == (200, PNG)
    assert got.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_a_large_file_comes_back_as_it_was(service):
    agent, visitor, chat = service.conversation()
    file = bring(service, agent, chat, BIG)
    assert fetch(service, visitor, chat, file).content == BIG


def test_a_file_runs_nowhere(service):
    agent, visitor, chat = service.conversation()
    page = bring(service, visitor, chat, HTML, name="page.txt", content_type="text/html")
    got = fetch(service, agent, chat, page)
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert got.headers["Content-Type"] == "text/plain"
    polyglot = bring(service, visitor, chat, b"GIF89a/*" + HTML + b"*/=1", name="x.gif")
    shown = fetch(service, agent, chat, polyglot, Origin="https://evil.example.com")
    assert shown.headers["Content-Type"] == "image/gif"
    assert "Access-Control-Allow-Origin" not in shown.headers
    for answer in (got, shown):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_name_cannot_break_out_of_its_header(service):
    agent, visitor, chat = service.conversation()
    wide = "a\uff02; filename=\uff02b.exe\uff02.txt"
    for name in ['a";x=".txt', "a\r\nSet-Cookie: x=1.txt", wide, "Größe 你好.txt"]:
        file = bring(service, visitor, chat, b"x", name=name)
        got = fetch(service, agent, chat, file)
        assert "Set-Cookie" not in got.headers
        assert got.headers["Content-Disposition"].count('"') == 2
    assert "filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E4%BD%A0" in got.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.png", HTML, 415, "file.type"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, "file.type"),
        ("a.pdf", b"MZ\x90", 415, "file.type"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(service, name, content, status, code):
    _, visitor, chat = service.conversation()
    answer = put(service, offer(visitor, chat, content, name)["url"], content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not [one for one in visitor.entries(chat) if one["kind"] == "file"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "a.svg"}, "file.type"),
        ({"name": "a.png.exe"}, "file.type"),
        ({"size": 10_000_001}, "file.too_large"),
        ({"size": 0}, "input.invalid"),
        ({"size": -1}, "protocol.bad_message"),
        ({"name": ".."}, "input.invalid"),
        ({"file": "no-uuid"}, "protocol.bad_message"),
        ({"audience": "agents"}, "permission.denied"),
        ({"chat": new_id()}, "chat.not_found"),
    ],
)
def test_what_cannot_be_offered(service, fields, code):
    _, visitor, chat = service.conversation()
    values = {"chat": chat, "file": new_id(), "name": "a.png", "size": 10, "content_type": "image/png"}
    assert visitor.ask("file.offer", **{**values, **fields})["code"] == code


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(PNG[:-1], 400, "input.invalid"), (PNG + b"x", 413, "file.too_large"), (BIG, 413, "file.too_large")],
)
def test_a_size_that_was_not_offered_is_refused_before_it_has_come(service, content, status, code):
    _, visitor, chat = service.conversation()
    url = offer(visitor, chat)["url"]
    answer = put(service, url, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert put(service, url).status_code == 201


def test_the_same_address_again_changes_nothing(service):
    agent, visitor, chat = service.conversation()
    file = new_id()
    url = offer(visitor, chat, file=file)["url"]
    first = put(service, url).json()

    def put_again(_):
        try:
            return [put(service, url, PNG[:-1] + b"!")]
        except requests.ConnectionError:  # the next one has taken its place
            return []

    with ThreadPoolExecutor(4) as pool:
        again = [one for of_try in pool.map(put_again, range(4)) for one in of_try]
    assert any(one.status_code == 201 for one in again)
    assert {one.json()["seq"] for one in again if one.status_code == 201} == {first["seq"]}
    assert fetch(service, agent, chat, file).content == PNG


def test_addresses_are_ours_for_one_purpose_and_not_for_ever(service):
    agent, visitor, chat = service.conversation()
    offered = offer(visitor, chat)["url"]
    fetching = agent.ask("file.link", chat=chat, file=bring(service, visitor, chat))["url"]
    token = offered.rpartition("/")[2]
    claims = jwt.decode(token, options={"verify_signature": False})
    forged = [
        f"/chatbridge/files/{jwt.encode(claims, 'x' * 40, algorithm='HS256')}",
        f"/chatbridge/files/{jwt.encode({**claims, 'exp': 1}, SECRET_KEY, algorithm='HS256')}",
        f"/chatbridge/files/{jwt.encode(claims, '', algorithm='none')}",
        f"/chatbridge/files/{visitor.welcome['token']}",
        "/chatbridge/files/x",
    ]
    for url in [*forged, fetching]:
        assert put(service, url).status_code == 404, url
    for url in [*forged, offered]:
        got = requests.get(address(service, url), timeout=60)
        assert (got.status_code, got.json()["code"]) == (404, "file.missing"), url


def test_others_get_no_address(service):
    _, visitor, chat = service.conversation()
    file = bring(service, visitor, chat)
    others = [service.visitor("Moritz"), service.customer(), service.agent("berta")]
    for other in others:
        assert other.ask("file.link", chat=chat, file=file)["code"] == "file.missing"
        assert offer(other, chat)["code"] == "chat.not_found"
    own = others[0].start_chat()
    assert others[0].ask("file.link", chat=own, file=file)["code"] == "file.missing"
    assert visitor.ask("file.link", chat=chat, file=new_id())["code"] == "file.missing"


def test_files_among_agents_stay_there(service):
    agent, visitor, chat = service.conversation()
    file = bring(service, agent, chat, audience="agents")
    assert agent.entry(chat, kind="file")["audience"] == "agents"
    assert visitor.ask("file.link", chat=chat, file=file)["code"] == "file.missing"
    assert not [one for one in visitor.entries(chat) if one["kind"] == "file"]


def test_after_the_end_nothing_comes_and_everything_can_be_fetched(service):
    agent, visitor, chat = service.conversation()
    file = bring(service, visitor, chat)
    late = offer(visitor, chat)["url"]
    agent.ask("chat.close", chat=chat)
    answer = put(service, late)
    assert (answer.status_code, answer.json()["code"]) == (409, "chat.closed")
    assert offer(visitor, chat)["code"] == "chat.closed"
    for client in (agent, visitor, service.agent("cem")):
        assert fetch(service, client, chat, file).content == PNG


def test_pages_elsewhere_may_not_upload(service):
    _, visitor, chat = service.conversation()
    url = address(service, offer(visitor, chat)["url"])
    for headers in ({"Origin": "https://evil.example.com"}, {}):
        assert requests.put(url, data=PNG, headers=headers, timeout=60).status_code == 403
        assert requests.options(url, headers=headers, timeout=60).status_code == 403
    allowed = requests.options(url, headers={"Origin": ORIGIN}, timeout=60)
    assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "PUT" in allowed.headers["Access-Control-Allow-Methods"]


def test_the_head_of_a_file_comes_without_it(service):
    agent, visitor, chat = service.conversation()
    url = agent.ask("file.link", chat=chat, file=bring(service, visitor, chat))["url"]
    got = requests.head(address(service, url), timeout=60)
    assert (got.status_code, got.content, got.headers["Content-Length"]) == (200, b"", str(len(PNG)))


# Slow and broken peers.


def upload_head(service, url, size):
    lines = [f"PUT {url} HTTP/1.1", f"Host: 127.0.0.1:{service.port}", f"Origin: {ORIGIN}"]
    return "\r\n".join([*lines, f"Content-Length: {size}", "", ""]).encode()


def beginning(service, url, size):
    """An upload that has begun and goes on later."""
    peer = Raw(service.port)
    peer.send(upload_head(service, url, size) + BIG[: size // 2])
    return peer


def test_slow_uploads_keep_nobody_from_the_service(service):
    _, visitor, chat = service.conversation()
    others = [service.conversation()[1:] for _ in range(2)]
    urls = [offer(client, its, BIG)["url"] for client, its in [(visitor, chat), *others] for _ in range(8)]
    slow = [beginning(service, url, len(BIG)) for url in urls]
    for _ in range(10):
        assert service.healthy()
    assert fetch(service, visitor, chat, bring(service, visitor, chat)).content == PNG
    slow[0].send(BIG[len(BIG) // 2 :])
    assert slow[0].head().startswith("HTTP/1.1 201")
    for peer in slow:
        peer.close()


def test_slow_readers_keep_nobody_from_the_service(service):
    agent, visitor, chat = service.conversation()
    others = [service.conversation() for _ in range(2)]
    slow = []
    for one, _, its in [(agent, visitor, chat), *others]:
        file = bring(service, one, its, BIG)
        for _ in range(8):
            peer = Raw(service.port, receive_buffer=4096)
            url = one.ask("file.link", chat=its, file=file)["url"]
            peer.send(f"GET {url} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            slow.append(peer)
    for peer in slow:
        assert peer.head().startswith("HTTP/1.1 200")
    for _ in range(10):
        assert service.healthy()
    for peer in slow:
        peer.close()


def test_one_chat_gets_so_many_at_once(service):
    _, visitor, chat = service.conversation()
    urls = [offer(visitor, chat, BIG[:2_000_000])["url"] for _ in range(11)]
    slow = [beginning(service, url, 2_000_000) for url in urls[:10]]
    time.sleep(0.5)
    answer = put(service, urls[10], BIG[:2_000_000])
    assert (answer.status_code, answer.json()["code"]) == (503, "server.busy")
    assert answer.headers["Retry-After"]
    for peer in slow:
        peer.close()
    time.sleep(0.5)
    assert put(service, urls[10], BIG[:2_000_000]).status_code == 201


def test_an_upload_that_broke_can_begin_anew(service):
    _, visitor, chat = service.conversation()
    url = offer(visitor, chat, BIG)["url"]
    broken = beginning(service, url, len(BIG))
    assert put(service, url, BIG).status_code == 201
    assert broken.ends()
    half = beginning(service, offer(visitor, chat, BIG)["url"], len(BIG))
    half.close()
    assert service.healthy()


def test_other_requests_stay_small(service):
    head = f"POST /chatbridge/stream/up HTTP/1.1\r\nHost: x\r\nOrigin: {ORIGIN}\r\n"
    peer = Raw(service.port)
    peer.send(f"{head}Content-Length: 3000000\r\n\r\n".encode())
    assert peer.head().startswith("HTTP/1.1 413")


def test_a_file_goes_onto_the_ticket(service, shared_otrs):
    agent, visitor, chat = service.conversation()
    bring(service, visitor, chat, name="a.png")
    title = f"With a file {new_id()}"
    wanted = {"kind": "phone_ticket", "queue_id": "2", "title": title, "customer": "carla"}
    agent.hand_over(chat, **wanted, priority_id="3", state_id="4")
    agent.chat(chat, state="closed")
    (ticket,) = shared_otrs.tickets(title)
    assert "a.png" in str(ticket)
