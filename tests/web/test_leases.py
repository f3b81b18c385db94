"""Who is here, and how little of it is stored."""

from datetime import timedelta

import pytest

from bridge.domain.presence import Seen
from bridge.web.leases import Leases
from tests.people import ANTON, CEM, NOON

LEASE, IDLE = timedelta(seconds=60), timedelta(minutes=5)
ANTON_ID = ANTON.person.id


@pytest.fixture
def leases():
    return Leases(LEASE)


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def comes(leases, seconds, who=ANTON):
    leases.came(who.person, at(seconds), active=False)


def goes(leases, seconds, who=ANTON):
    leases.went(who.person, at(seconds))


def store(leases, seconds):
    """What is due is stored; how much it was."""
    due = leases.due(at(seconds))
    leases.stored(due)
    return len(due)


def test_who_is_connected_is_here_however_long(leases):
    comes(leases, 0)
    assert leases.get(ANTON_ID, at(9999)) == Seen(ANTON_ID, "Anton Agent", at(9999), at(0))


def test_who_has_gone_is_here_until_the_lease_ends(leases):
    comes(leases, 0)
    goes(leases, 100)
    assert leases.get(ANTON_ID, at(160)).seen_at == at(100)
    assert leases.get(ANTON_ID, at(160.1)) is None
    leases.forget(at(161))
    assert leases.all(at(161)) == {}


def test_a_person_goes_with_the_last_tab(leases):
    comes(leases, 0)
    comes(leases, 0)
    goes(leases, 10)
    assert leases.get(ANTON_ID, at(1000)) is not None
    goes(leases, 1000)
    assert leases.get(ANTON_ID, at(1061)) is None


def test_a_person_costs_two_rows_a_minute_however_many_tabs_and_signs_of_life(leases):
    rows = 0
    for second in range(600):
        comes(leases, second)
        leases.active(ANTON_ID, at(second), IDLE)
        if second % 5 == 0:
            rows += store(leases, second)
    assert rows == 20


def test_going_is_stored_once(leases):
    comes(leases, 0)
    assert store(leases, 0) == 1
    goes(leases, 10)
    assert [one.seen_at for one in leases.due(at(12))] == [at(10)]
    assert store(leases, 12) == 1
    assert store(leases, 17) == 0


def test_who_goes_while_the_batch_is_stored_is_in_the_next(leases):
    comes(leases, 0)
    due = leases.due(at(5))
    goes(leases, 6)
    leases.stored(due)
    assert [one.seen_at for one in leases.due(at(10))] == [at(6)]


def test_what_could_not_be_stored_is_due_again(leases):
    comes(leases, 0)
    assert len(leases.due(at(0))) == len(leases.due(at(5))) == 1


def test_only_coming_and_waking_up_is_told_at_once(leases):
    comes(leases, 0)
    comes(leases, 0, CEM)
    assert {one.person for one in leases.take_news(at(0))} == {"agent:anton", "agent:cem"}
    comes(leases, 1)
    leases.active(ANTON_ID, at(100), IDLE)
    assert leases.take_news(at(100)) == []
    leases.active(ANTON_ID, at(500), IDLE)
    assert [one.active_at for one in leases.take_news(at(500))] == [at(500)]


def test_a_page_load_is_not_told(leases):
    comes(leases, 0)
    leases.take_news(at(0))
    goes(leases, 10)
    comes(leases, 10.5)
    assert leases.take_news(at(11)) == []


def test_who_comes_back_after_long_is_told_again(leases):
    comes(leases, 0)
    leases.take_news(at(0))
    goes(leases, 10)
    comes(leases, 71)
    assert [one.active_at for one in leases.take_news(at(71))] == [at(71)]


def test_what_others_have_seen_moves_times_on_and_never_back(leases):
    other = Seen("agent:cem", "Cem", at(10), at(5))
    assert leases.hear([other])
    assert not leases.hear([other])
    assert not leases.hear([Seen("agent:cem", "Cem", at(9), at(4))])
    assert leases.hear([Seen("agent:cem", "Cem", at(9), at(9))])
    assert leases.get("agent:cem", at(20)) == Seen("agent:cem", "Cem", at(10), at(9))
    assert leases.due(at(20)) == [], "that is for the other process to store"
    assert leases.get("agent:cem", at(71)) is None
