"""The demo data that the stand-in starts with."""

from __future__ import annotations

from datetime import timedelta

from bridge.sandbox.world import SERVICE_GROUP, Agent, Customer, Queue, World, now

OPEN, CLOSED, UNSUCCESSFUL, NEW, MERGED = 4, 2, 3, 1, 9
NORMAL = 3
#: The states that OTRS's phone ticket screen offers, pending ones aside.
OFFERED_STATES = (OPEN, CLOSED, UNSUCCESSFUL)
#: States of tickets that are no longer there for anybody.
GONE_STATES = (MERGED,)


def demo_world(service_user: str) -> World:
    """Agents anton, berta and cem, customers carla and dora, and a few tickets."""
    world = World(
        agents=(
            Agent(2, service_user, "Chat Bridge", "chatbridge@example.com", "en", {SERVICE_GROUP: ("rw",)}),
            Agent(
                3,
                "anton",
                "Anton Agent",
                "anton@example.com",
                "de",
                {"users": ("rw",), "admin": ("rw",), "sales": ("ro", "note")},
            ),
            Agent(4, "berta", "Berta Berater", "berta@example.com", "de", {"sales": ("rw",)}),
            Agent(5, "cem", "Cem Can", "cem@example.com", "en", {"users": ("rw",)}),
        ),
        customers=(
            Customer("carla", "Carla Customer", "carla@acme.example", "acme", "Acme Ltd"),
            Customer("dora", "Dora Dorn", "dora@globex.example", "globex", "Globex GmbH"),
        ),
        groups={1: "users", 2: "admin", 3: "stats", 4: "sales", 5: SERVICE_GROUP},
        queues=(
            Queue(1, "Postmaster", "users"),
            Queue(2, "Raw", "users"),
            Queue(3, "Junk", "users"),
            Queue(4, "Misc", "users"),
            Queue(5, "Sales", "sales"),
        ),
        states={
            NEW: "new",
            CLOSED: "closed successful",
            UNSUCCESSFUL: "closed unsuccessful",
            OPEN: "open",
            6: "pending reminder",
            MERGED: "merged",
        },
        priorities={1: "1 very low", 2: "2 low", 3: "3 normal", 4: "4 high", 5: "5 very high"},
    )
    for title, queue_id, state_id, customer, owner, hours, text in _TICKETS:
        at = now() - timedelta(hours=hours)
        name = world.customers[customer].name
        ticket = world.add_ticket(
            title=title,
            queue=world.queues[queue_id],
            priority_id=NORMAL,
            state_id=state_id,
            customer_user=customer,
            customer_name=name,
            owner=owner,
            created_by=owner,
            at=at,
        )
        world.add_article(
            ticket,
            channel="Email",
            subject=title,
            sender_type="customer",
            created_by=name,
            visible_for_customer=True,
            text=text,
            at=at,
        )
    return world


_TICKETS = (
    (
        "Reading lamp flickers after an hour",
        2,
        OPEN,
        "carla",
        "anton",
        70,
        "Hello,\n\nthe lamp on desk 14 starts to flicker when it has been on for about an hour. "
        "We have tried another socket.\n\nKind regards\nCarla",
    ),
    (
        "Same lamp, second mail",
        2,
        MERGED,
        "carla",
        "anton",
        69,
        "I forgot to say: it is the green one.",
    ),
    (
        "Invoice shows our old address",
        4,
        OPEN,
        "dora",
        "cem",
        26,
        "Dear team,\n\nwe moved in spring. Could you send the invoice again with the new address?\n\nDora",
    ),
    (
        "Quote for 40 reading lamps",
        5,
        NEW,
        "carla",
        "berta",
        5,
        "Hello Berta,\n\nwe are fitting out a library. What would 40 lamps cost, sent in March?\n\nCarla",
    ),
)
