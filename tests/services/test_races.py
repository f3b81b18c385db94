"""What several processes do at the same moment, on each kind of database."""

import pytest
from sqlalchemy import update

from bridge.domain.chats import Audience, Entry, Role, State
from bridge.domain.errors import ChatAlreadyOpen, ChatClosing, ChatNotFound, ChatTaken
from bridge.services import chats, directory, handover, identity
from bridge.services.messages import Post, post
from bridge.store.tables import channel
from tests.databases import ALL_DATABASES
from tests.people import ANTON, CARLA, CEM, RW, agent, customer, new_id
from tests.world import World, at_once, texts

AGENTS = [ANTON, CEM, agent("dora", users=RW), agent("emil", users=RW)]


@pytest.fixture
def world(engine):
    return World(engine)


@pytest.fixture
def rounds(engine):
    """How often a race is run: SQLite is fast, servers are where it matters less that it is the same."""
    return 200 if engine.dialect.name == "sqlite" else 60


def test_of_several_agents_one_gets_the_chat_and_the_others_hear_who(world, rounds):
    for number in range(rounds):
        chat = world.asks(customer(f"c{number}"))
        results = at_once(*[lambda one=one, chat=chat: world.accepts(one, chat) for one in AGENTS])
        winners = [
            who for who, result in zip(AGENTS, results, strict=True) if not isinstance(result, Exception)
        ]
        assert len(winners) == 1, results
        losers = [result for result in results if isinstance(result, Exception)]
        assert all(isinstance(loser, ChatTaken) for loser in losers), results
        assert {loser.data["by"] for loser in losers} == {winners[0].person.name}
        stored = world.look(chat)
        assert [p.role for p in stored.participants] == [Role.REQUESTER, Role.OWNER]
        assert texts(world.reads(customer(f"c{number}"), chat)) == ["My printer is on fire", "[joined]"]


def test_one_agent_in_several_tabs_accepts_once(world):
    for number in range(20):
        chat = world.asks(customer(f"c{number}"))
        results = at_once(*[lambda chat=chat: world.accepts(ANTON, chat)] * 3)
        assert {result.state for result in results} == {State.ACTIVE}
        assert len(world.look(chat).participants) == 2


def test_several_tabs_of_a_customer_open_one_chat(world):
    for number in range(20):
        who = customer(f"c{number}")
        results = at_once(*[lambda who=who: world.asks(who)] * 4)
        opened = [one for one in results if not isinstance(one, Exception)]
        assert len(opened) == 1, results
        refused = [one for one in results if isinstance(one, Exception)]
        assert all(isinstance(one, ChatAlreadyOpen) for one in refused), results
        assert {one.data["chat"] for one in refused} == {opened[0].id}


def test_the_same_request_twice_at_once_is_one_and_both_hear_so(world):
    for number in range(20):
        who, ids = customer(f"c{number}"), {"chat": new_id(), "client_id": new_id()}
        results = at_once(*[lambda who=who, ids=ids: world.asks(who, **ids)] * 3)
        assert {one.id for one in results} == {ids["chat"]}
        assert texts(world.reads(who, results[0])) == ["My printer is on fire"]


def test_accepting_and_withdrawing_at_once_leave_a_chat_that_makes_sense(world):
    for number in range(20):
        who = customer(f"c{number}")
        chat = world.asks(who)
        at_once(
            lambda chat=chat: world.accepts(ANTON, chat), lambda who=who, chat=chat: world.closes(who, chat)
        )
        stored = world.look(chat)
        assert stored.state is State.CLOSED
        said = texts(world.reads(who, chat))
        assert said in (
            ["My printer is on fire", "[closed]"],
            ["My printer is on fire", "[joined]", "[closed]"],
        )
        assert (stored.owner is not None) == ("[joined]" in said)


def test_batches_at_once_leave_no_gap_and_no_double(world):
    people = [customer(f"c{number}") for number in range(4)]
    talks = [(who, world.talking(who)) for who in people]
    wanted = [
        Post(who, chat.id, new_id(), f"{writer}-{number}", Audience.EVERYONE)
        for writer in range(4)
        for number in range(50)
        for who, chat in (talks if writer % 2 else reversed(talks))
    ]

    def write(writer):
        mine = [one for one in wanted if one.text.startswith(f"{writer}-")]
        return [outcome for n in range(0, len(mine), 20) for outcome in post(world.context, mine[n : n + 20])]

    results = at_once(*[lambda writer=writer: write(writer) for writer in range(4)])
    assert all(isinstance(entry, Entry) for outcomes in results for entry in outcomes), results
    for who, chat in talks:
        entries = []
        while page := world.reads(who, chat, after=entries[-1].seq if entries else 0):
            entries += page
        assert [entry.seq for entry in entries] == list(range(1, 203))
        assert world.look(chat).last_seq == 202
        for writer in range(4):
            mine = [entry.text for entry in entries if entry.text.startswith(f"{writer}-")]
            assert mine == [f"{writer}-{number}" for number in range(50)]


def test_the_same_batch_sent_twice_at_once_is_stored_once(world):
    chat = world.talking()
    batch = [Post(CARLA, chat.id, new_id(), f"line {n}", Audience.EVERYONE) for n in range(20)]
    first, second = at_once(*[lambda: post(world.context, batch)] * 2)
    assert first == second
    assert texts(world.reads(CARLA, chat))[2:] == [f"line {n}" for n in range(20)]


def test_a_message_at_the_moment_of_the_hand_over_is_in_the_article_or_refused(world, rounds):
    for number in range(rounds // 10):
        who = customer(f"c{number}")
        chat = world.talking(who)
        said, _ = at_once(
            lambda who=who, chat=chat: world.says(who, chat, "wait"), lambda chat=chat: world.hands_over(chat)
        )
        assert world.works() == [True]
        in_article = "wait" in [line.text for line in world.otrs.orders[-1].lines]
        assert in_article if isinstance(said, Entry) else isinstance(said, ChatClosing), said


def test_wishes_at_once_make_one_hand_over(world):
    for number in range(20):
        chat = world.talking(customer(f"c{number}"))
        results = at_once(*[lambda chat=chat: world.hands_over(chat)] * 3)
        assert sorted(type(one).__name__ for one in results) == ["ChatClosing", "ChatClosing", "str"]
    assert world.works() == [True] * 20
    assert len(world.otrs.tickets_made) == 20


def test_workers_at_once_make_one_call(world):
    for number in range(20):
        handover_id = world.hands_over(world.talking(customer(f"c{number}")))
        results = at_once(*[lambda one=handover_id: handover.deliver(world.context, one)] * 3)
        assert sorted(results) == [False, False, True]
    assert len(world.otrs.orders) == 20


def test_a_token_lets_in_once(world):
    for number in range(20):
        claims = identity.Claims(customer(f"c{number}").person, new_id(), world.clock())
        results = at_once(*[lambda claims=claims: identity.sign_in(world.context, claims)] * 3)
        assert sorted(type(one).__name__ for one in results) == ["Actor"] + ["IdentityReplayed"] * 2


def test_the_directory_refreshed_twice_at_once_is_whole(world):
    for workers in (2, *[3] * 10):  # the first time there is no row yet to wait for
        results = at_once(*[lambda: directory.refresh(world.context)] * workers)
        assert not [one for one in results if isinstance(one, Exception)], results
    assert identity.groups_of(world.context, ["anton", "cem"]) == {"anton": ANTON.groups, "cem": CEM.groups}


def test_the_default_channel_is_made_once(world):
    with world.engine.begin() as connection:
        connection.execute(channel.delete())

    def prepare():
        with world.context.db.write() as tx:
            return tx.channels.ensure_default("Support", "users", world.clock())

    made = at_once(*[prepare] * 4)
    assert len({one.id for one in made}) == 1, made


@pytest.mark.parametrize("engine", ALL_DATABASES[1:], indirect=True)
def test_writers_in_different_chats_do_not_wait_for_each_other(world):
    first, second = world.talking(customer("a")), world.talking(customer("b"))
    with world.context.db.write() as tx:
        assert tx.chats.get([first.id], lock=True)
        (said,) = at_once(lambda: world.says(customer("b"), second, "Hello"))
        assert isinstance(said, Entry)


def test_who_loses_the_right_in_between_reads_nothing(world):
    chat = world.asks()
    assert chats.read(world.context, CEM, chat.id, 0)
    with world.engine.begin() as connection:
        connection.execute(update(channel).values(group_name="other"))
    with pytest.raises(ChatNotFound):
        chats.read(world.context, CEM, chat.id, 0)
