"""The page on which administrators see the chat before they put it on theirs."""

import pytest
from flask import Flask

from bridge.web import preview


@pytest.fixture
def client():
    app = Flask("test")
    app.register_blueprint(
        preview.blueprint(frozenset({"https://help.example.com"})), url_prefix="/chatbridge"
    )
    return app.test_client()


def test_the_page_has_the_chat_as_chosen(client):
    chosen = {"channel": "3", "lang": "de", "theme": "dark", "side": "left", "accent": "#aa3311"}
    page = client.get("/chatbridge/preview", query_string=chosen)
    assert page.status_code == 200
    assert 'lang="de"' in page.text
    assert "So sieht der Chat" in page.text
    for name, value in chosen.items():
        assert f'data-{name}="{value}"' in page.text


@pytest.mark.parametrize("name", ["channel", "lang", "theme", "side", "title", "accent"])
@pytest.mark.parametrize("value", ['"><script>alert(1)</script>', "x" * 61, "", "#fff;}", "\x00", "../../"])
def test_what_is_chosen_cannot_become_code(client, name, value):
    page = client.get("/chatbridge/preview", query_string={name: value})
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert page.text.count("<script") == 1
    if name != "title":
        assert f"data-{name}=" not in page.text


def test_only_pages_of_ours_may_frame_it_and_it_runs_nothing_of_others(client):
    page = client.get("/chatbridge/preview?unknown=1")
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://help.example.com" in policy
    assert policy.startswith("default-src 'self'")
    assert client.get("/chatbridge/preview.css").status_code == 200
