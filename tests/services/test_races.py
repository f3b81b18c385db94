"""What several processes do at the same moment, on each kind of database."""

import pytest
from sqlalchemy import update

from bridge.domain.chats import Audience, Chat, Entry, Role, State
from bridge.domain.errors import (
    ChatAlreadyOpen,
    ChatClosed,
    ChatClosing,
    ChatLastAgent,
    ChatNotFound,
    ChatTaken,
    InputInvalid,
)
from bridge.services import chats, directory, handover, identity, reading
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


def test_a_request_is_accepted_moved_or_withdrawn_and_everybody_hears_what(world, rounds):
    world.knows()
    sales = world.opens_channel("Sales", "sales")
    for number in range(rounds // 4):
        who = customer(f"c{number}")
        chat = world.asks(who)
        accepted, moved, closed = at_once(
            lambda chat=chat: world.accepts(ANTON, chat),
            lambda chat=chat: world.moves(CEM, chat, sales),
            lambda chat=chat, who=who: world.closes(who, chat),
        )
        stored = world.look(chat)
        assert not isinstance(closed, Exception), closed
        assert stored.state is State.CLOSED
        said = texts(world.reads(who, chat))
        assert ("[joined]" in said) is not isinstance(accepted, Exception)
        assert ("[moved]" in said) is (stored.channel == sales) is not isinstance(moved, Exception)
        assert isinstance(accepted, Chat | ChatClosed | ChatNotFound), accepted


def test_an_invitation_is_followed_declined_or_too_late_never_two_of_these(world, rounds):
    for number in range(rounds // 4):
        world.knows()
        chat = world.calls(ANTON, CEM) if number % 2 else world.calls(ANTON, CARLA)
        asked = CEM if number % 2 else CARLA
        accepted, declined, closed = at_once(
            lambda chat=chat, asked=asked: world.accepts(asked, chat),
            lambda chat=chat, asked=asked: world.declines(asked, chat),
            lambda chat=chat: world.closes(ANTON, chat),
        )
        said = texts(world.reads(ANTON, chat))
        assert world.look(chat).state is State.CLOSED
        assert said.count("[closed]") == 1
        assert ("[joined]" in said) is not isinstance(accepted, Exception)
        assert ("[declined]" in said) is (declined is None)
        assert not ("[joined]" in said and "[declined]" in said), said
        assert not isinstance(closed, Exception), closed


def test_two_agents_who_leave_at_once_do_not_leave_the_customer_alone(world, rounds):
    world.knows()
    for number in range(rounds // 2):
        chat = world.brings(ANTON, world.talking(customer(f"c{number}")), CEM)
        calls = {
            "leave": (lambda chat=chat: world.goes(ANTON, chat), lambda chat=chat: world.goes(CEM, chat)),
            "watch": (
                lambda chat=chat: world.becomes(ANTON, chat, Role.OBSERVER),
                lambda chat=chat: world.goes(CEM, chat),
            ),
        }["watch" if number % 2 else "leave"]
        results = at_once(*calls)
        (refused,) = [one for one in results if isinstance(one, Exception)]
        assert isinstance(refused, ChatLastAgent), results
        (left,) = world.look(chat).workers
        assert left.role is Role.OWNER


def test_who_is_handed_a_chat_and_who_leaves_it_at_once(world, rounds):
    world.knows()
    for number in range(rounds // 2):
        chat = world.talking(customer(f"c{number}"))
        world.invites(ANTON, chat, CEM, Role.OWNER)
        accepted, left = at_once(
            lambda chat=chat: world.accepts(CEM, chat), lambda chat=chat: world.goes(ANTON, chat)
        )
        assert not isinstance(accepted, Exception), accepted
        assert left is None or isinstance(left, Chat | ChatLastAgent), left
        stored = world.look(chat)
        assert [one.ref for one in stored.workers] == ["cem"]
        assert texts(world.reads(customer(f"c{number}"), chat)).count("[left]") == 1


def test_an_invitation_and_a_leaving_at_once(world, rounds):
    world.knows()
    for number in range(rounds // 4):
        chat = world.brings(ANTON, world.talking(customer(f"c{number}")), CEM)
        invited, left = at_once(
            lambda chat=chat: world.invites(ANTON, chat, agent("dora")),
            lambda chat=chat: world.goes(ANTON, chat),
        )
        assert isinstance(left, Chat), left
        assert isinstance(invited, Chat | ChatNotFound | InputInvalid), invited
        assert [one.ref for one in world.look(chat).workers] == ["cem"]


def test_invitations_of_one_agent_at_once_give_one_place(world, rounds):
    world.knows(*AGENTS)
    for number in range(rounds // 4):
        chat = world.brings(ANTON, world.talking(customer(f"c{number}")), CEM)
        results = at_once(
            *[lambda who=who, chat=chat: world.invites(who, chat, AGENTS[2]) for who in (ANTON, CEM)]
        )
        assert not [one for one in results if isinstance(one, Exception)], results
        assert [one.no for one in world.look(chat).participants] == [1, 2, 3, 4]


def test_a_chat_that_is_given_away_by_two_is_given_away_once(world, rounds):
    world.knows()
    for number in range(rounds // 4):
        chat = world.brings(ANTON, world.talking(customer(f"c{number}")), CEM)
        at_once(
            *[
                lambda who=who, chat=chat: world.moves(who, chat, world.channel, release=True)
                for who in (ANTON, CEM)
            ]
        )
        stored = world.look(chat)
        assert stored.state is State.REQUESTED
        assert not stored.workers


def test_an_agent_in_two_tabs_asks_the_same_person_once(world, rounds):
    for number in range(rounds // 10):
        world.knows(agent(f"a{number}", users=RW))
        asker = agent(f"a{number}", users=RW)
        results = at_once(*[lambda asker=asker: world.calls(asker, CEM)] * 3)
        assert len([one for one in results if isinstance(one, Chat)]) == 1, results
        assert all(isinstance(one, Chat | ChatAlreadyOpen) for one in results), results


def test_marks_at_once_keep_the_furthest(world, rounds):
    chat = world.talking()
    for n in range(20):
        world.says(ANTON, chat, f"line {n}")
    results = at_once(
        *[lambda seq=seq: reading.mark(world.context, CARLA, chat.id, seq) for seq in (22, 5, 17, 11)]
    )
    assert results == [None] * 4
    assert world.look(chat).requester.read_seq == 22


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
