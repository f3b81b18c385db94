"""One network address cannot flood the desks with made-up visitors."""

import pytest

from bridge.domain.errors import RateLimited
from bridge.web.newcomers import Newcomers, Strangers


class Clock:
    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def newcomers(clock):
    return Newcomers(2, clock)


def refused(newcomers, address):
    try:
        newcomers.admit(address)
    except RateLimited as error:
        return error.data["retry_after_ms"]
    return 0


def test_so_many_in_a_minute_and_no_more(newcomers, clock):
    assert not refused(newcomers, "192.0.2.1")
    clock.time = 20
    assert not refused(newcomers, "192.0.2.1")
    assert refused(newcomers, "192.0.2.1") == 40_001
    clock.time = 61
    assert not refused(newcomers, "192.0.2.1")
    assert refused(newcomers, "192.0.2.1")


def test_others_are_not_concerned(newcomers):
    for _ in range(3):
        refused(newcomers, "192.0.2.1")
    assert not refused(newcomers, "192.0.2.2")


def test_an_ipv6_subscriber_has_one_network_not_billions_of_addresses(newcomers):
    assert not refused(newcomers, "2001:db8::1")
    assert not refused(newcomers, "2001:db8::2")
    assert refused(newcomers, "2001:db8::3")
    assert not refused(newcomers, "2001:db8:0:1::3")


def test_an_ipv4_address_is_the_same_in_ipv6_clothes(newcomers):
    assert not refused(newcomers, "192.0.2.1")
    assert not refused(newcomers, "::ffff:192.0.2.1")
    assert refused(newcomers, "192.0.2.1")


def test_what_is_no_address_counts_too(newcomers):
    refused(newcomers, "unix:")
    refused(newcomers, "unix:")
    assert refused(newcomers, "unix:")


def test_those_of_long_ago_are_forgotten(newcomers, clock):
    for number in range(100):
        newcomers.admit(f"192.0.2.{number}")
    clock.time = 200
    newcomers.admit("198.51.100.1")
    assert len(newcomers._came) == 1


def test_an_address_holds_so_many_strangers_and_no_more():
    strangers = Strangers(2)
    strangers.came("192.0.2.1")
    assert not strangers.full("192.0.2.1")
    strangers.came("192.0.2.1")
    assert strangers.full("192.0.2.1")
    assert not strangers.full("192.0.2.2")
    strangers.went("192.0.2.1")
    strangers.went("192.0.2.1")
    assert not strangers._held
