"""What the database gives back is what was put in, on SQLite, PostgreSQL and MariaDB alike."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from bridge.domain.chats import Audience, Author, Direction, EntryKind, Role, State, Ticket
from bridge.domain.handover import ExistingTicket
from bridge.domain.people import Kind
from bridge.services.ports import Handover, NewEntry
from bridge.store.tables import entry as entry_table
from tests.people import (
    ANTON,
    CARLA,
    MAX,
    NOON,
    RW,
    TICKET,
    a_chat,
    agent,
    customer,
    directory_of,
    new_id,
    place,
)

EXACT = datetime(2026, 11, 22, 23, 59, 59, 123456, tzinfo=UTC)
TEXTS = [
    "😀👩‍👩‍👧‍👦🏳️‍🌈 \U0010ffff 𐍈",
    "مرحبا 你好 ẞ e\u0301",
    "line\nline\ttab",
    "'; DROP TABLE entry; -- \\ \\' \" % _ :x %(x)s ?",
    "x" * 4000,
    "😀" * 4000,
    "trailing   ",
]


@pytest.fixture
def write(db):
    """One transaction: ``write(lambda tx: ...)``."""

    def run(work):
        with db.write() as tx:
            return work(tx)

    return run


@pytest.fixture
def channel(write):
    return write(lambda tx: tx.channels.ensure_default("Support", "users", NOON))


@pytest.fixture
def chat(write, channel):
    new = a_chat(channel=channel, last_seq=0)
    assert write(lambda tx: tx.chats.add(new))
    return new


def message(text="Hello", *, at=NOON, client_id=None, by=CARLA, audience=Audience.EVERYONE, **data):
    author = Author(1, by.person.kind, by.person.name)
    return NewEntry(EntryKind.MESSAGE, audience, author, text, at, client_id or new_id(), data)


def stored(write, chat):
    return write(lambda tx: tx.chats.get([chat.id]))[chat.id]


# Chats.


def test_a_chat_comes_back_as_it_was(write, channel):
    new = a_chat(channel=channel, created_at=EXACT, first_message="😀" * 200, last_seq=0)
    assert write(lambda tx: tx.chats.add(new))
    assert stored(write, new) == new


def test_a_chat_that_is_not_there_is_left_out(write, chat):
    assert write(lambda tx: tx.chats.get([new_id(), chat.id], lock=True)) == {chat.id: chat}
    assert write(lambda tx: tx.chats.get([])) == {}


def test_times_in_other_zones_are_the_same_times(write, channel):
    elsewhere = EXACT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    new = a_chat(channel=channel, created_at=elsewhere)
    write(lambda tx: tx.chats.add(new))
    back = stored(write, new).created_at
    assert back == EXACT
    assert back.tzinfo is UTC


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"state": State.ACTIVE, "accepted_at": EXACT}, {"state": State.ACTIVE, "accepted_at": EXACT}),
        (
            {"state": State.CLOSED, "closed_at": EXACT, "ticket": Ticket("7", "2026112210000041")},
            {
                "state": State.CLOSED,
                "closed_at": EXACT,
                "ticket": Ticket("7", "2026112210000041"),
                "kept": False,
            },
        ),
    ],
    ids=["nothing", "accepted", "archived"],
)
def test_a_change_changes_what_is_given_and_the_version(write, chat, changes, expected):
    write(lambda tx: tx.chats.change(chat.id, **changes))
    assert stored(write, chat) == replace(chat, version=2, **expected)


def test_an_id_is_used_once(write, chat, channel):
    assert not write(lambda tx: tx.chats.add(a_chat(id=chat.id, channel=channel, requester=MAX)))
    assert stored(write, chat) == chat


def test_a_person_has_one_open_chat(write, chat, channel):
    another = a_chat(channel=channel)
    assert not write(lambda tx: tx.chats.add(another))
    assert write(lambda tx: tx.chats.open_as("customer:carla")) == chat
    assert write(lambda tx: tx.chats.open_as(MAX.person.id)) is None
    write(lambda tx: tx.chats.change(chat.id, state=State.CLOSED))
    assert write(lambda tx: tx.chats.open_as("customer:carla")) is None
    assert write(lambda tx: tx.chats.add(another))


def test_a_chat_that_goes_on_is_the_open_one_again_unless_there_is_another(write, chat, channel):
    write(lambda tx: tx.chats.change(chat.id, state=State.CLOSING))
    another = a_chat(channel=channel)
    assert write(lambda tx: tx.chats.add(another))
    write(lambda tx: tx.chats.reclaim(chat))
    assert write(lambda tx: tx.chats.open_as("customer:carla")).id == another.id
    write(lambda tx: tx.chats.change(another.id, state=State.CLOSED))
    write(lambda tx: tx.chats.reclaim(chat))
    assert write(lambda tx: tx.chats.open_as("customer:carla")).id == chat.id


@pytest.mark.parametrize("login", ["Carla", "CARLA", "cärla", "carla."])
def test_logins_that_look_alike_are_different_people(write, chat, channel, login):
    assert write(lambda tx: tx.chats.add(a_chat(channel=channel, requester=customer(login))))
    assert write(lambda tx: tx.chats.open_as("customer:carla")).id == chat.id


def test_the_longest_login_fits(write, channel):
    new = a_chat(channel=channel, requester=customer("ü" * 200, "😀" * 200))
    assert write(lambda tx: tx.chats.add(new))
    assert stored(write, new).requester == new.requester


def test_whoever_asks_somebody_has_one_open_chat_with_them(write, channel):
    people = [place(1, ANTON, Role.OWNER), place(2, CARLA, Role.INVITED)]
    first = a_chat(channel=channel, participants=tuple(people), direction=Direction.AGENT_CUSTOMER)
    assert write(lambda tx: tx.chats.add(first))
    assert not write(lambda tx: tx.chats.add(replace(first, id=new_id())))
    with_max = (people[0], place(2, customer("karl"), Role.INVITED))
    assert write(lambda tx: tx.chats.add(replace(first, id=new_id(), participants=with_max)))
    assert write(lambda tx: tx.chats.open_as("agent:anton>customer:carla")) == first


def test_a_participant_is_changed_and_a_mark_goes_only_on(write, chat):
    invited = replace(place(2, ANTON, Role.INVITED), invited_as=Role.OBSERVER, invited_by=1)
    write(lambda tx: tx.chats.add_participant(chat.id, invited))
    assert stored(write, chat).participants[1] == invited
    came = replace(invited, role=Role.OBSERVER, present=False, monitor="all", invited_by=None)
    write(lambda tx: tx.chats.change_participant(chat.id, came))
    assert stored(write, chat).participants[1] == came
    marked = [write(lambda tx, seq=seq: tx.chats.mark_read(chat.id, 2, seq)) for seq in (3, 2, 3, 5)]
    assert marked == [True, False, False, True]
    assert stored(write, chat).participants[1].read_seq == 5
    assert stored(write, chat).participants[0] == chat.participants[0]


def test_a_chat_that_waits_again_is_not_accepted_any_more(write, chat):
    write(lambda tx: tx.chats.change(chat.id, state=State.ACTIVE, accepted_at=NOON))
    other = write(lambda tx: tx.channels.ensure_default("Support", "users", NOON))
    write(lambda tx: tx.chats.change(chat.id, state=State.REQUESTED, waiting_since=EXACT, channel=other))
    again = stored(write, chat)
    assert (again.state, again.waiting_since, again.accepted_at) == (State.REQUESTED, EXACT, None)


def test_a_closed_chat_is_kept_until_it_is_let_go(write, chat):
    write(lambda tx: tx.chats.change(chat.id, state=State.CLOSED, closed_at=NOON, kept=True))
    assert [one.id for one in write(lambda tx: tx.chats.kept())] == [chat.id]
    assert chat.id in write(lambda tx: tx.chats.marks(NOON + timedelta(days=1)))
    write(lambda tx: tx.chats.change(chat.id, kept=False))
    assert write(lambda tx: tx.chats.kept()) == []
    assert chat.id not in write(lambda tx: tx.chats.marks(NOON + timedelta(days=1)))
    assert chat.id in write(lambda tx: tx.chats.marks(NOON - timedelta(days=1)))


def test_what_has_not_ended_comes_oldest_first(write, channel):
    made = [
        a_chat(channel=channel, requester=customer(f"c{n}"), created_at=NOON - timedelta(minutes=n))
        for n in range(4)
    ]
    for one in made:
        write(lambda tx, one=one: tx.chats.add(one))
    write(lambda tx: tx.chats.change(made[1].id, state=State.CLOSED, closed_at=NOON))
    write(lambda tx: tx.chats.change(made[2].id, state=State.CLOSING))
    assert [one.id for one in write(lambda tx: tx.chats.kept())] == [made[n].id for n in (3, 2, 0)]


def test_marks_are_of_open_chats_and_of_those_that_ended_lately(write, channel):
    made = [a_chat(channel=channel, requester=customer(f"c{n}"), last_seq=n) for n in range(3)]
    for one in made:
        write(lambda tx, one=one: tx.chats.add(one))
    write(lambda tx: tx.chats.change(made[1].id, state=State.CLOSED, closed_at=NOON))
    write(lambda tx: tx.chats.change(made[2].id, state=State.CLOSED, closed_at=NOON - timedelta(hours=1)))
    lately = NOON - timedelta(minutes=10)
    assert write(lambda tx: tx.chats.marks(lately)) == {made[0].id: (1, 0), made[1].id: (2, 1)}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_asked_all_the_time_does_not_read_all_chats_there_ever_were(engine, db):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda _c, _u, sql, values, *_: asked.append((sql, values)))
    with db.read() as tx:
        tx.chats.kept()
        tx.chats.marks(NOON)
        tx.chats.open_as("customer:carla")
        tx.outbox.due(NOON, 10)
        tx.outbox.make_due("x", NOON)
        tx.log.after("x", 0, limit=10, reader=Kind.AGENT)
        tx.log.by_client_id({("x", "y"), ("y", "y")})
    with engine.connect() as connection:
        for sql, values in [one for one in asked if one[0].startswith("SELECT")]:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert not [step for step in plan if re.match("SCAN (chat|entry|outbox|participant)", step)], sql


def test_what_fails_leaves_nothing_behind(write, channel):
    new = a_chat(channel=channel)
    with pytest.raises(ZeroDivisionError):
        write(lambda tx: tx.chats.add(new) / 0)
    assert write(lambda tx: tx.chats.get([new.id])) == {}


# The log.


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text)[:20])
def test_an_entry_comes_back_as_it_was(write, chat, text):
    new = message(text, at=EXACT, ticket_number="2026112210000041", note={"ä": [1, None, "😀"]})
    (kept,) = write(lambda tx: tx.log.append(chat, [new]))
    assert kept.seq == 1
    assert write(lambda tx: tx.log.after(chat.id, 0, limit=10, reader=Kind.AGENT)) == [kept]
    assert (kept.text, kept.at, kept.data) == (text, EXACT, new.data)
    assert stored(write, chat).last_seq == 1


def test_entries_are_numbered_on(write, chat, channel):
    other = a_chat(channel=channel, requester=MAX, last_seq=0)
    write(lambda tx: tx.chats.add(other))
    write(lambda tx: tx.log.append(chat, [message()]))
    batch = [(stored(write, chat), [message("a"), message("b")]), (other, [message("c")]), (other, [])]
    kept = write(lambda tx: tx.log.append_many(batch))
    assert [[(one.seq, one.text) for one in part] for part in kept] == [[(2, "a"), (3, "b")], [(1, "c")], []]
    assert (stored(write, chat).last_seq, stored(write, other).last_seq) == (3, 1)
    assert write(lambda tx: tx.log.append_many([])) == []


def test_reading_goes_on_after_a_number_up_to_a_limit(write, chat):
    write(lambda tx: tx.log.append(chat, [message(str(n)) for n in range(1, 8)]))
    read = write(lambda tx: tx.log.after(chat.id, 2, limit=3, reader=Kind.CUSTOMER))
    assert [one.text for one in read] == ["3", "4", "5"]
    assert write(lambda tx: tx.log.after(chat.id, 7, limit=3, reader=Kind.AGENT)) == []
    assert write(lambda tx: tx.log.after(chat.id, 2**53 - 1, limit=3, reader=Kind.AGENT)) == []
    assert write(lambda tx: tx.log.after(new_id(), 0, limit=3, reader=Kind.AGENT)) == []


@pytest.mark.parametrize(("reader", "read"), [("agent", 2), ("customer", 1), ("visitor", 1)])
def test_what_is_for_agents_is_read_by_agents(write, chat, reader, read):
    write(lambda tx: tx.log.append(chat, [message(), message(audience=Audience.AGENTS)]))
    assert len(write(lambda tx: tx.log.after(chat.id, 0, limit=9, reader=Kind(reader)))) == read


def test_entries_are_found_by_the_ids_of_their_senders(write, chat, channel):
    other = a_chat(channel=channel, requester=MAX, last_seq=0)
    write(lambda tx: tx.chats.add(other))
    same = new_id()
    one, two = message("one", client_id=same), message("two", client_id=same)
    ((first,), (second,)) = write(lambda tx: tx.log.append_many([(chat, [one]), (other, [two])]))
    wanted = {(chat.id, same), (other.id, same), (chat.id, new_id())}
    assert write(lambda tx: tx.log.by_client_id(wanted)) == {(chat.id, same): first, (other.id, same): second}
    assert write(lambda tx: tx.log.by_client_id([])) == {}


def test_no_entry_has_the_number_or_the_id_of_another(write, chat):
    (kept,) = write(lambda tx: tx.log.append(chat, [message()]))
    with pytest.raises(IntegrityError):
        write(lambda tx: tx.log.append(chat, [message()]))
    again, grown = message(client_id=kept.client_id), stored(write, chat)
    with pytest.raises(IntegrityError):
        write(lambda tx: tx.log.append(grown, [again]))
    assert write(lambda tx: tx.log.after(chat.id, 0, limit=9, reader=Kind.AGENT)) == [kept]


def test_entries_belong_to_a_chat(engine, write, chat):
    with pytest.raises(IntegrityError):
        write(lambda tx: tx.log.append(replace(chat, id=new_id()), [message()]))
    with engine.connect() as connection:
        assert connection.execute(entry_table.select()).all() == []


# The outbox.

LATER = NOON + timedelta(minutes=1)


def handover(chat, target=TICKET, **fields):
    values = {"id": new_id(), "chat_id": chat.id, "asked_by": 2, "agent": "anton", "language": "de"}
    values |= {"back_to": State.ACTIVE}
    return Handover(**{**values, "target": target, "state": "waiting", "attempts": 0, **fields})


@pytest.mark.parametrize("target", [TICKET, replace(TICKET, owner="ä😀"), ExistingTicket("5")], ids=repr)
def test_a_hand_over_comes_back_as_it_was(write, chat, target):
    new = handover(chat, target)
    write(lambda tx: tx.outbox.add(new, NOON))
    assert write(lambda tx: tx.outbox.get(new.id)) == new
    assert write(lambda tx: tx.outbox.get(new_id())) is None


def test_a_chat_shows_its_latest_hand_over(write, chat):
    for kind, target in (("phone_ticket", TICKET), ("attach", ExistingTicket("5"))):
        new = handover(chat, target)
        write(lambda tx, new=new: tx.outbox.add(new, EXACT))
        write(lambda tx, new=new: tx.chats.change(chat.id, handover_id=new.id))
        shown = stored(write, chat).handover
        assert (shown.state, shown.kind, shown.attempts, shown.since) == ("waiting", kind, 0, EXACT)
        assert (shown.error_code, shown.error_message) == ("", "")


def test_a_hand_over_is_claimed_by_one_until_the_lease_ends(write, chat):
    new = handover(chat)
    write(lambda tx: tx.outbox.add(new, NOON))
    claimed = write(lambda tx: tx.outbox.claim(new.id, NOON, LATER))
    assert claimed == replace(new, attempts=1)
    assert write(lambda tx: tx.outbox.claim(new.id, NOON, LATER)) is None
    assert write(lambda tx: tx.outbox.claim(new.id, LATER, LATER)) is None
    after = LATER + timedelta(microseconds=1)
    assert write(lambda tx: tx.outbox.claim(new.id, after, after)).attempts == 2
    assert write(lambda tx: tx.outbox.claim(new_id(), NOON, LATER)) is None


def test_a_hand_over_is_not_claimed_before_its_time_unless_wanted(write, chat):
    new = handover(chat)
    write(lambda tx: tx.outbox.add(new, LATER))
    assert write(lambda tx: tx.outbox.claim(new.id, NOON, LATER)) is None
    assert write(lambda tx: tx.outbox.claim(new.id, NOON, LATER, early=True)) is not None


def test_given_back_it_waits_with_the_reason(write, chat):
    new = handover(chat)
    write(lambda tx: tx.outbox.add(new, NOON))
    write(lambda tx: tx.chats.change(chat.id, handover_id=new.id))
    claimed = write(lambda tx: tx.outbox.claim(new.id, NOON, LATER))
    reason = "ä😀" * 5000
    assert write(lambda tx: tx.outbox.waiting(claimed, LATER, "otrs.unavailable", reason))
    shown = stored(write, chat).handover
    assert (shown.state, shown.error_code, shown.error_message) == ("waiting", "otrs.unavailable", reason)
    assert write(lambda tx: tx.outbox.due(NOON, 10)) == []
    assert write(lambda tx: tx.outbox.due(LATER, 10)) == [new.id]
    assert write(lambda tx: tx.outbox.claim(new.id, LATER, LATER)).attempts == 2


@pytest.mark.parametrize("end", ["done", "failed"])
def test_what_is_over_is_over(write, chat, end):
    new = handover(chat)
    write(lambda tx: tx.outbox.add(new, NOON))
    claimed = write(lambda tx: tx.outbox.claim(new.id, NOON, LATER))
    assert write(lambda tx: tx.outbox.finish(claimed, end, NOON))
    assert write(lambda tx: tx.outbox.get(new.id)).state == end
    assert write(lambda tx: tx.outbox.claim(new.id, LATER, LATER, early=True)) is None
    assert write(lambda tx: tx.outbox.due(LATER, 10)) == []
    assert write(lambda tx: tx.outbox.make_due(chat.id, NOON)) is None
    assert not write(lambda tx: tx.outbox.finish(claimed, "failed", NOON))
    assert not write(lambda tx: tx.outbox.waiting(claimed, NOON, "x", "x"))
    assert write(lambda tx: tx.outbox.get(new.id)).state == end


def test_only_the_last_who_claimed_it_ends_it(write, chat):
    new = handover(chat)
    write(lambda tx: tx.outbox.add(new, NOON))
    first = write(lambda tx: tx.outbox.claim(new.id, NOON, NOON))
    second = write(lambda tx: tx.outbox.claim(new.id, LATER, LATER))
    assert not write(lambda tx: tx.outbox.finish(first, "failed", LATER))
    assert not write(lambda tx: tx.outbox.waiting(first, LATER, "x", "x"))
    assert write(lambda tx: tx.outbox.finish(second, "done", LATER))


def test_due_comes_oldest_first_and_no_more_than_asked(write, chat):
    made = [handover(chat) for _ in range(4)]
    for number, one in enumerate(made):
        write(lambda tx, n=number, one=one: tx.outbox.add(one, NOON - timedelta(seconds=n)))
    write(lambda tx: tx.outbox.claim(made[3].id, NOON, LATER))
    assert write(lambda tx: tx.outbox.due(NOON, 2)) == [made[2].id, made[1].id]
    assert write(lambda tx: tx.outbox.due(NOON - timedelta(seconds=2), 9)) == [made[2].id]


def test_a_waiting_one_is_brought_forward(write, chat):
    new = handover(chat)
    write(lambda tx: tx.outbox.add(new, LATER))
    assert write(lambda tx: tx.outbox.make_due(chat.id, NOON)) == new.id
    assert write(lambda tx: tx.outbox.due(NOON, 9)) == [new.id]
    assert write(lambda tx: tx.outbox.make_due(new_id(), NOON)) is None


# Channels, people, tokens.


def test_the_default_channel_is_made_when_there_is_none(write):
    made = write(lambda tx: tx.channels.ensure_default("Ünterstützung 😀", "users", NOON))
    assert (made.name, made.group, made.valid) == ("Ünterstützung 😀", "users", True)
    assert made.for_customers
    assert made.for_visitors
    assert write(lambda tx: tx.channels.ensure_default("Other", "other", NOON)) == made
    assert write(lambda tx: tx.channels.all()) == [made]


def test_the_directory_is_replaced(write):
    assert write(lambda tx: tx.people.refreshed_at()) is None
    write(lambda tx: tx.people.replace(directory_of(ANTON, agent("empty")), EXACT))
    assert write(lambda tx: tx.people.refreshed_at()) == EXACT
    assert write(lambda tx: tx.people.groups_of(["anton", "empty", "Anton", "nobody"])) == {
        "anton": {"users": RW},
        "empty": {},
    }
    write(lambda tx: tx.people.replace(directory_of(agent("anton", support=RW)), LATER))
    assert write(lambda tx: tx.people.groups_of(["anton", "empty"])) == {"anton": {"support": RW}}
    assert write(lambda tx: tx.people.groups_of([])) == {}
    write(lambda tx: tx.people.replace(directory_of(), LATER))
    assert write(lambda tx: tx.people.groups_of(["anton"])) == {}


def test_agents_that_differ_by_case_are_two(write):
    write(lambda tx: tx.people.replace(directory_of(agent("anton"), agent("Anton", users=RW)), NOON))
    assert write(lambda tx: tx.people.groups_of(["Anton", "anton"])) == {"anton": {}, "Anton": {"users": RW}}


def test_an_agent_may_be_out_of_office_and_never_have_been_there(write):
    told = directory_of(ANTON)
    away = replace(told.agents[0], out_of_office_until=date(2026, 12, 24), last_request=None, online=False)
    write(lambda tx: tx.people.replace(replace(told, agents=(away,)), NOON))
    assert write(lambda tx: tx.people.groups_of(["anton"])) == {"anton": {"users": RW}}


def test_a_token_is_used_once_and_forgotten_later(write):
    assert write(lambda tx: tx.tokens.use("a" * 128, EXACT))
    assert not write(lambda tx: tx.tokens.use("a" * 128, EXACT))
    assert write(lambda tx: tx.tokens.use("A" * 128, EXACT))
    assert write(lambda tx: tx.tokens.forget(EXACT)) == 0
    assert write(lambda tx: tx.tokens.forget(EXACT + timedelta(microseconds=1))) == 2
    assert write(lambda tx: tx.tokens.use("a" * 128, EXACT))


def test_a_used_token_leaves_the_transaction_usable(write):
    write(lambda tx: tx.tokens.use("x" * 20, EXACT))

    def both(tx):
        return tx.tokens.use("x" * 20, EXACT), tx.tokens.use("y" * 20, EXACT)

    assert write(both) == (False, True)
