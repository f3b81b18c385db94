"""Who may do what through the web service: a table of agents and operations, and what a forger might try.

Everybody below is the *acting* agent of calls that have the service agent's right credentials.
"""

import uuid

import pytest

from bridge.doctor.web_service import OPERATIONS
from tests.env.addon import SERVICE_GROUP
from tests.env.people import agent, customer
from tests.znuny.addon import archive, call, line, new_ticket

SECRET = "matrix secret"  # the title of a ticket in the queue Matrix, which the group matrix owns

# What each agent has in the group matrix.
AGENTS = {
    "mx-rw": "rw",
    "mx-note": ("ro", "note"),
    "mx-ro": "ro",
    "mx-create": "create",
    "mx-move": ("ro", "move_into", "owner", "priority"),
    "mx-none": (),
    "mx-invalid": "rw",
}

# May the agent … ? Q: see the queue and its choices, S: see the ticket, F: find it for a chat, N: create one,
# E: add to it.
MATRIX = {
    "mx-rw": "QSFNE",
    "mx-note": "SFE",
    "mx-ro": "S",  # may see the ticket in OTRS, but a chat has no business there
    "mx-create": "QN",
    "mx-move": "S",
    "mx-none": "",
    "mx-invalid": "",
    "berta": "",  # an agent of another group
    "carla": "",  # the login of a customer
    "chatbridge": "",  # the service agent for itself
    "mx-nobody": "",  # no one at all
    "*": "",
    "mx-rw' OR '1'='1": "",
}


@pytest.fixture(scope="module")
def matrix(znuny):
    """The queue's and the ticket's ID."""
    steps = [agent(login, login, f"{login} X", f"{login}@example.com", {"matrix": granted or ["nothing"]})
             for login, granted in AGENTS.items()]  # fmt: skip
    steps.append(customer("mallory", "mallory", "Mallory Customer", "mallory@example.com", "other"))
    steps.append(("group", {"name": "matrix"}))
    group = znuny.setup(steps)[-1]
    with znuny.db() as connection:
        connection.execute("UPDATE users SET valid_id = 2 WHERE login = 'mx-invalid'")
        (queue,) = connection.execute(
            """INSERT INTO queue (name, group_id, system_address_id, salutation_id, signature_id,
                   follow_up_id, follow_up_lock, valid_id, create_time, create_by, change_time, change_by)
               SELECT 'Matrix', %s, q.system_address_id, q.salutation_id, q.signature_id, q.follow_up_id,
                   0, 1, now(), 1, now(), 1
               FROM queue q WHERE q.name = 'Raw' RETURNING id""",
            (group,),
        ).fetchone()
    znuny.console("Maint::Cache::Delete")
    ticket = znuny.add_ticket(SECRET, "carla", owner="mx-rw", queue="Matrix")
    return str(queue), str(ticket)


def counts(znuny):
    """How many tickets and articles there are."""
    with znuny.db() as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM article)"
        ).fetchone()


def refused(answer):
    """Nothing but an error that does not give away what it is about."""
    assert list(answer) == ["Error"], answer
    assert SECRET not in answer["Error"]["ErrorMessage"]
    return answer["Error"]["ErrorCode"].partition(".")[2]


def existing(ticket, **more):
    return {"Type": "Existing", "TicketID": ticket, **more}


@pytest.mark.parametrize("login", MATRIX)
def test_nobody_may_more_than_in_otrs(znuny, matrix, login):
    queue, ticket = matrix
    allowed = MATRIX[login]
    act = {"ActingUserLogin": login}

    options = call(znuny, "TicketOptions", **act)
    assert ("Matrix" in str(options)) is ("Q" in allowed)
    options = call(znuny, "TicketOptions", **act, QueueID=queue)
    assert ("mx-rw" in [owner["UserLogin"] for owner in options.get("Owners", [])]) is ("Q" in allowed)

    context = call(znuny, "TicketContext", **act, TicketID=ticket)
    assert (context.get("Title") == SECRET) is ("S" in allowed)
    assert allowed.count("S") or refused(context) == "AccessDenied"

    for query in (SECRET, ""):
        found = [
            hit["TicketID"] for hit in call(znuny, "TicketSearch", **act, Query=query).get("Tickets", [])
        ]
        assert (ticket in found) is ("F" in allowed)

    before = counts(znuny)
    made = archive(znuny, line("x"), **act, Target=new_ticket("matrix new", QueueID=queue))
    added = archive(znuny, line("x"), **act, Target=existing(ticket))
    for answer, letter in ((made, "N"), (added, "E")):
        if letter in allowed:
            assert answer["Repeated"] == 0, answer
        else:
            assert refused(answer) == "AccessDenied"
    after = counts(znuny)
    assert after == (before[0] + ("N" in allowed), before[1] + ("N" in allowed) + ("E" in allowed))


def test_a_foreign_queue_and_one_that_does_not_exist_look_the_same(znuny, matrix):
    queue, ticket = matrix
    act = {"ActingUserLogin": "mx-none"}
    for field, foreign in (("QueueID", queue), ("TicketID", ticket)):
        messages = set()
        for number in (foreign, "99999"):
            target = new_ticket("x", QueueID=number) if field == "QueueID" else existing(number)
            denied = archive(znuny, line("x"), **act, Target=target)
            messages.add(denied["Error"]["ErrorMessage"].replace(number, "N"))
        assert len(messages) == 1


FORGED = {
    "a ticket behind a queue": lambda q, t: {"Target": new_ticket("x", QueueID=q, TicketID=t)},
    "both types": lambda q, t: {"Target": existing(t, QueueID="2", Title="x")},
    "several tickets": lambda q, t: {"Target": existing([t, "1"])},
    "a ticket as an object": lambda q, t: {"Target": existing({"TicketID": t})},
    "a ticket with something behind it": lambda q, t: {"Target": existing(f"{t} OR 1=1")},
    "a ticket with a leading zero": lambda q, t: {"Target": existing(f"0{t}")},
    "several acting agents": lambda q, t: {"ActingUserLogin": ["mx-none", "mx-rw"], "Target": existing(t)},
    "an acting agent's ID": lambda q, t: {"ActingUserLogin": "1", "Target": existing(t)},
    "OTRS's own UserID": lambda q, t: {"UserID": 1, "Target": existing(t)},
    "another one's session": lambda q, t: {"SessionID": "x", "Impersonate": "mx-rw", "Target": existing(t)},
    "a customer as the caller": lambda q, t: {"CustomerUserLogin": "carla", "Target": existing(t)},
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGED)
def test_forged_parameters_open_nothing(znuny, matrix, forgery):
    before = counts(znuny)
    fields = {"ActingUserLogin": "mx-none", **FORGED[forgery](*matrix)}
    assert refused(archive(znuny, line("x"), **fields)) in ("AccessDenied", "InvalidParameter")
    assert counts(znuny) == before


@pytest.mark.parametrize("owner", ["mx-create", "mx-none", "mx-invalid", "berta", "carla", "1", "*"])
def test_who_may_not_own_a_ticket_gets_none(znuny, matrix, owner):
    target = new_ticket("x", QueueID=matrix[0], OwnerLogin=owner)
    before = counts(znuny)
    answer = archive(znuny, line("x"), ActingUserLogin="mx-rw", Target=target)
    assert refused(answer) == "InvalidParameter"
    assert counts(znuny) == before


@pytest.mark.parametrize("field", ["PriorityID", "StateID"])
@pytest.mark.parametrize("value", ["99999", "0", "-1", "merged", [4]])
def test_what_was_not_offered_is_not_taken(znuny, matrix, field, value):
    target = new_ticket("x", QueueID=matrix[0], **{field: value})
    answer = archive(znuny, line("x"), ActingUserLogin="mx-rw", Target=target)
    assert refused(answer) == "InvalidParameter"


def test_parameters_in_the_address_override_the_body_and_gain_nothing(znuny, matrix):
    """OTRS lets them win. So the answer is the one for whoever the address names, never a mixture of both."""
    queue, ticket = matrix
    search = {"Query": SECRET}
    assert call(znuny, "TicketSearch", **search, ActingUserLogin="mx-rw")["Tickets"]
    for weaker in ("mx-none", "mx-invalid", "carla"):
        answer = call(znuny, f"TicketSearch?ActingUserLogin={weaker}", **search, ActingUserLogin="mx-rw")
        assert not answer.get("Tickets")
    # Without the service agent's credentials an address helps as little as a body.
    for query in ("UserLogin=mx-rw&Password=mx-rw", "UserLogin=nobody", "Password=x"):
        answer = call(znuny, f"TicketSearch?{query}", **search, ActingUserLogin="mx-rw")
        assert refused(answer) == "AuthFail"
    for operation in (f"TicketOptions?QueueID={queue}", f"Archive?TicketID={ticket}&Target=x"):
        answer = call(
            znuny, operation, ActingUserLogin="mx-none", Key=str(uuid.uuid4()), Messages=[line("x")]
        )
        assert refused(answer) in ("AccessDenied", "InvalidParameter")


@pytest.mark.parametrize(
    "other", ["mx-note", "mx-none", "mx-invalid", "anton", "chatbridge", "mx-nobody", "carla"]
)
def test_a_foreign_key_tells_nothing_and_does_nothing(znuny, matrix, other):
    """Not even with the service agent's credentials: a key belongs to the agent who began it."""
    key = str(uuid.uuid4())
    target = new_ticket("of mx-rw", QueueID=matrix[0])
    first = archive(znuny, line("x"), ActingUserLogin="mx-rw", Key=key, Target=target)
    before = counts(znuny)
    for theirs in (target, new_ticket("x"), existing(first["TicketID"])):
        answer = archive(znuny, line("y"), ActingUserLogin=other, Key=key, Target=theirs)
        assert refused(answer) == "AccessDenied"
        assert first["TicketNumber"] not in str(answer)
    # Neither when it is unfinished.
    with znuny.db() as connection:
        connection.execute(
            "UPDATE chatbridge_archive SET done = 0, lease_until = 0 WHERE archive_key = %s", (key,)
        )
    assert refused(archive(znuny, line("y"), ActingUserLogin=other, Key=key, Target=target)) == "AccessDenied"
    assert counts(znuny) == before
    assert (
        archive(znuny, line("x"), ActingUserLogin="mx-rw", Key=key, Target=target)["TicketID"]
        == first["TicketID"]
    )


def test_an_agent_who_left_since_still_gets_the_result(znuny, matrix):
    """Otherwise the bridge would not learn that the chat is on its ticket, and put it on a second one."""
    key, target = str(uuid.uuid4()), new_ticket("left", QueueID=matrix[0])
    first = archive(znuny, line("x"), ActingUserLogin="mx-create", Key=key, Target=target)
    change = "UPDATE users SET valid_id = %s WHERE login = 'mx-create'"
    for valid, expected in ((2, 1), (1, 1)):
        with znuny.db() as connection:
            connection.execute(change, (valid,))
        znuny.console("Maint::Cache::Delete")
        answer = archive(znuny, line("x"), ActingUserLogin="mx-create", Key=key, Target=target)
        assert answer == {**first, "Repeated": expected}


def test_the_service_agent_without_its_group_can_do_nothing(znuny, matrix):
    link = ["--user-name", "chatbridge", "--group-name", SERVICE_GROUP, "--permission"]
    before = counts(znuny)
    with znuny.db() as connection:
        saved = connection.execute(
            """DELETE FROM group_user gu USING users u WHERE u.id = gu.user_id AND u.login = 'chatbridge'
               RETURNING gu.user_id"""
        ).fetchall()
    assert saved
    znuny.console("Maint::Cache::Delete")
    try:
        for permission in ("", "ro", "create"):
            if permission:
                znuny.console("Admin::Group::UserLink", *link, permission)
            for operation in OPERATIONS:
                answer = call(znuny, operation, ActingUserLogin="mx-rw", Query="x")
                assert refused(answer) == "AuthFail"
                assert SERVICE_GROUP in answer["Error"]["ErrorMessage"]
    finally:
        znuny.console("Admin::Group::UserLink", *link, "rw")
    assert call(znuny, "Directory")["Agents"]
    assert counts(znuny) == before


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_wrong_password_opens_nothing(znuny, matrix, operation):
    answer = call(znuny, operation, Password="wrong", ActingUserLogin="mx-rw", Query=SECRET)
    assert refused(answer) == "AuthFail"
    assert SERVICE_GROUP not in answer["Error"]["ErrorMessage"]


def take_back(znuny, login):
    """Let an agent leave OTRS."""
    with znuny.db() as connection:
        connection.execute(
            "DELETE FROM group_user WHERE user_id = (SELECT id FROM users WHERE login = %s)", (login,)
        )
        connection.execute("UPDATE users SET valid_id = 2 WHERE login = %s", (login,))
    znuny.console("Maint::Cache::Delete")


def unfinished(znuny, key, **values):
    """As after a crash: the key is not done, and some of its steps are not noted."""
    changes = {"done": 0, "lease_until": 0, **values}
    assignments = ", ".join(f"{name} = %s" for name in changes)
    with znuny.db() as connection:
        connection.execute(
            f"UPDATE chatbridge_archive SET {assignments} WHERE archive_key = %s", (*changes.values(), key)
        )


@pytest.mark.parametrize(
    "lost",
    [{}, {"article_id": None, "article_done": 0}, {"ticket_id": None, "article_id": None, "article_done": 0}],
    ids=["the end", "the article", "the ticket's ID"],
)
@pytest.mark.parametrize("place", ["new", "existing"])
def test_whoever_began_a_hand_over_ends_it_though_the_rights_are_gone(znuny, matrix, place, lost):
    """Otherwise its ticket stayed half done, and another one would be made for the same chat."""
    if place == "existing" and "ticket_id" in lost:
        pytest.skip("an existing ticket's number and ID are noted together")
    queue, ticket = matrix
    login, key = f"mx-{uuid.uuid4().hex[:8]}", str(uuid.uuid4())
    znuny.setup([agent(login, login, "Lea Leaver", f"{login}@example.com", {"matrix": "rw"})])
    target = (
        existing(ticket)
        if place == "existing"
        else new_ticket(f"begun {key}", QueueID=queue, OwnerLogin=login)
    )
    act = {"ActingUserLogin": login, "Key": key, "Target": target}
    first = archive(znuny, line("x"), **act)
    assert first["Repeated"] == 0
    unfinished(znuny, key, **lost)
    take_back(znuny, login)

    before = counts(znuny)
    again = archive(znuny, line("x"), **act)
    assert (again["TicketID"], again["Repeated"]) == (first["TicketID"], 0)
    assert counts(znuny) == (before[0], before[1] + bool(lost))
    assert archive(znuny, line("x"), **act) == again | {"Repeated": 1}
    assert (
        refused(archive(znuny, line("x"), ActingUserLogin="mx-rw", Key=key, Target=target)) == "AccessDenied"
    )
    assert refused(archive(znuny, line("x"), **act | {"Key": str(uuid.uuid4())})) == "AccessDenied"


def test_without_a_ticket_the_rights_are_asked_again(znuny, matrix):
    queue, _ = matrix
    login, key = f"mx-{uuid.uuid4().hex[:8]}", str(uuid.uuid4())
    znuny.setup([agent(login, login, "Lea Leaver", f"{login}@example.com", {"matrix": "rw"})])
    act = {"ActingUserLogin": login, "Key": key, "Target": new_ticket("gone", QueueID=queue)}
    first = archive(znuny, line("x"), **act)
    unfinished(znuny, key)
    with znuny.db() as connection:
        connection.execute("UPDATE ticket SET tn = %s WHERE id = %s", (f"gone-{key[:8]}", first["TicketID"]))
    take_back(znuny, login)
    before = counts(znuny)
    assert refused(archive(znuny, line("x"), **act)) == "AccessDenied"
    assert counts(znuny) == before
