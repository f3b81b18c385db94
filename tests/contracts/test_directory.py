"""Directory: who works in OTRS, with which rights, and who is there."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import requests

PERMISSIONS = {"ro", "move_into", "create", "note", "owner", "priority", "rw"}


def agents(otrs):
    return {agent.login: agent for agent in otrs.gateway().directory().agents}


def test_it_says_what_it_is(otrs):
    directory = otrs.gateway().directory()
    assert directory.add_on_version
    assert directory.framework
    assert directory.time_zone == "UTC"
    assert abs(directory.clock - datetime.now(UTC)) < timedelta(seconds=60)
    assert {"users", "chatbridge-service"} <= set(directory.groups)


def test_it_proves_that_it_has_the_secret(otrs):
    directory = otrs.gateway().directory()
    text = f"chatbridge-proof:{int(directory.clock.timestamp())}"
    proof = hmac.new(otrs.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    assert (directory.secret_key_id, directory.secret_proof) == (otrs.key_id, proof)


def test_agents_come_with_their_rights(otrs):
    found = agents(otrs)
    anton = found["anton"]
    assert (anton.name, anton.email, anton.language) == ("Anton Agent", "anton@example.com", "de")
    assert anton.otrs_id.isdigit()
    assert anton.out_of_office_until is None
    assert anton.groups["users"] == PERMISSIONS
    assert "users" not in found["berta"].groups
    assert found[otrs.service_user].groups["chatbridge-service"] == PERMISSIONS


def test_queues_are_listed_with_their_ids(otrs, raw_queue):
    queues = otrs.gateway().directory().queues
    assert {"Postmaster", "Raw", "Junk", "Misc"} <= {queue.name for queue in queues}
    assert [queue.name for queue in queues if queue.id == raw_queue] == ["Raw"]


def test_whoever_has_a_browser_session_is_online(otrs):
    browser = otrs.login("index.pl", otrs.colleague)
    online = agents(otrs)[otrs.colleague]
    assert online.online
    assert abs(online.last_request - datetime.now(UTC)) < timedelta(seconds=120)
    assert not agents(otrs)[otrs.service_user].online

    otrs.logout(browser, "index.pl")
    offline = agents(otrs)[otrs.colleague]
    assert not offline.online
    assert offline.last_request is None


def test_customers_in_the_portal_are_online(otrs):
    with otrs.login("customer.pl", "carla") as browser:
        (carla,) = [c for c in otrs.gateway().directory().customers_online if c.login == "carla"]
        assert carla.name == "Carla Customer"
        assert carla.email.startswith("carla@")
        assert carla.customer_id == "acme"
        assert abs(carla.last_request - datetime.now(UTC)) < timedelta(seconds=120)
        otrs.logout(browser, "customer.pl")


def test_a_wish_of_the_address_does_not_change_who_calls(otrs):
    body = {"UserLogin": otrs.service_user, "Password": otrs.service_password}
    answer = requests.post(otrs.address("Directory?UserLogin=nobody"), json=body, timeout=60).json()
    assert answer["Error"]["ErrorCode"] == "Directory.AuthFail"
