"""Every field of every command: there, of the right type, within bounds, or an error that names it."""

from types import SimpleNamespace

import pytest

from bridge.domain.chats import Role, State
from bridge.domain.errors import BadMessage, InputInvalid
from bridge.domain.handover import ExistingTicket, NewPhoneTicket
from bridge.web import fields
from bridge.web.commands import COMMANDS, hello, renew, send
from bridge.web.commands.work import Work
from tests.people import ANTON, SUPPORT, a_chat

CHAT = "0d5f2c0e-8f0e-4a53-9d0a-4f2f6f1c9f10"
OTHER = "8d0c6c1e-6f2b-4d3e-9a64-0d6d1d1f7f10"
TICKET = {
    "kind": "phone_ticket",
    "queue_id": "2",
    "title": "Printer",
    "customer": "carla",
    "priority_id": "3",
    "state_id": "4",
    "owner": "anton",
}

NOT_TEXT = [None, 5, True, 1.5, [], {}, ["x"]]
NOT_A_NUMBER = [None, "5", True, False, 1.5, 1.0, -1, 2**53, [], {}]
NOT_A_UUID = [*NOT_TEXT, "", "x", CHAT[:-1], f"{CHAT}0", f"{CHAT} ", "g" * 36]
NOT_AN_OBJECT = [None, 5, True, "x", [], [{}]]
NO_AUDIENCE = [5, None, "", "Everyone", "all", [], {}]
NOT_A_WORD = [*NOT_TEXT, "", "Observer", "declined"]
NOT_A_FLAG = [None, 0, 1, "true", [], {}]
NOT_A_TIME = [*NOT_TEXT[1:], "", "yesterday", "2026-11-22T18:44:37", "0001-01-01T00:00:00+14:00"]
NO_OTRS_ID = ["", "x", "-1", "1 OR 1=1", "٣", "1" * 21, " 1", "1\n", "1.0"]

GOOD = {
    "hello": {"version": 1, "token": "a.b.c"},
    "renew": {"token": "a.b.c"},
    "ping": {},
    "desk.sync": {},
    "chat.start": {
        "chat": CHAT,
        "client_id": OTHER,
        "channel": 1,
        "text": "Hello",
        "to": {"kind": "agent", "login": "cem"},
        "about": "2026112210000041",
    },
    "chat.open": {"chat": CHAT, "after_seq": 0},
    "chat.unfollow": {"chat": CHAT},
    "chat.accept": {"chat": CHAT},
    "chat.decline": {"chat": CHAT},
    "chat.invite": {"chat": CHAT, "login": "cem", "as": "observer"},
    "chat.role": {"chat": CHAT, "role": "observer"},
    "chat.move": {"chat": CHAT, "channel": 2, "release": True},
    "chat.leave": {"chat": CHAT},
    "chat.monitor": {"chat": CHAT, "level": "all"},
    "chat.dismiss": {"chat": CHAT},
    "chat.read": {"chat": CHAT, "seq": 3},
    "chat.close": {"chat": CHAT},
    "typing": {"chat": CHAT, "on": True, "audience": "everyone"},
    "chats.mine": {"before": "2026-11-22T18:44:37.123Z"},
    "message.send": {"chat": CHAT, "client_id": OTHER, "text": "Hello", "audience": "everyone"},
    "handover.request": {"chat": CHAT, "handover": OTHER, "target": TICKET, "anyway": False},
    "handover.retry": {"chat": CHAT},
    "handover.cancel": {"chat": CHAT},
    "otrs.options": {"queue_id": "2", "channel": 1},
    "otrs.customers": {"query": "carla"},
    "otrs.tickets": {"query": ""},
    "availability.set": {"availability": "external", "channels": [1]},
    "preferences.set": {"preferences": {"sound": True}},
    "activity": {},
    "people.follow": {},
    "people.unfollow": {},
    "people.find": {"query": "", "channel": 1},
    "people.of_ticket": {"ticket_id": "5"},
    "admin.read": {},
    "admin.channel": {"channel": {"id": None, "name": "Sales", "group": "sales"}},
    "admin.queues": {"queues": {"2": 1, "3": None}},
    "admin.policy": {"policy": {"idle_minutes": 5}, "version": 0},
    "file.offer": {"chat": CHAT, "file": OTHER, "name": "a.png", "size": 10, "audience": "everyone"},
    "file.link": {"chat": CHAT, "file": OTHER},
    "transcript.link": {
        "chat": CHAT,
        "format": "pdf",
        "zone": "Europe/Berlin",
        "language": "de",
        "internal": False,
    },
    "mail.send": {
        "chat": CHAT,
        "mail": OTHER,
        "address": "max@example.com",
        "zone": "Europe/Berlin",
        "language": "de",
    },
    "ticket.request": {
        "chat": CHAT,
        "handover": OTHER,
        "title": "Printer",
        "name": "Max",
        "email": "max@example.com",
    },
    "canned.list": {"channel": 1},
    "canned.save": {"reply": 1, "shortcut": "hello", "text": "Hello", "channel": 1},
    "canned.delete": {"reply": 1},
    "archive.search": {
        "text": "printer",
        "person": "carla",
        "channel": 1,
        "ticket": "2026112210000041",
        "from": "2026-11-22T18:44:37Z",
        "to": "2026-11-22T18:44:37.123+01:00",
        "before": "1795373077123000.0d5f2c0e-8f0e-4a53-9d0a-4f2f6f1c9f10",
    },
}

# Command and field → what it must not be. A field that may be missing has no None here.
WRONG = {
    ("hello", "version"): NOT_A_NUMBER,
    ("hello", "token"): NOT_TEXT,
    ("renew", "token"): NOT_TEXT,
    ("chat.start", "chat"): NOT_A_UUID,
    ("chat.start", "client_id"): NOT_A_UUID,
    ("chat.start", "channel"): [value for value in NOT_A_NUMBER if value is not None],
    ("chat.start", "text"): NOT_TEXT,
    ("chat.open", "chat"): NOT_A_UUID,
    ("chat.open", "after_seq"): NOT_A_NUMBER,
    ("chat.unfollow", "chat"): NOT_A_UUID,
    ("chat.start", "to"): NOT_AN_OBJECT[1:],
    ("chat.start", "about"): [value for value in NOT_TEXT if value is not None],
    ("chat.accept", "chat"): NOT_A_UUID,
    ("chat.decline", "chat"): NOT_A_UUID,
    ("chat.invite", "chat"): NOT_A_UUID,
    ("chat.invite", "login"): NOT_TEXT,
    ("chat.invite", "as"): NOT_A_WORD,
    ("chat.role", "chat"): NOT_A_UUID,
    ("chat.role", "role"): [*NOT_A_WORD, "owner", "invited", "requester"],
    ("chat.move", "chat"): NOT_A_UUID,
    ("chat.move", "channel"): NOT_A_NUMBER,
    ("chat.move", "release"): NOT_A_FLAG,
    ("chat.leave", "chat"): NOT_A_UUID,
    ("chat.monitor", "chat"): NOT_A_UUID,
    ("chat.monitor", "level"): NOT_A_WORD,
    ("chat.dismiss", "chat"): NOT_A_UUID,
    ("chat.read", "chat"): NOT_A_UUID,
    ("chat.read", "seq"): NOT_A_NUMBER,
    ("typing", "chat"): NOT_A_UUID,
    ("typing", "on"): NOT_A_FLAG,
    ("typing", "audience"): NO_AUDIENCE,
    ("chats.mine", "before"): [*NOT_TEXT[1:], "", "yesterday", "2026-11-22T18:44:37"],
    ("chat.close", "chat"): NOT_A_UUID,
    ("message.send", "chat"): NOT_A_UUID,
    ("message.send", "client_id"): NOT_A_UUID,
    ("message.send", "text"): NOT_TEXT,
    ("message.send", "audience"): NO_AUDIENCE,
    ("handover.request", "chat"): NOT_A_UUID,
    ("handover.request", "handover"): NOT_A_UUID,
    ("handover.request", "target"): NOT_AN_OBJECT,
    ("handover.request", "anyway"): NOT_A_FLAG,
    ("handover.retry", "chat"): NOT_A_UUID,
    ("handover.cancel", "chat"): NOT_A_UUID,
    ("otrs.options", "queue_id"): [value for value in NOT_TEXT if value is not None],
    ("otrs.options", "channel"): [value for value in NOT_A_NUMBER if value is not None],
    ("otrs.customers", "query"): NOT_TEXT,
    ("otrs.tickets", "query"): NOT_TEXT,
    ("availability.set", "availability"): NOT_A_WORD,
    ("availability.set", "channels"): [None, 5, True, "x", {}, ["1"], [None], [-1], [True], [[1]]],
    ("preferences.set", "preferences"): NOT_AN_OBJECT,
    ("people.find", "query"): NOT_TEXT,
    ("people.find", "channel"): [value for value in NOT_A_NUMBER if value is not None],
    ("people.of_ticket", "ticket_id"): NOT_TEXT,
    ("admin.channel", "channel"): NOT_AN_OBJECT,
    ("admin.queues", "queues"): [*NOT_AN_OBJECT, {"2": "1"}, {"2": True}, {"2": -1}, {"2": [1]}],
    ("admin.policy", "policy"): NOT_AN_OBJECT,
    ("admin.policy", "version"): NOT_A_NUMBER,
    ("file.offer", "chat"): NOT_A_UUID,
    ("file.offer", "file"): NOT_A_UUID,
    ("file.offer", "name"): NOT_TEXT,
    ("file.offer", "size"): NOT_A_NUMBER,
    ("file.offer", "audience"): NO_AUDIENCE,
    ("file.link", "chat"): NOT_A_UUID,
    ("file.link", "file"): NOT_A_UUID,
    ("transcript.link", "chat"): NOT_A_UUID,
    ("transcript.link", "format"): [*NOT_TEXT, "", "docx", "PDF"],
    ("transcript.link", "zone"): NOT_TEXT[1:],
    ("transcript.link", "language"): NOT_TEXT[1:],
    ("transcript.link", "internal"): NOT_A_FLAG,
    ("mail.send", "chat"): NOT_A_UUID,
    ("mail.send", "mail"): NOT_A_UUID,
    ("mail.send", "address"): NOT_TEXT[1:],
    ("mail.send", "zone"): NOT_TEXT[1:],
    ("mail.send", "language"): NOT_TEXT[1:],
    ("ticket.request", "chat"): NOT_A_UUID,
    ("ticket.request", "handover"): NOT_A_UUID,
    ("ticket.request", "title"): NOT_TEXT[1:],
    ("ticket.request", "name"): NOT_TEXT[1:],
    ("ticket.request", "email"): NOT_TEXT[1:],
    ("canned.list", "channel"): NOT_A_NUMBER[1:],
    ("canned.save", "reply"): NOT_A_NUMBER[1:],
    ("canned.save", "shortcut"): NOT_TEXT,
    ("canned.save", "text"): NOT_TEXT,
    ("canned.save", "channel"): NOT_A_NUMBER[1:],
    ("canned.delete", "reply"): NOT_A_NUMBER,
    ("archive.search", "text"): NOT_TEXT[1:],
    ("archive.search", "person"): NOT_TEXT[1:],
    ("archive.search", "channel"): NOT_A_NUMBER[1:],
    ("archive.search", "ticket"): NOT_TEXT[1:],
    ("archive.search", "from"): NOT_A_TIME,
    ("archive.search", "to"): NOT_A_TIME,
    ("archive.search", "before"): NOT_TEXT[1:],
}
CASES = [
    pytest.param(kind, field, value, id=f"{kind} {field} {value!r}"[:60])
    for (kind, field), values in WRONG.items()
    for value in values
]


def run(kind, message):
    """The command, up to where it would do something; a session is only asked who is there."""
    replies = []
    anything = SimpleNamespace(
        clock=None,
        submit=lambda *_: replies.append("sent"),
        unfollow=lambda *_: replies.append("unfollowed"),
        send_desk=lambda *_: replies.append("desk"),
        admit=lambda _address: None,
        chat=lambda _id: a_chat((ANTON, Role.OWNER), state=State.ACTIVE),
        type=lambda *_: replies.append("told"),
        active=lambda *_: None,
        channel=lambda _id: SUPPORT,
        people=SimpleNamespace(follow=lambda *_: {}, unfollow=lambda *_: None, find=lambda *_: []),
    )
    runtime = SimpleNamespace(
        context=anything,
        hub=anything,
        writer=anything,
        tokens=anything,
        newcomers=anything,
        chats=anything,
        files=anything,
        mails=anything,
        tickets=anything,
        transcripts=anything,
        presence=anything,
    )
    actor = None if kind == "hello" else ANTON
    session = SimpleNamespace(
        runtime=runtime, actor=actor, for_agent=True, address="", reply=lambda *_: replies.append("reply")
    )
    if kind == "ping":
        anything.clock = lambda: None
    command = {"hello": hello, "renew": renew, "message.send": send, **COMMANDS}[kind]
    return command(session, {"type": kind, "id": 1, **message}) or replies


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_command_is_taken(kind):
    done = run(kind, GOOD[kind])
    assert isinstance(done, Work) or done


def test_every_command_and_every_field_is_tried_here():
    assert set(GOOD) == {"hello", "renew", "message.send", *COMMANDS}
    assert set(WRONG) == {(kind, field) for kind, message in GOOD.items() for field in message}


@pytest.mark.parametrize(("kind", "field", "value"), CASES)
def test_a_field_of_the_wrong_kind_is_named(kind, field, value):
    with pytest.raises(BadMessage) as refused:
        run(kind, GOOD[kind] | {field: value})
    assert refused.value.data == {"field": field}
    assert field in refused.value.message


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (kind, field)
        for kind, field in WRONG
        if (kind, field)
        not in {
            ("hello", "token"),
            ("chat.start", "channel"),
            ("chat.start", "to"),
            ("chat.start", "about"),
            ("chat.move", "release"),
            ("handover.request", "anyway"),
            ("typing", "on"),
            ("typing", "audience"),
            ("chats.mine", "before"),
            ("message.send", "audience"),
            ("otrs.options", "queue_id"),
            ("otrs.options", "channel"),
            ("people.find", "channel"),
            ("file.offer", "audience"),
            ("transcript.link", "zone"),
            ("transcript.link", "language"),
            ("transcript.link", "internal"),
            ("mail.send", "address"),
            ("mail.send", "zone"),
            ("mail.send", "language"),
            ("ticket.request", "title"),
            ("ticket.request", "name"),
            ("ticket.request", "email"),
            ("canned.list", "channel"),
            ("canned.save", "reply"),
            ("canned.save", "channel"),
        }
        and kind != "archive.search"
    ],
)
def test_a_field_that_is_missing_is_named(kind, field):
    with pytest.raises(BadMessage) as refused:
        run(kind, {name: value for name, value in GOOD[kind].items() if name != field})
    assert refused.value.data == {"field": field}


@pytest.mark.parametrize(
    ("kind", "field"), [("chat.start", "channel"), ("message.send", "audience"), ("otrs.options", "queue_id")]
)
def test_what_may_be_missing_may_be_missing(kind, field):
    assert run(kind, {name: value for name, value in GOOD[kind].items() if name != field})


@pytest.mark.parametrize(
    "visitor", [*NOT_AN_OBJECT, {}, {"name": None}, {"name": 5}, {"name": ["Max"]}], ids=repr
)
def test_a_visitor_is_somebody_with_a_name(visitor):
    with pytest.raises(BadMessage) as refused:
        run("hello", {"version": 1, "visitor": visitor})
    assert refused.value.data["field"] in {"visitor", "name"}


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_a_visitors_name_is_of_reasonable_length(name):
    with pytest.raises(InputInvalid) as refused:
        run("hello", {"version": 1, "visitor": {"name": name}})
    assert refused.value.data == {"field": "name"}


# The target of a hand-over.


def target(**changes):
    values = {name: value for name, value in (TICKET | changes).items() if value != "missing"}
    return fields.target({"target": values})


def test_a_phone_ticket_is_read_whole():
    assert target() == NewPhoneTicket("2", "Printer", "carla", "3", "4", "anton")
    assert target(title="  Printer\n is on\tfire ").title == "Printer is on fire"
    assert target(customer="").customer == ""
    for nobody in (None, "missing"):
        assert target(owner=nobody).owner is None


def test_a_ticket_to_add_to_is_read():
    assert fields.target({"target": {"kind": "attach", "ticket_id": "5"}}) == ExistingTicket("5")


@pytest.mark.parametrize("field", ["kind", "queue_id", "title", "customer", "priority_id", "state_id"])
@pytest.mark.parametrize("value", [*NOT_TEXT, "missing"], ids=repr)
def test_a_wrong_field_of_the_target_is_named(field, value):
    with pytest.raises(BadMessage) as refused:
        target(**{field: value})
    assert refused.value.data == {"field": field}


@pytest.mark.parametrize("kind", ["", "Attach", "email_ticket"])
def test_there_are_two_kinds_of_target(kind):
    with pytest.raises(BadMessage) as refused:
        target(kind=kind)
    assert refused.value.data == {"field": "kind"}


@pytest.mark.parametrize("field", ["queue_id", "priority_id", "state_id"])
@pytest.mark.parametrize("value", NO_OTRS_ID, ids=repr)
def test_ids_of_otrs_are_digits(field, value):
    with pytest.raises(InputInvalid) as refused:
        target(**{field: value})
    assert refused.value.data == {"field": field}


@pytest.mark.parametrize("value", NO_OTRS_ID, ids=repr)
def test_a_ticket_id_is_digits(value):
    with pytest.raises(InputInvalid):
        fields.target({"target": {"kind": "attach", "ticket_id": value}})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", " \n\x00"),
        ("title", "x" * 201),
        ("customer", "x" * 201),
        ("owner", "x" * 201),
    ],
)
def test_texts_of_the_target_have_a_length(field, value):
    with pytest.raises(InputInvalid) as refused:
        target(**{field: value})
    assert refused.value.data == {"field": field}


# The rest.


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"[]",
        b"5",
        b"null",
        b'"x"',
        b"{}",
        b'{"type": "ping"}',
        b'{"id": 1}',
        b'{"type": "ping", "id": "1"}',
        b'{"type": 5, "id": 1}',
        b'{"type": "ping", "id": 1',
        b'{"type": "ping", "id": 1}{}',
        b'{"type": "\xff", "id": 1}',
        b'{"type": "\\ud800", "id": 1}',
        b'{"type": "ping", "id": NaN}',
        b"[" * 50_000,
        b'{"a":' * 10_000,
    ],
    ids=lambda raw: repr(raw)[:40],
)
def test_what_is_no_message_is_refused(raw):
    with pytest.raises(BadMessage):
        fields.parse(raw)


def test_unknown_fields_are_ignored():
    assert fields.parse(b'{"type": "ping", "id": 0, "more": [1]}') == {"type": "ping", "id": 0, "more": [1]}


@pytest.mark.parametrize(
    "spelling", [CHAT, CHAT.upper(), CHAT.replace("-", ""), f"{{{CHAT}}}", f"urn:uuid:{CHAT}"]
)
def test_a_uuid_has_one_spelling_inside(spelling):
    assert fields.uuid({"chat": spelling}, "chat") == CHAT


def test_a_search_is_cleaned_and_short():
    assert fields.query({"query": " printer \n on\x00 fire "}) == "printer on fire"
    with pytest.raises(InputInvalid) as refused:
        fields.query({"query": "x" * 101})
    assert refused.value.data == {"field": "query"}


def test_without_an_audience_a_message_is_for_everyone():
    assert fields.audience({}) == "everyone"
    assert fields.audience({"audience": "agents"}) == "agents"


@pytest.mark.parametrize(
    "person",
    [{}, {"kind": "visitor", "login": "x"}, {"kind": "agent"}, {"kind": "agent", "login": 5}],
    ids=str,
)
def test_whom_an_agent_asks_has_a_kind_and_a_login(person):
    with pytest.raises(BadMessage):
        run("chat.start", GOOD["chat.start"] | {"to": person})


@pytest.mark.parametrize("login", ["", "x" * 201])
def test_a_login_has_a_length(login):
    for kind, message in (
        ("chat.start", {"to": {"kind": "agent", "login": login}}),
        ("chat.invite", {"login": login}),
    ):
        with pytest.raises(InputInvalid) as refused:
            run(kind, GOOD[kind] | message)
        assert refused.value.data == {"field": "login"}


def test_what_may_wait_for_otrs_does_not_keep_others_from_the_database():
    plain = {**GOOD["chat.start"], "to": None, "about": None}
    assert not run("chat.start", plain).slow
    assert not run("chat.start", plain | {"to": {"kind": "agent", "login": "cem"}}).slow
    assert run("chat.start", plain | {"to": {"kind": "customer", "login": "carla"}}).slow
    assert run("chat.start", plain | {"about": "2026112210000041"}).slow
