"""What goes when its time is over, and what is removed because a person wants it; on every database."""

from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update

from bridge.domain.chats import Audience, EntryKind, State
from bridge.domain.events import ChatChanged
from bridge.domain.files import FileLimits
from bridge.domain.people import Kind
from bridge.domain.retention import REMOVED
from bridge.services import board, files, removal, retention
from bridge.store import tables
from tests.databases import engine  # noqa: F401
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, new_id
from tests.world import World

LIMITS = FileLimits(1000, 5000, frozenset({"txt"}))
SECRET = "my PIN is 4711"


@pytest.fixture
def world(engine):  # noqa: F811
    return World(engine)


def keeps(world, *, hours=None, days=None):
    """The channel keeps closed chats and all chats for so long."""
    values = {"keep_closed_hours": hours, "keep_all_days": days}
    with world.engine.begin() as connection:
        connection.execute(update(tables.channel).values(values))


def brings(world, who, chat, content=b"my PIN is 4711", name="pin.txt"):
    offered = files.offer(
        world.context, who, chat.id, new_id(), name, len(content), Audience.EVERYONE, LIMITS
    )
    files.store(world.context, offered.id, content)
    return offered


def there(world, *chats):
    with world.context.db.read() as tx:
        return [chat.id in tx.chats.get([chat.id]) for chat in chats]


def everything(world):
    """All that is in the database, as one text."""
    with world.engine.connect() as connection:
        return "\n".join(
            str(row) for table in tables.metadata.sorted_tables for row in connection.execute(select(table))
        )


def audit(world):
    with world.engine.connect() as connection:
        return [(row.who, row.what, row.data) for row in connection.execute(select(tables.audit))]


# Retention.


def test_without_a_time_everything_stays(world):
    chat = world.closes(ANTON, world.talking())
    world.clock.forward(days=10_000)
    assert retention.run(world.context) == []
    assert there(world, chat) == [True]


def test_closed_chats_go_after_their_hours(world):
    keeps(world, hours=2)
    old = world.talking()
    brings(world, CARLA, old)
    world.closes(ANTON, old)
    world.clock.forward(hours=1, minutes=30)
    young, running = world.closes(ANTON, world.talking()), world.talking(MAX)
    world.clock.forward(hours=1)
    (dry,) = retention.run(world.context, dry=True)
    assert (dry.channel, dry.removed.chats) == ("Support", 1)
    assert there(world, old, young, running) == [True, True, True]
    world.bus.take()
    (done,) = retention.run(world.context)
    assert (done.removed.chats, done.removed.files) == (1, 1)
    assert there(world, old, young, running) == [False, True, True]
    assert world.bus.take() == [ChatChanged(old.id)]
    assert SECRET not in everything(world)
    data = {"channel": "Support", "chats": 1, "entries": done.removed.entries, "files": 1}
    assert audit(world) == [("service", "retention", data)]
    assert retention.run(world.context)[0].removed.chats == 0
    assert len(audit(world)) == 1


def test_all_chats_go_after_their_days_also_those_that_nobody_ended(world):
    keeps(world, days=30)
    request, running = world.asks(), world.talking(MAX)
    world.clock.forward(days=29)
    assert retention.run(world.context)[0].removed.chats == 0
    world.clock.forward(days=2)
    assert retention.run(world.context)[0].removed.chats == 2
    assert there(world, request, running) == [False, False]
    assert board.load(world.context, [request.id, running.id]) == []
    assert world.asks(), "who had an open chat can ask for a new one"


def test_a_chat_on_its_way_to_otrs_stays_until_it_is_there(world):
    keeps(world, hours=0, days=1)
    chat = world.talking()
    world.otrs.down = True
    world.hands_over(chat)
    world.works()
    world.clock.forward(days=400)
    assert retention.run(world.context, dry=True)[0].removed.chats == 0
    assert retention.run(world.context)[0].removed.chats == 0
    assert there(world, chat) == [True]
    world.otrs.down = False
    assert world.sweeps() == [True]
    world.clock.forward(seconds=1)
    assert retention.run(world.context)[0].removed.chats == 1


def test_a_chat_that_is_handed_over_while_it_should_go_stays(world):
    keeps(world, days=1)
    chat = world.talking()
    world.clock.forward(days=2)
    with world.context.db.write() as tx:
        tx.chats.change(chat.id, state=State.CLOSING)
    assert retention._remove(world.context, chat.id).chats == 0
    assert there(world, chat) == [True]


def test_a_chat_with_a_mail_to_send_stays(world):
    keeps(world, hours=1)
    chat = world.closes(ANTON, world.talking())
    mail(world, chat, "waiting")
    world.clock.forward(hours=2)
    assert retention.run(world.context)[0].removed.chats == 0
    with world.engine.begin() as connection:
        connection.execute(update(tables.mail).values(state="done"))
    assert retention.run(world.context)[0].removed.chats == 1


def test_many_chats_go_batch_by_batch(world, monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 2)
    keeps(world, hours=1)
    for _ in range(5):
        world.closes(CARLA, world.asks())
    world.clock.forward(hours=2)
    assert retention.run(world.context)[0].removed.chats == 5


def test_two_clean_ups_at_once_count_each_chat_once(world):
    chat = world.closes(ANTON, world.talking())
    assert [retention._remove(world.context, chat.id).chats for _ in range(2)] == [1, 0]


def mail(world, chat, state, asked_by=1):
    row = {"id": new_id(), "chat_id": chat.id, "asked_by": asked_by, "address": "carla@example.com"}
    row |= {"language": "en", "time_zone": "UTC", "state": state, "attempts": 0, "error": ""}
    row |= {"created_at": world.clock(), "due_at": world.clock()}
    with world.engine.begin() as connection:
        connection.execute(insert(tables.mail), row)


# Removal.


@pytest.fixture
def spoken(world):
    """On a ticket: Carla has told and sent something, Anton has answered, and there was a mail."""
    chat = world.asks(CARLA, SECRET)
    world.accepts(ANTON, chat)
    world.says(ANTON, chat, "Keep it for yourself")
    brings(world, CARLA, chat)
    brings(world, ANTON, chat, b"from Anton", "answer.txt")
    mail(world, chat, "done")
    world.hands_over(chat)
    world.works()
    return world.look(chat)


def test_nothing_of_a_customer_is_left_but_that_there_was_one(world, spoken):
    other = world.closes(MAX, world.asks(MAX))
    world.bus.take()
    done = removal.forget(world.context, Kind.CUSTOMER, "carla", "Somebody")
    assert (done.removed.chats, done.removed.files, done.waiting) == (1, 1, ())
    left = everything(world)
    for trace in (SECRET, "pin.txt", "Carla", "carla"):
        assert trace not in left.replace(world.otrs.orders[0].key, "")
    assert "Keep it for yourself" in left
    assert "answer.txt" in left
    chat = world.look(spoken)
    assert (chat.requester.name, chat.first_message, chat.ticket) == ("Somebody", REMOVED, spoken.ticket)
    assert chat.version > spoken.version
    assert world.bus.take() == [ChatChanged(chat.id)]
    entries = world.reads(ANTON, chat)
    assert [one.text for one in entries if one.kind is EntryKind.MESSAGE] == [REMOVED, "Keep it for yourself"]
    assert [one.data["name"] for one in entries if one.kind is EntryKind.FILE] == [REMOVED, "answer.txt"]
    assert world.look(other) == other
    assert audit(world)[-1] == (
        "command line",
        "forget",
        {"kind": "customer", "chats": 1, "entries": done.removed.entries, "files": 1, "waiting": 0},
    )


def test_an_agents_mail_to_the_customer_goes_with_the_customer(world, spoken):
    mail(world, spoken, "done", asked_by=2)
    removal.forget(world.context, Kind.CUSTOMER, "carla", "Somebody")
    assert "carla@example.com" not in everything(world)


def test_the_same_person_is_a_stranger_afterwards(world, spoken):
    removal.forget(world.context, Kind.CUSTOMER, "carla", "Removed")
    assert removal.forget(world.context, Kind.CUSTOMER, "carla", "Removed").removed.chats == 0
    assert world.look(spoken).participant(CARLA.person) is None


def test_an_agent_is_removed_from_what_others_keep(world, spoken):
    done = removal.forget(world.context, Kind.AGENT, "anton", "An agent")
    assert (done.removed.chats, done.removed.files) == (1, 1)
    left = everything(world)
    for trace in ("Keep it for yourself", "answer.txt", "Anton", "anton"):
        assert trace not in left
    assert SECRET in left


def test_a_customer_with_an_agents_login_is_somebody_else(world, spoken):
    assert removal.forget(world.context, Kind.CUSTOMER, "anton", "x").removed.chats == 0
    assert removal.forget(world.context, Kind.VISITOR, "carla", "x").removed.chats == 0
    assert world.look(spoken) == spoken


def test_a_dry_run_counts_and_changes_nothing(world, spoken):
    before = everything(world)
    dry = removal.forget(world.context, Kind.CUSTOMER, "carla", "x", dry=True)
    assert everything(world) == before
    done = removal.forget(world.context, Kind.CUSTOMER, "carla", "x")
    assert replace(dry, rows=0) == replace(done, rows=0)


def test_chats_that_have_not_ended_are_named_and_left(world, spoken):
    running = world.talking()
    done = removal.forget(world.context, Kind.CUSTOMER, "carla", "x")
    assert (done.removed.chats, done.waiting) == (1, (running.id,))
    assert world.look(running) == running
    world.closes(ANTON, running)
    assert removal.forget(world.context, Kind.CUSTOMER, "carla", "x").waiting == ()


def test_a_chat_on_its_way_to_otrs_is_left(world):
    chat = world.talking()
    world.hands_over(chat)
    assert removal.forget(world.context, Kind.CUSTOMER, "carla", "x").waiting == (chat.id,)
    assert world.works() == [True]
    assert world.otrs.orders[0].customer_name == "Carla Customer"


def test_the_visitor_of_a_ticket_or_a_chat_is_found(world):
    chat = world.talking(MAX)
    world.hands_over(chat)
    world.works()
    number = world.look(chat).ticket.number
    assert [one.ref for one in removal.clients(world.context, ticket=number)] == [MAX.person.ref]
    assert [one.ref for one in removal.clients(world.context, chat_id=chat.id)] == [MAX.person.ref]
    assert removal.clients(world.context, ticket="999") == removal.clients(world.context, chat_id="x") == []


def test_invitations_name_nobody_who_was_removed(world):
    chat = world.talking()
    with world.engine.begin() as connection:
        first = tables.entry.c.chat_id == chat.id
        invited = {"login": "cem", "name": "Cem Agent", "as": "observer"}
        connection.execute(update(tables.entry).where(first, tables.entry.c.seq == 2).values(data=invited))
        row = {"chat_id": chat.id, "no": 3, "kind": "agent", "ref": "cem", "name": "Cem Agent"}
        row |= {"role": "declined", "present": False, "read_seq": 0, "monitor": "none"}
        connection.execute(insert(tables.participant), row)
    world.closes(ANTON, chat)
    removal.forget(world.context, Kind.AGENT, CEM.person.ref, "An agent")
    assert "em Agent" not in everything(world)
    assert removal.forget(world.context, Kind.AGENT, BERTA.person.ref, "x").removed.chats == 0
