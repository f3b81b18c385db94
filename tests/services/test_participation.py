"""Who is in a chat as what: invited, watching, moved to another team, gone."""

import pytest

from bridge.domain.chats import Audience, Role, State
from bridge.domain.errors import (
    ChatClosed,
    ChatClosing,
    ChatFull,
    ChatLastAgent,
    ChatNotFound,
    ChatTaken,
    InputInvalid,
    PermissionDenied,
)
from bridge.domain.masking import masked, masked_name
from bridge.services import participation, transcripts
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, RW, agent, onto
from tests.world import texts

NORA = agent("nora", users=frozenset({"ro", "note"}))
RITA = agent("rita", users=frozenset({"ro"}))
DORA = agent("dora", users=RW, sales=RW)


@pytest.fixture
def world(world):
    world.knows(NORA, RITA, DORA)
    return world


def roles(chat, *, all_of_them=False):
    """Who is in it as what."""
    return {one.ref: str(one.role) for one in chat.participants if one.present or all_of_them}


def heard(world, who, chat, since=2):
    return texts(world.reads(who, chat, after=since))


# Inviting.


def test_an_agent_is_invited_comes_and_takes_part(world):
    chat = world.talking()
    assert roles(world.invites(ANTON, chat, NORA)) == {
        "carla": "requester",
        "anton": "owner",
        "nora": "invited",
    }
    (invited,) = world.reads(ANTON, chat, after=2)
    assert (invited.kind, invited.audience) == ("invited", Audience.AGENTS)
    assert invited.data == {"login": "nora", "name": "Nora Agent", "as": "participant"}
    assert world.reads(NORA, chat), "whoever is invited reads first"
    chat = world.accepts(NORA, chat)
    assert roles(chat)["nora"] == "participant"
    assert world.says(NORA, chat, "Let me help").seq == 5
    assert heard(world, CARLA, chat) == ["[joined]", "Let me help"]


def test_an_observer_comes_and_goes_unseen_and_says_nothing(world):
    chat = world.brings(ANTON, world.talking(), RITA, Role.OBSERVER)
    assert isinstance(world.says(RITA, chat, "psst", internal=True), PermissionDenied)
    world.goes(RITA, chat)
    assert heard(world, CARLA, chat) == []
    assert heard(world, ANTON, chat) == ["[invited]", "[joined]", "[left]"]


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        (RITA, Role.OBSERVER, True),
        (RITA, Role.PARTICIPANT, False),
        (NORA, Role.PARTICIPANT, True),
        (NORA, Role.OWNER, False),
        (CEM, Role.OWNER, True),
        (BERTA, Role.OBSERVER, False),
        (agent("nobody"), Role.OBSERVER, False),
        (ANTON, Role.OBSERVER, False),
    ],
    ids=lambda one: getattr(one, "person", one) if isinstance(one, str | bool) else one.person.ref,
)
def test_one_is_invited_as_what_one_may_be_in_the_channel(world, who, role, may):
    chat = world.talking()
    if may:
        assert world.invites(ANTON, chat, who, role)
    else:
        with pytest.raises(InputInvalid) as refused:
            world.invites(ANTON, chat, who, role)
        assert refused.value.data == {"field": "login"}


def test_only_who_works_in_a_chat_invites(world):
    chat = world.brings(ANTON, world.talking(), RITA, Role.OBSERVER)
    for who, error in ((RITA, PermissionDenied), (CARLA, PermissionDenied), (CEM, ChatNotFound)):
        with pytest.raises(error):
            world.invites(who, chat, NORA)


def test_a_candidate_of_a_request_invites_nobody(world):
    with pytest.raises(PermissionDenied):
        world.invites(CEM, world.asks(), NORA)


def test_the_same_invitation_again_changes_nothing_and_another_one_replaces_it(world):
    chat = world.invites(ANTON, world.talking(), CEM, Role.OBSERVER)
    assert world.invites(ANTON, chat, CEM, Role.OBSERVER) == chat
    chat = world.invites(ANTON, chat, CEM, Role.PARTICIPANT)
    assert len(chat.participants) == 3
    assert roles(world.accepts(CEM, chat))["cem"] == "participant"
    with pytest.raises(InputInvalid):
        world.invites(ANTON, chat, CEM)


def test_who_declined_or_left_can_be_invited_again(world):
    chat = world.talking()
    world.invites(ANTON, chat, CEM)
    world.declines(CEM, chat)
    world.brings(ANTON, chat, CEM)
    world.goes(CEM, chat)
    chat = world.brings(ANTON, chat, CEM, Role.OBSERVER)
    assert roles(chat)["cem"] == "observer"
    assert len(chat.participants) == 3


def test_who_does_not_follow_an_invitation_stays_a_stranger_afterwards(world):
    chat = world.invites(ANTON, world.talking(), NORA)
    world.closes(CARLA, chat)
    with pytest.raises((ChatNotFound, ChatClosed)):
        world.accepts(NORA, chat)


def test_a_chat_does_not_fill_up_with_people(world, monkeypatch):
    monkeypatch.setattr(participation, "MOST_PEOPLE", 3)
    chat = world.invites(ANTON, world.talking(), NORA)
    with pytest.raises(InputInvalid):
        world.invites(ANTON, chat, CEM)


def test_a_full_log_takes_no_more_of_what_can_be_repeated_for_ever(world, monkeypatch):
    monkeypatch.setattr("bridge.services.changes.MOST_ENTRIES", 4)
    chat = world.brings(ANTON, world.talking(), CEM)
    with pytest.raises(ChatFull):
        world.invites(ANTON, chat, NORA)
    with pytest.raises(ChatFull):
        world.becomes(CEM, chat, Role.OBSERVER)
    with pytest.raises(ChatFull):
        world.moves(ANTON, chat, world.opens_channel("Sales"))
    assert world.goes(CEM, chat)
    assert world.closes(ANTON, chat).state is State.CLOSED


# Handing over to one agent.


def test_whoever_is_handed_the_chat_is_its_owner_and_who_gave_it_has_left(world):
    chat = world.invites(ANTON, world.talking(), CEM, Role.OWNER)
    assert roles(chat)["anton"] == "owner", "until somebody comes"
    assert roles(world.accepts(CEM, chat)) == {"carla": "requester", "cem": "owner"}
    assert heard(world, CARLA, chat) == ["[joined]", "[left]"]
    with pytest.raises(ChatNotFound):
        world.reads(ANTON, chat)


def test_a_hand_over_that_is_declined_leaves_everything_as_it_was(world):
    chat = world.invites(ANTON, world.talking(), CEM, Role.OWNER)
    world.declines(CEM, chat)
    assert roles(world.look(chat)) == {"carla": "requester", "anton": "owner"}


def test_there_is_one_owner_also_when_a_participant_hands_over(world):
    chat = world.brings(ANTON, world.talking(), NORA)
    chat = world.brings(NORA, chat, CEM, Role.OWNER)
    assert roles(chat) == {"carla": "requester", "anton": "participant", "cem": "owner"}


def test_who_has_left_before_the_other_comes_does_not_leave_twice(world):
    chat = world.brings(ANTON, world.talking(), NORA)
    world.invites(ANTON, chat, CEM, Role.OWNER)
    world.goes(ANTON, chat)
    chat = world.accepts(CEM, chat)
    assert roles(chat) == {"carla": "requester", "nora": "participant", "cem": "owner"}
    assert heard(world, CARLA, chat).count("[left]") == 1


# Watching and taking part.


def test_a_participant_becomes_an_observer_and_comes_back(world):
    chat = world.brings(ANTON, world.talking(), CEM)
    chat = world.becomes(CEM, chat, Role.OBSERVER)
    assert isinstance(world.says(CEM, chat, "x"), PermissionDenied)
    chat = world.becomes(CEM, chat, Role.PARTICIPANT)
    assert world.says(CEM, chat, "Here again")
    assert heard(world, CARLA, chat) == ["[joined]", "[left]", "[joined]", "Here again"]
    told = [one for one in heard(world, ANTON, chat, since=4) if one.startswith("[became")]
    assert told == ["[became_observer]", "[became_participant]"]


def test_becoming_what_one_is_changes_nothing(world):
    chat = world.talking()
    assert world.becomes(ANTON, chat, Role.PARTICIPANT) == chat
    chat = world.becomes(CEM, world.brings(ANTON, chat, CEM), Role.OBSERVER)
    assert world.becomes(CEM, chat, Role.OBSERVER) == chat


def test_the_owner_who_only_watches_has_a_successor(world):
    chat = world.becomes(ANTON, world.brings(ANTON, world.talking(), NORA), Role.OBSERVER)
    assert roles(chat) == {"carla": "requester", "anton": "observer", "nora": "owner"}


def test_an_observer_by_right_does_not_take_part(world):
    chat = world.brings(ANTON, world.talking(), RITA, Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        world.becomes(RITA, chat, Role.PARTICIPANT)


@pytest.mark.parametrize("others", ["nobody", "an observer", "somebody who has not answered"])
def test_the_last_agent_neither_leaves_nor_only_watches(world, others):
    chat = world.talking()
    if others == "an observer":
        world.brings(ANTON, chat, RITA, Role.OBSERVER)
    elif others.startswith("somebody"):
        world.invites(ANTON, chat, CEM, Role.OWNER)
    before = world.look(chat)
    with pytest.raises(ChatLastAgent):
        world.goes(ANTON, chat)
    with pytest.raises(ChatLastAgent):
        world.becomes(ANTON, chat, Role.OBSERVER)
    assert world.look(chat) == before


# Leaving.


def test_when_the_owner_leaves_the_first_participant_is_it(world):
    chat = world.brings(ANTON, world.talking(), NORA)
    chat = world.goes(ANTON, world.brings(ANTON, chat, CEM))
    assert roles(chat) == {"carla": "requester", "nora": "owner", "cem": "participant"}
    with pytest.raises(ChatNotFound):
        world.reads(ANTON, chat)
    before = world.look(chat)
    assert world.goes(ANTON, chat) == before, "leaving again is no error"


def test_a_chat_among_agents_ends_with_the_last_but_one(world):
    chat = world.brings(ANTON, world.accepts(BERTA, world.calls(ANTON, BERTA)), CEM)
    assert world.goes(ANTON, chat).state is State.ACTIVE
    chat = world.goes(BERTA, chat)
    assert (chat.state, chat.kept) == (State.CLOSED, False)
    assert texts(world.reads(CEM, chat))[-2:] == ["[left]", "[closed]"]


def test_among_agents_an_observer_alone_has_nobody_to_watch(world):
    chat = world.becomes(CEM, world.accepts(CEM, world.calls(ANTON, CEM)), Role.OBSERVER)
    assert world.goes(ANTON, chat).state is State.CLOSED


def test_customers_do_not_leave_they_close(world):
    with pytest.raises(PermissionDenied):
        world.goes(CARLA, world.talking())


def test_who_asks_does_not_leave_a_request_they_withdraw_it(world):
    with pytest.raises(PermissionDenied):
        world.goes(ANTON, world.calls(ANTON, CARLA))


# Moving.


def test_a_chat_is_moved_and_its_agents_stay(world):
    sales = world.opens_channel("Sales", "sales")
    chat = world.moves(ANTON, world.brings(ANTON, world.talking(), NORA), sales)
    assert (chat.channel, chat.state) == (sales, State.ACTIVE)
    assert roles(chat) == {"carla": "requester", "anton": "owner", "nora": "participant"}
    moved = world.reads(CARLA, chat)[-1]
    assert (moved.kind, moved.data) == ("moved", {"from": "Support", "to": "Sales"})
    assert world.moves(ANTON, chat, sales) == chat


def test_a_chat_is_given_to_another_team(world):
    sales = world.opens_channel("Sales", "sales")
    chat = world.brings(ANTON, world.talking(), NORA)
    world.brings(ANTON, chat, RITA, Role.OBSERVER)
    world.invites(ANTON, chat, CEM)
    world.clock.forward(minutes=5)
    chat = world.moves(ANTON, chat, sales, release=True)
    assert (chat.state, chat.channel, chat.accepted_at) == (State.REQUESTED, sales, None)
    assert chat.waiting_since == world.clock()
    assert roles(chat) == {"carla": "requester"}
    assert heard(world, CARLA, chat) == ["[joined]", "[moved]", "[left]", "[left]"]
    for gone in (ANTON, NORA, RITA, CEM):
        with pytest.raises(ChatNotFound):
            world.reads(gone, chat)
    assert world.says(CARLA, chat, "Hello?")
    assert texts(world.reads(DORA, chat))[0] == "My printer is on fire", "the new team reads all of it"
    assert roles(world.accepts(DORA, chat)) == {"carla": "requester", "dora": "owner"}
    with pytest.raises(ChatNotFound):
        world.accepts(ANTON, chat)


def test_a_chat_that_is_given_away_can_come_back(world):
    sales = world.opens_channel("Sales", "sales")
    chat = world.talking(agent=DORA)
    world.moves(DORA, chat, sales, release=True)
    chat = world.accepts(DORA, chat)
    assert roles(chat) == {"carla": "requester", "dora": "owner"}
    assert len(chat.participants) == 2


def test_a_chat_can_be_given_back_to_ones_own_team(world):
    chat = world.moves(ANTON, world.talking(), world.channel, release=True)
    assert chat.state is State.REQUESTED
    assert world.accepts(CEM, chat).owner.ref == "cem"
    with pytest.raises(ChatTaken):
        world.accepts(ANTON, chat)


def test_a_customer_whom_an_agent_asked_can_be_given_to_a_team(world):
    chat = world.accepts(CARLA, world.calls(ANTON, CARLA))
    chat = world.moves(ANTON, chat, world.channel, release=True)
    assert roles(chat) == {"carla": "guest"}
    assert roles(world.accepts(CEM, chat)) == {"carla": "guest", "cem": "owner"}
    with pytest.raises(ChatTaken):
        world.accepts(ANTON, chat)


def test_a_request_is_moved_by_who_could_accept_it(world):
    sales = world.opens_channel("Sales", "sales")
    chat = world.asks()
    world.clock.forward(minutes=5)
    chat = world.moves(CEM, chat, sales)
    assert (chat.channel, chat.state) == (sales, State.REQUESTED)
    assert chat.waiting_since == chat.created_at, "they have been waiting all the time"
    assert roles(chat) == {"carla": "requester"}
    assert texts(world.reads(CARLA, chat)) == ["My printer is on fire", "[moved]"]
    with pytest.raises(ChatNotFound):
        world.accepts(CEM, chat)
    world.accepts(DORA, chat)
    world.hands_over(chat, DORA, onto("1"))
    world.works()
    assert world.otrs.orders, "whoever moved it is known to the article"


@pytest.mark.parametrize("who", [RITA, CARLA], ids=["observer", "customer"])
def test_others_do_not_move_a_chat(world, who):
    chat = world.brings(ANTON, world.talking(), RITA, Role.OBSERVER)
    with pytest.raises(PermissionDenied):
        world.moves(who, chat, world.opens_channel("Sales"))


def test_a_chat_is_moved_into_a_channel_that_there_is(world):
    chat = world.talking()
    for channel_id in (999, 2**53 - 1):
        with pytest.raises(InputInvalid) as refused:
            participation.move(world.context, ANTON, chat.id, channel_id, release=False)
        assert refused.value.data == {"field": "channel"}


def test_a_chat_with_nobody_to_answer_is_not_given_away(world):
    sales = world.opens_channel("Sales")
    among_agents = world.accepts(CEM, world.calls(ANTON, CEM))
    not_answered = world.calls(ANTON, CARLA)
    for chat in (among_agents, not_answered):
        with pytest.raises(InputInvalid) as refused:
            world.moves(ANTON, chat, sales, release=True)
        assert refused.value.data == {"field": "release"}
        assert world.moves(ANTON, chat, sales).channel == sales


# Notifications.


def test_everybody_chooses_what_they_are_notified_of(world):
    chat = world.talking()
    chat = participation.monitor(world.context, ANTON, chat.id, "customer")
    assert chat.participant(ANTON.person).monitor == "customer"
    assert participation.monitor(world.context, ANTON, chat.id, "customer") == chat
    with pytest.raises(PermissionDenied):
        participation.monitor(world.context, CARLA, chat.id, "all")


# Chats that their requester has closed.


@pytest.mark.parametrize("requester", [CARLA, MAX], ids=["customer", "visitor"])
def test_what_the_requester_closed_is_kept_until_it_is_dismissed_by_all(world, requester):
    chat = world.brings(ANTON, world.talking(requester), NORA)
    world.brings(ANTON, chat, RITA, Role.OBSERVER)
    assert world.closes(requester, chat).kept
    participation.dismiss(world.context, ANTON, chat.id)
    assert world.look(chat).kept, "Nora has it still"
    participation.dismiss(world.context, ANTON, chat.id)
    participation.dismiss(world.context, NORA, chat.id)
    assert not world.look(chat).kept
    assert texts(world.reads(ANTON, chat))[-1] == "[closed]"


def test_what_an_agent_closed_and_what_nobody_took_is_not_kept(world):
    assert not world.closes(ANTON, world.talking(CARLA)).kept
    assert not world.closes(MAX, world.asks(MAX)).kept


def test_what_is_on_a_ticket_is_not_kept(world):
    chat = world.talking()
    world.closes(CARLA, chat)
    world.hands_over(chat)
    assert world.look(chat).kept
    assert world.works() == [True]
    assert not world.look(chat).kept


def test_what_was_dismissed_can_be_handed_over_and_is_on_the_desk_until_then(world):
    chat = world.talking()
    world.closes(CARLA, chat)
    participation.dismiss(world.context, ANTON, chat.id)
    world.otrs.refusal = "No."
    world.hands_over(chat)
    assert world.look(chat).participant(ANTON.person) is not None
    assert world.works() == [False]
    failed = world.look(chat)
    assert (failed.state, failed.kept) == (State.CLOSED, True)


def test_only_what_has_ended_is_dismissed(world):
    chat = world.talking()
    with pytest.raises(PermissionDenied):
        participation.dismiss(world.context, ANTON, chat.id)
    world.hands_over(chat)
    with pytest.raises(ChatClosing):
        participation.dismiss(world.context, ANTON, chat.id)
    assert world.works() == [True]
    with pytest.raises(ChatClosed):
        participation.dismiss(world.context, ANTON, chat.id)


@pytest.mark.parametrize(
    "use",
    [
        lambda world, who, chat: world.invites(who, chat, NORA),
        lambda world, who, chat: world.becomes(who, chat, Role.OBSERVER),
        lambda world, who, chat: world.moves(who, chat, world.channel, release=True),
        lambda world, who, chat: world.goes(who, chat),
        lambda world, who, chat: participation.monitor(world.context, who, chat.id, "all"),
    ],
    ids=["invite", "role", "move", "leave", "monitor"],
)
def test_nothing_of_this_goes_once_the_chat_is_on_its_way_to_otrs_or_over(world, use):
    chat = world.brings(ANTON, world.talking(), CEM)
    world.hands_over(chat)
    with pytest.raises(ChatClosing):
        use(world, ANTON, chat)
    assert world.works() == [True]
    with pytest.raises(ChatClosed):
        use(world, ANTON, chat)


def test_a_customer_never_learns_the_names_that_a_channel_has_masked(world):
    shop = world.opens_channel("Shop", agent_name="The team", agents_numbered=True)
    other = world.opens_channel("Repairs")
    chat = world.brings(ANTON, world.accepts(ANTON, world.asks(CARLA, channel=shop.id)), CEM)
    world.says(ANTON, chat, "Others will help you")
    moved = world.moves(CEM, chat, other)
    assert [one.name for one in masked(moved).participants] == ["Carla Customer", "The team 1", "The team 2"]
    copy = transcripts.permit(world.context, CARLA, chat.id, internal=False, zone="", language="")
    assert "Agent" not in repr(transcripts.write(world.context, copy))
    world.moves(CEM, chat, world.channel, release=True)
    back = world.accepts(ANTON, chat)
    assert masked_name(back, 2, back.owner.kind, back.owner.name) == "The team 1"
    came = world.brings(ANTON, back, NORA)
    assert masked(came).participants[-1].name == "Nora Agent", "this channel has no name for agents"
