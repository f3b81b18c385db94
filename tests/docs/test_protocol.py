"""``docs/protocol.md`` says what the code does: errors, commands, examples, views, close codes, limits."""

import inspect
import json
import re
from pathlib import Path

import pytest

from bridge.domain import errors
from bridge.domain.chats import Audience, Direction, EntryKind, Role, State
from bridge.domain.errors import BridgeError
from bridge.domain.permissions import Action
from bridge.domain.text import MESSAGE_CHARS, PREVIEW_CHARS
from bridge.services.chats import PAGE
from bridge.settings import load
from bridge.web import connection, fields, session, views
from bridge.web.commands import COMMANDS, VERSION
from tests.people import ANTON, CARLA, NOON, a_chat
from tests.web.test_fields import run

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = (ROOT / "docs/protocol.md").read_text(encoding="utf-8")
ALL_COMMANDS = {"hello", "renew", "message.send", *COMMANDS}
EVENTS = {
    "entries",
    "chat",
    "chat.gone",
    "read",
    "typing",
    "mail",
    "desk",
    "desk.delta",
    "me",
    "people.delta",
    "channels",
    "waiting",
}
REPLIES = {"welcome", "result", "ack", "error"}


def blocks(text):
    return re.findall(r"^```json\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def messages():
    return [one for one in map(json.loads, blocks(TEXT)) if "type" in one]


def section(title):
    return re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##+ |\Z)", TEXT, re.DOTALL | re.MULTILINE)[1]


def rows(title):
    """The rows of a section's table, head left out."""
    table = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table[2:]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_json_block_is_json(page):
    for block in blocks(page.read_text(encoding="utf-8")):
        json.loads(block)


# Errors.


def codes():
    """Every code, and whether the same command may be sent again; one code may have several classes."""
    classes = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, BridgeError)]
    families = {BridgeError, errors.OtrsError}
    return {one.code: one.retry for one in classes if one not in families}


def test_every_error_code_is_described_and_nothing_else():
    described = [code.strip("`") for code, *_ in rows("Errors")]
    assert sorted(described) == sorted(codes())


def test_the_table_says_whether_to_try_again():
    for code, _, again in rows("Errors"):
        retry = codes()[code.strip("`")]
        assert retry is (again not in {"no", "corrected", "split"}), code


def test_closing_errors_say_the_code_the_connection_closes_with():
    closing = {one.code: code for one, code in session._CLOSE_CODES.items()}
    described = {
        code.strip("`"): int(found[1])
        for code, when, _ in rows("Errors")
        if (found := re.search(r"then close (\d+)", when))
    }
    assert described == closing


def test_every_close_code_of_ours_is_described():
    ours = {
        value
        for module in (connection, session)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, int) and 4000 <= value < 5000
    }
    described = {int(code) for cell, *_ in rows("Close codes") for code in cell.split(",")}
    assert {code for code in described if code >= 4000} == ours


# Commands and events.


def test_every_command_has_an_example_and_every_example_is_a_command():
    examples = {one["type"] for one in messages() if "id" in one} - REPLIES
    assert examples == ALL_COMMANDS


def test_every_command_has_a_section():
    titles = set(re.findall(r"^### (\S+)$", TEXT, re.MULTILINE))
    assert titles >= ALL_COMMANDS | EVENTS | {"welcome"}
    assert titles <= ALL_COMMANDS | EVENTS | {"welcome", "Chat", "Entry"}


@pytest.mark.parametrize(
    "example",
    [one for one in messages() if "id" in one and one["type"] in ALL_COMMANDS],
    ids=lambda one: one["type"],
)
def test_every_example_of_a_command_is_taken(example):
    assert fields.parse(json.dumps(example).encode()) == example
    assert run(example["type"], example)


def test_every_event_has_an_example_and_every_example_is_an_event():
    assert {one["type"] for one in messages() if "id" not in one} == EVENTS


def test_every_reply_answers_the_command_before_it():
    asked = None
    for one in messages():
        if "id" in one and one["type"] in ALL_COMMANDS:
            asked = one["id"]
        elif one["type"] in REPLIES - {"error"}:
            assert one["id"] == asked, one


def example_of(title):
    return json.loads(blocks(section(title))[0])


def test_the_example_of_a_chat_has_the_fields_of_a_chat():
    view = views.chat(a_chat((ANTON, Role.OWNER), state=State.ACTIVE), ANTON)
    example = example_of("Chat")
    assert list(example) == list(view)
    assert list(example["participants"][0]) == list(view["participants"][0])
    assert example["may"] == view["may"]


def test_the_example_of_an_entry_has_the_fields_of_an_entry():
    from bridge.domain.chats import Author, Entry

    author = Author(1, CARLA.person.kind, "Carla")
    view = views.entry(Entry(1, EntryKind.MESSAGE, Audience.EVERYONE, author, "x", NOON))
    assert list(example_of("Entry")) == list(view)


@pytest.mark.parametrize("words", [State, Direction, Role, Action], ids=lambda one: one.__name__)
def test_every_word_of_a_chat_is_described(words):
    for word in words:
        assert f"`{word}`" in section("Chat"), word


@pytest.mark.parametrize("words", [EntryKind, Audience], ids=lambda one: one.__name__)
def test_every_word_of_an_entry_is_described(words):
    for word in words:
        assert f"`{word}`" in section("Entry"), word


# Numbers.


def test_the_numbers_are_those_of_the_code():
    settings = load({"CHATBRIDGE_SECRET_KEY": "x" * 40})
    limits = example_of("welcome")["limits"]
    assert limits == {
        "message_chars": MESSAGE_CHARS,
        "name_chars": 100,
        "frame_bytes": connection.FRAME_BYTES,
        "identity_seconds": settings.identity_seconds,
    }
    assert example_of("hello")["version"] == example_of("welcome")["version"] == VERSION
    for said in (
        f"at most {connection.FRAME_BYTES // 1024} KiB",
        f"within {session.HELLO_SECONDS:.0f} seconds",
        f"every {settings.socket_ping_seconds} seconds",
        f"came for {settings.socket_idle_seconds}",
        f"good for {settings.visitor_hours} hours",
        f"{PAGE} at a time",
        f"at most {PREVIEW_CHARS} characters",
    ):
        assert said in TEXT, said
