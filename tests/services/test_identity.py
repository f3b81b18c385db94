"""Who somebody is, what OTRS lets them do, and OTRS's directory."""

from datetime import timedelta

import pytest

from bridge.domain.channels import Level, level
from bridge.domain.errors import IdentityReplayed, OtrsUnavailable, PermissionDenied
from bridge.domain.events import DirectoryChanged
from bridge.services import directory, identity
from bridge.services.identity import Claims, sign_in
from tests.people import ANTON, BERTA, CARLA, MAX, RW, SUPPORT, agent, new_id
from tests.world import at_once


def claims(world, who, jti=""):
    return Claims(who.person, jti or new_id(), world.clock() + timedelta(seconds=120))


def test_a_customer_signs_in(world):
    assert sign_in(world.context, claims(world, CARLA)) == CARLA
    assert world.jobs.refreshes == 0


def test_a_token_is_good_for_one_use(world):
    used = claims(world, CARLA)
    sign_in(world.context, used)
    with pytest.raises(IdentityReplayed):
        sign_in(world.context, used)
    assert sign_in(world.context, claims(world, CARLA)) == CARLA


def test_a_token_is_good_for_one_use_by_whomever(world):
    jti = new_id()
    sign_in(world.context, claims(world, CARLA, jti))
    with pytest.raises(IdentityReplayed):
        sign_in(world.context, claims(world, ANTON, jti))


def test_a_token_used_twice_at_once_lets_in_once(world):
    for _ in range(20):
        used = claims(world, CARLA)
        results = at_once(*[lambda used=used: sign_in(world.context, used)] * 2)
        assert sorted(type(one).__name__ for one in results) == ["Actor", "IdentityReplayed"]


def test_a_visitors_token_may_be_used_again(world):
    again = Claims(MAX.person, None, world.clock() + timedelta(hours=24))
    assert sign_in(world.context, again) == sign_in(world.context, again) == MAX


def test_used_tokens_are_forgotten_when_they_have_expired(world):
    used = claims(world, CARLA)
    sign_in(world.context, used)
    world.clock.forward(seconds=120)
    assert identity.forget_used_tokens(world.context) == 0
    world.clock.forward(seconds=1)
    assert identity.forget_used_tokens(world.context) == 1
    assert identity.forget_used_tokens(world.context) == 0


def test_an_agent_comes_with_the_rights_of_the_directory(world):
    directory.refresh(world.context)
    actor = sign_in(world.context, claims(world, agent("anton", "Anton as OTRS calls him today")))
    assert actor.person.name == "Anton as OTRS calls him today"
    assert actor.groups == ANTON.groups
    assert level(actor.groups, SUPPORT) is Level.OWNER
    assert level(sign_in(world.context, claims(world, BERTA)).groups, SUPPORT) is Level.NONE
    assert world.jobs.refreshes == 0


def test_a_token_gives_no_rights_by_itself(world):
    assert sign_in(world.context, claims(world, ANTON)).groups == {}


def test_for_an_unknown_agent_otrs_is_asked_unless_it_was_just_now(world):
    unknown = agent("nora")
    assert sign_in(world.context, claims(world, unknown)).groups == {}
    assert world.jobs.refreshes == 1
    directory.refresh(world.context)
    for _ in range(3):
        assert sign_in(world.context, claims(world, unknown)).groups == {}
    assert world.jobs.refreshes == 1
    world.clock.forward(seconds=11)
    sign_in(world.context, claims(world, unknown))
    assert world.jobs.refreshes == 2


def test_logins_are_told_apart_by_case(world):
    world.otrs.agents = {"Anton": agent("Anton", users=RW), "anton": agent("anton")}
    directory.refresh(world.context)
    found = identity.groups_of(world.context, ["anton", "Anton", "ANTON"])
    assert found == {"Anton": {"users": RW}, "anton": {}}


def test_a_refresh_takes_over_what_has_changed(world):
    directory.refresh(world.context)
    world.otrs.agents = {"anton": agent("anton", support=RW), "nora": agent("nora", users=RW)}
    world.bus.take()
    directory.refresh(world.context)
    assert world.bus.take() == [DirectoryChanged()]
    assert identity.groups_of(world.context, ["anton", "berta", "cem", "nora"]) == {
        "anton": {"support": RW},
        "nora": {"users": RW},
    }


def test_a_refresh_that_fails_leaves_the_copy_as_it_is(world):
    directory.refresh(world.context)
    world.otrs.down = True
    world.bus.take()
    with pytest.raises(OtrsUnavailable):
        directory.refresh(world.context)
    assert identity.groups_of(world.context, ["anton"]) == {"anton": ANTON.groups}
    assert world.bus.take() == []


ASKS = {
    "options": lambda world, who: directory.ticket_options(world.context, who, None),
    "options of a queue": lambda world, who: directory.ticket_options(world.context, who, "2"),
    "customers": lambda world, who: directory.customers(world.context, who, "carla"),
    "tickets": lambda world, who: directory.tickets(world.context, who, ""),
}


@pytest.mark.parametrize("ask", ASKS)
def test_only_agents_ask_otrs(world, ask):
    for who in (CARLA, MAX):
        with pytest.raises(PermissionDenied):
            ASKS[ask](world, who)
    ASKS[ask](world, ANTON)


def test_otrs_is_asked_in_the_agents_name(world):
    world.hands_over(world.talking())
    assert world.works() == [True]
    assert [hit.title for hit in directory.tickets(world.context, ANTON, "printer")] == ["Printer is on fire"]
    assert directory.tickets(world.context, BERTA, "printer") == []
    assert [queue.name for queue in directory.ticket_options(world.context, BERTA, None).queues] == ["Misc"]
