"""The cast of the fast tests, and small builders for what they do.

Carla is a customer and Max a visitor. The channel's group is ``users``: the agents Anton and Cem have ``rw``
there, Berta is an agent elsewhere.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from bridge.domain.channels import Channel
from bridge.domain.chats import Chat, Participant, Role, State
from bridge.domain.directory import Choice, Directory, DirectoryAgent
from bridge.domain.handover import ExistingTicket, NewPhoneTicket
from bridge.domain.people import Actor, Kind, Person

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RW = frozenset({"ro", "move_into", "create", "note", "owner", "priority", "rw"})
SUPPORT = Channel(1, "Support", "users", for_customers=True, for_visitors=True, valid=True)
TICKET = NewPhoneTicket("2", "Printer is on fire", "carla", "3", "4", None)


def agent(login: str, name: str = "", *, language: str = "en", **groups: frozenset[str]) -> Actor:
    """An agent with these OTRS groups."""
    return Actor(Person(Kind.AGENT, login, name or f"{login.title()} Agent", language=language), groups)


def customer(login: str, name: str = "") -> Actor:
    """A customer user."""
    return Actor(Person(Kind.CUSTOMER, login, name or f"{login.title()} Customer", customer_id="acme"))


def visitor(ref: str, name: str) -> Actor:
    """A visitor of a web page."""
    return Actor(Person(Kind.VISITOR, ref, name))


ANTON = agent("anton", users=RW)
CEM = agent("cem", users=RW)
BERTA = agent("berta", support=RW)
CARLA = customer("carla")
MAX = visitor("5b0b4f6e", "Max")
ADMIN = agent("adam", admin=RW)
STRANGERS = {
    "an agent without the channel": BERTA,
    "an agent who may only read the channel's tickets": agent("rita", users=frozenset({"ro"})),
    "an agent who may write notes there": agent("nora", users=frozenset({"ro", "note"})),
    "an agent OTRS has not told of": agent("anton2"),
    "another customer": customer("karl"),
    "another visitor": visitor("ffffffff", "Max"),
    "a customer with an agent's login": customer("anton"),
    "a visitor with a customer's login as id": visitor("carla", "Carla Customer"),
}


def new_id() -> str:
    """A UUID, as clients make them."""
    return str(uuid.uuid4())


def place(no: int, actor: Actor, role: Role, *, present: bool = True) -> Participant:
    """The actor as a participant."""
    person = actor.person
    return Participant(no, person.kind, person.ref, person.name, role, present)


def a_chat(*others: tuple[Actor, Role], requester: Actor = CARLA, **fields: Any) -> Chat:
    """A chat that the requester asked for and the others are in; requested unless said otherwise."""
    people = [(requester, Role.REQUESTER), *others]
    values: dict[str, Any] = {
        "id": new_id(),
        "version": 1,
        "state": State.REQUESTED,
        "channel": SUPPORT,
        "participants": tuple(place(no, who, role) for no, (who, role) in enumerate(people, 1)),
        "first_message": "My printer is on fire",
        "last_seq": 1,
        "created_at": NOON,
        "waiting_since": fields.get("created_at", NOON),
    }
    return Chat(**{**values, **fields})


def directory_of(*agents: Actor, now: datetime = NOON) -> Directory:
    """What OTRS tells when these are its agents."""
    return Directory(
        agents=tuple(
            DirectoryAgent(
                login=one.person.ref,
                otrs_id=str(number),
                name=one.person.name,
                email=f"{one.person.ref}@example.com",
                language=one.person.language,
                out_of_office_until=None,
                online=True,
                last_request=now,
                groups=one.groups,
            )
            for number, one in enumerate(agents, 2)
        ),
        groups=tuple(sorted({group for one in agents for group in one.groups})),
        customers_online=(),
        time_zone="UTC",
        add_on_version="0.1.0",
        framework="Znuny 6.5.1",
        clock=now,
        queues=(Choice("1", "Postmaster"), Choice("2", "Raw"), Choice("3", "Misc")),
    )


def onto(ticket_id: str) -> ExistingTicket:
    """The wish to put a chat on a ticket that is there."""
    return ExistingTicket(ticket_id)
