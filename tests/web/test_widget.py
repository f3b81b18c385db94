"""The widget's files: an address that stays, files that are kept for ever, comments left out."""

import gzip

import brotli
import pytest
from flask import Flask

from bridge.smaller import smaller
from bridge.web import widget as web_widget
from bridge.widget import ENTRY, Widget


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "core").mkdir()
    (tmp_path / ENTRY).write_text('/** Starts it all. */\nimport "./core/a.js"; // and nothing else\n')
    (tmp_path / "core/a.js").write_text("export const a = `keep /* this */ ${1 + 1}`;\n")
    (tmp_path / "sound.wav").write_bytes(b"RIFF" * 10)
    (tmp_path / "notes.md").write_text("not for browsers")
    return tmp_path


@pytest.fixture
def widget(folder):
    return Widget(folder)


@pytest.fixture
def client(widget):
    app = Flask("test")
    app.register_blueprint(web_widget.blueprint(widget))
    return app.test_client()


def test_the_tags_address_leads_to_the_version_and_soon_to_the_next(client, widget):
    reply = client.get("/widget/chatbridge.js")
    assert (reply.status_code, reply.location) == (302, f"{widget.version}/chatbridge.js")
    assert "max-age=300" in reply.headers["Cache-Control"]
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_behind_it_is_kept_for_ever(client, widget):
    reply = client.get(f"/widget/{widget.version}/core/a.js")
    assert reply.status_code == 200
    assert reply.content_type == "text/javascript; charset=utf-8"
    assert "immutable" in reply.headers["Cache-Control"]
    assert reply.headers["Vary"] == "Accept-Encoding"


def test_comments_stay_here_and_texts_do_not(client, widget):
    first = client.get(f"/widget/{widget.version}/{ENTRY}").get_data(as_text=True)
    assert "Starts it all" not in first
    assert 'import "./core/a.js"' in first.replace('import"', 'import "')
    assert "`keep /* this */ ${1+1}`" in client.get(f"/widget/{widget.version}/core/a.js").text


def test_style_sheets_lose_white_space_and_nothing_else():
    css = """
    .a > b:not(.c)::after,
    .d { content: ""; inset: calc(1px + 2px) auto; }
    @media (x: 1) { .e { rotate: 1deg; } }
    """
    short = '.a > b:not(.c)::after,.d{content:"";inset:calc(1px + 2px) auto}@media (x:1){.e{rotate:1deg}}'
    assert smaller(f"const a = sheet(`{css}`);") == f"const a=sheet(`{short}`)"


@pytest.mark.parametrize(
    ("accepts", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_browsers_get_the_smallest_that_they_understand(client, widget, accepts, coding, unpack):
    reply = client.get(f"/widget/{widget.version}/core/a.js", headers={"Accept-Encoding": accepts})
    assert reply.headers.get("Content-Encoding") == coding
    assert unpack(reply.data) == widget.assets["core/a.js"].body


def test_sounds_are_not_packed_again(client, widget):
    reply = client.get(f"/widget/{widget.version}/sound.wav", headers={"Accept-Encoding": "br"})
    assert (reply.data, reply.headers.get("Content-Encoding")) == (b"RIFF" * 10, None)


def test_a_page_from_before_an_upgrade_still_gets_its_files_but_does_not_keep_them(client):
    for old in ("core/a.js", "0123456789ab/core/a.js"):
        reply = client.get(f"/widget/{old}")
        assert (reply.status_code, reply.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("name", ["notes.md", "../setup.cfg", "core/", "", "core/b.js", "x/y/z"])
def test_nothing_else_is_there(client, widget, name):
    assert client.get(f"/widget/{name}").status_code == 404
    assert client.get(f"/widget/{widget.version}/{name}").status_code == 404


def test_any_change_is_another_version(folder, widget):
    assert Widget(folder).version == widget.version
    (folder / "core/a.js").write_text("export const a = 2;\n")
    assert Widget(folder).version != widget.version
