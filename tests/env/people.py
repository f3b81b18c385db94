"""Agents and customers as steps for ``Znuny.setup``, and the ones that demo and tests share."""

from collections.abc import Mapping, Sequence
from typing import Any

Step = tuple[str, dict[str, Any]]


def agent(
    login: str,
    password: str,
    name: str,
    email: str,
    groups: Mapping[str, str | Sequence[str]] | None = None,
    language: str = "en",
) -> Step:
    """A step that adds an agent with permissions in groups; a group that does not exist is made."""
    first, _, last = name.partition(" ")
    permissions = {
        group: [granted] if isinstance(granted, str) else list(granted)
        for group, granted in (groups or {}).items()
    }
    return "agent", {
        "login": login,
        "password": password,
        "first": first,
        "last": last,
        "email": email,
        "groups": permissions,
        "language": language,
    }


def customer(
    login: str, password: str, name: str, email: str, customer_id: str = "acme", language: str = "en"
) -> Step:
    """A step that adds a customer user, and its company when that is new."""
    first, _, last = name.partition(" ")
    return "customer", {
        "login": login,
        "password": password,
        "first": first,
        "last": last,
        "email": email,
        "customer_id": customer_id,
        "company": customer_id.capitalize(),
        "language": language,
    }


# Everybody's password is their login. The chat's channel in demo and tests is the group "users".
PEOPLE: list[Step] = [
    agent("anton", "anton", "Anton Agent", "anton@example.com", {"users": "rw"}, language="de"),
    agent("anna", "anna", "Anna Agent", "anna@example.com", {"users": "rw"}),
    agent("berta", "berta", "Berta Agent", "berta@example.com", {"support": "rw"}),
    customer("carla", "carla", "Carla Customer", "carla@example.com", "acme"),
    customer("karl", "karl", "Karl Kunde", "karl@example.com", "muster", language="de"),
]
