"""The hand-over: a chat goes to OTRS exactly once, however long OTRS is away and whatever breaks."""

from datetime import timedelta

import pytest

from bridge.domain.chats import Audience, State, Ticket
from bridge.domain.errors import (
    ChatAlreadyOpen,
    ChatClosed,
    ChatClosing,
    InputInvalid,
    NoHandover,
    OtrsRefused,
    PermissionDenied,
)
from bridge.services import handover
from bridge.services.handover import LEASE
from bridge.services.messages import Post, post
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, agent, new_id, onto
from tests.world import at_once, texts


class Crash(BaseException):
    """The process ends here."""


def crashes():
    raise Crash


def tickets(world):
    return [(one.hit.title, len(one.articles)) for one in world.otrs.tickets_made.values()]


ONE = [("Printer is on fire", 1)]


# The way when all goes well.


def test_a_chat_on_its_way_is_closing(world):
    chat = world.talking()
    world.bus.take()
    handover_id = new_id()
    closing = handover.request(world.context, ANTON, chat.id, handover_id, onto("5"))
    assert closing.state is State.CLOSING
    assert closing.version > chat.version
    assert (closing.handover.state, closing.handover.kind, closing.handover.attempts) == (
        "waiting",
        "attach",
        0,
    )
    assert closing.handover.since == world.clock()
    assert world.jobs.deliveries == [handover_id]
    assert texts(world.reads(ANTON, chat))[-1] == "[handover_requested]"
    assert texts(world.reads(CARLA, chat))[-1] == "[joined]"
    assert len(world.bus.take()) == 2


def test_a_chat_ends_on_a_ticket(world):
    chat = world.talking()
    world.says(ANTON, chat, "Use water")
    world.hands_over(chat)
    world.clock.forward(seconds=1)
    assert world.works() == [True]
    ended = world.look(chat)
    assert ended.state is State.CLOSED
    assert ended.closed_at == world.clock()
    assert ended.ticket == Ticket("1", "2026112210000001")
    assert (ended.handover.state, ended.handover.attempts, ended.handover.error_code) == ("done", 1, "")
    last = world.reads(CARLA, chat)[-1]
    assert (last.kind, last.data) == ("archived", {"ticket_number": "2026112210000001"})
    assert tickets(world) == ONE


def test_the_article_has_what_was_said_and_a_second_one_what_was_for_agents(world):
    chat = world.talking(MAX, agent("anton", language="de", users=ANTON.groups["users"]))
    world.says(ANTON, chat, "Hallo")
    world.says(ANTON, chat, "Kennt den jemand?", internal=True)
    world.hands_over(chat, agent("anton", language="de", users=ANTON.groups["users"]))
    world.works()
    (ticket,) = world.otrs.tickets_made.values()
    assert [([line.text for line in lines], visible) for lines, visible in ticket.articles] == [
        (["My printer is on fire", "Anton Agent ist dem Chat beigetreten.", "Hallo"], True),
        (["Kennt den jemand?"], False),
    ]
    (order,) = world.otrs.orders
    assert (order.agent, order.customer_name, order.started_by) == ("anton", "Max", "customer")


def test_a_long_chat_goes_over_whole(world):
    chat = world.talking()
    said = [Post(CARLA, chat.id, new_id(), f"line {number}", Audience.EVERYONE) for number in range(1100)]
    post(world.context, said)
    world.hands_over(chat)
    assert world.works() == [True]
    lines = world.otrs.orders[0].lines
    assert [line.text for line in lines[2:]] == [f"line {number}" for number in range(1100)]


def test_a_chat_can_be_added_to_a_ticket(world):
    world.hands_over(world.talking(CARLA))
    world.works()
    chat = world.talking(MAX)
    world.hands_over(chat, target=onto("1"))
    assert world.works() == [True]
    assert tickets(world) == [("Printer is on fire", 2)]
    assert world.look(chat).ticket.id == "1"


def test_a_chat_that_the_customer_has_ended_can_still_go_to_a_ticket(world):
    chat = world.closes(CARLA, world.talking())
    world.clock.forward(minutes=1)
    world.hands_over(chat)
    assert world.works() == [True]
    ended = world.look(chat)
    assert (ended.state, ended.closed_at) == (State.CLOSED, chat.closed_at)
    assert ended.ticket is not None


# Who may.


def test_customers_and_visitors_do_not_hand_over(world):
    for who in (CARLA, MAX):
        with pytest.raises(PermissionDenied):
            world.hands_over(world.talking(who), who)


def test_a_request_is_accepted_before_it_goes_to_a_ticket(world):
    with pytest.raises(PermissionDenied):
        world.hands_over(world.asks(), CEM)


# Once.


def test_the_same_wish_again_is_no_second_one(world):
    chat = world.talking()
    handover_id = world.hands_over(chat)
    world.hands_over(chat, handover_id=handover_id)
    world.works()
    world.hands_over(chat, handover_id=handover_id)
    world.works()
    assert tickets(world) == ONE
    assert len(world.otrs.orders) == 1


def test_another_wish_has_to_wait_for_the_first(world):
    chat = world.talking()
    world.hands_over(chat)
    with pytest.raises(ChatClosing):
        world.hands_over(chat)
    world.works()
    assert tickets(world) == ONE


def test_a_chat_on_a_ticket_is_not_put_on_another(world):
    chat = world.talking()
    world.hands_over(chat)
    world.works()
    with pytest.raises(ChatClosed):
        world.hands_over(chat)
    assert tickets(world) == ONE


def test_the_id_of_another_chats_hand_over_cannot_be_used(world):
    chat, other = world.talking(CARLA), world.talking(MAX)
    handover_id = world.hands_over(chat)
    with pytest.raises(InputInvalid) as refused:
        world.hands_over(other, handover_id=handover_id)
    assert refused.value.data == {"field": "handover"}
    assert world.look(other).state is State.ACTIVE


def test_two_wishes_at_once_are_one(world):
    for who in (CARLA, MAX):
        chat = world.talking(who)
        results = at_once(*[lambda chat=chat: world.hands_over(chat)] * 4)
        assert sorted(type(one).__name__ for one in results) == ["ChatClosing"] * 3 + ["str"]
    assert world.works() == [True, True]
    assert tickets(world) == ONE * 2


def test_a_job_that_comes_twice_is_done_once(world):
    handover_id = world.hands_over(world.talking())
    world.jobs.deliveries *= 3
    assert world.works() == [True, False, False]
    assert tickets(world) == ONE
    assert not handover.deliver(world.context, handover_id)
    assert len(world.otrs.orders) == 1


def test_two_workers_at_once_make_one_call(world):
    for who in (CARLA, MAX):
        handover_id = world.hands_over(world.talking(who))
        results = at_once(*[lambda one=handover_id: handover.deliver(world.context, one)] * 4)
        assert sorted(results) == [False, False, False, True]
    assert len(world.otrs.orders) == 2


def test_a_job_for_nothing_does_nothing(world):
    assert not handover.deliver(world.context, new_id())
    assert world.sweeps() == []


def test_a_time_out_after_otrs_has_done_it_makes_no_second_ticket(world):
    chat = world.talking()
    world.otrs.lost_answers = 1
    world.hands_over(chat)
    assert world.works() == [False]
    assert world.look(chat).state is State.CLOSING
    world.clock.forward(seconds=2)
    assert world.sweeps() == [True]
    assert tickets(world) == ONE
    assert [order.key for order in world.otrs.orders] == [world.otrs.orders[0].key] * 2
    assert world.look(chat).ticket.id == "1"


def test_a_crash_after_otrs_has_done_it_makes_no_second_ticket(world):
    chat = world.talking()
    world.hands_over(chat)
    world.otrs.while_archiving = crashes
    with pytest.raises(Crash):
        world.works()
    world.otrs.while_archiving = lambda: None
    world.clock.forward(seconds=10)
    assert world.sweeps() == []
    world.clock.now += LEASE
    assert world.sweeps() == [True]
    assert tickets(world) == ONE
    ended = world.look(chat)
    assert (ended.state, ended.ticket.id, ended.handover.attempts) == (State.CLOSED, "1", 2)
    assert texts(world.reads(CARLA, chat)).count("[archived]") == 1


@pytest.mark.parametrize("late", ["done", "lost", "refused"])
def test_a_worker_that_comes_back_late_changes_nothing(world, late):
    """Its lease ran out while it waited for OTRS, and another worker has brought the chat to its ticket."""
    chat = world.talking()
    handover_id = world.hands_over(chat)

    def another_worker():
        world.otrs.while_archiving = lambda: None
        world.clock.now += LEASE + timedelta(seconds=1)
        assert handover.deliver(world.context, handover_id)
        if late == "lost":
            world.otrs.lost_answers = 1
        if late == "refused":
            raise OtrsRefused("Too late.")

    world.otrs.while_archiving = another_worker
    world.jobs.deliveries.clear()
    handover.deliver(world.context, handover_id)
    ended = world.look(chat)
    assert (ended.state, ended.ticket.id, ended.handover.state) == (State.CLOSED, "1", "done")
    assert ended.handover.error_code == ""
    assert texts(world.reads(ANTON, chat)).count("[archived]") == 1
    assert "[handover_failed]" not in texts(world.reads(ANTON, chat))
    assert world.sweeps() == []
    assert tickets(world) == ONE


# OTRS is away.


def test_while_otrs_is_away_the_chat_waits_ever_longer(world):
    chat = world.talking()
    world.otrs.down = True
    world.hands_over(chat)
    assert world.works() == [False]
    for wait in (2, 4, 8, 16, 32, 64, 128, 256, 300, 300):
        world.clock.forward(seconds=wait - 1)
        assert world.sweeps() == []
        world.clock.forward(seconds=1)
        assert world.sweeps() == [False]
    shown = world.look(chat)
    assert shown.state is State.CLOSING
    assert (shown.handover.state, shown.handover.attempts) == ("waiting", 11)
    assert (shown.handover.error_code, shown.handover.error_message) == (
        "otrs.unavailable",
        "OTRS cannot be reached.",
    )
    world.otrs.down = False
    world.clock.forward(seconds=300)
    assert world.sweeps() == [True]
    assert tickets(world) == ONE
    assert world.look(chat).handover.error_code == ""


def test_every_vain_attempt_is_shown(world):
    chat = world.talking()
    world.otrs.down = True
    world.hands_over(chat)
    versions = [world.look(chat).version]
    for _ in range(3):
        world.bus.take()
        world.sweeps()
        assert len(world.bus.take()) == 1
        versions.append(world.look(chat).version)
        world.clock.forward(seconds=300)
    assert versions == sorted(set(versions))


def test_a_job_that_comes_before_its_time_does_not_shorten_the_wait(world):
    world.otrs.down = True
    handover_id = world.hands_over(world.talking())
    world.works()
    world.otrs.down = False
    assert not handover.deliver(world.context, handover_id)
    assert tickets(world) == []
    assert handover.deliver(world.context, handover_id, early=True)


def test_the_agent_need_not_wait(world):
    chat = world.talking()
    world.otrs.down = True
    world.hands_over(chat)
    for _ in range(8):
        world.sweeps()
        world.clock.forward(seconds=300)
    world.sweeps()
    world.otrs.down = False
    assert world.sweeps() == []
    handover.retry(world.context, ANTON, chat.id)
    assert world.works() == [True]


def test_there_is_nothing_to_retry_when_nothing_waits(world):
    chat = world.talking()
    with pytest.raises(NoHandover):
        handover.retry(world.context, ANTON, chat.id)
    world.otrs.refusal = "No."
    world.hands_over(chat)
    world.works()
    with pytest.raises(NoHandover):
        handover.retry(world.context, ANTON, chat.id)


def test_a_lost_job_is_found_by_the_clock(world):
    handover_id = world.hands_over(world.talking())
    world.jobs.deliveries.clear()
    assert handover.deliver_due(world.context) == 1
    assert world.jobs.deliveries == [handover_id]
    assert world.works() == [True]


def test_a_fault_of_ours_is_no_word_of_otrs(world):
    chat = world.talking()

    def fault():
        raise RuntimeError("a fault with a secret in it")

    world.otrs.while_archiving = fault
    world.hands_over(chat)
    assert world.works() == [False]
    shown = world.look(chat).handover
    assert (shown.state, shown.error_code) == ("waiting", "otrs.unavailable")
    assert "secret" not in shown.error_message


# OTRS says no.


def test_after_a_refusal_the_chat_goes_on(world):
    chat = world.talking()
    world.otrs.refusal = "anton may not create tickets in the queue 'Raw'."
    world.hands_over(chat)
    assert world.works() == [False]
    again = world.look(chat)
    assert again.state is State.ACTIVE
    assert (again.handover.state, again.handover.error_code) == ("failed", "otrs.refused")
    assert again.handover.error_message == world.otrs.refusal
    assert texts(world.reads(ANTON, chat))[-1] == "[handover_failed]"
    assert world.says(CARLA, chat, "Still there?").seq
    assert world.sweeps() == []

    world.otrs.refusal = ""
    world.hands_over(chat)
    assert world.works() == [True]
    assert tickets(world) == ONE
    assert world.look(chat).handover.state == "done"


def test_after_a_refusal_a_chat_that_the_customer_had_ended_stays_ended(world):
    chat = world.closes(CARLA, world.talking())
    world.otrs.refusal = "No."
    world.hands_over(chat)
    world.works()
    again = world.look(chat)
    assert (again.state, again.closed_at) == (State.CLOSED, chat.closed_at)
    world.otrs.refusal = ""
    world.hands_over(chat)
    assert world.works() == [True]
    assert world.look(chat).ticket is not None


def test_after_a_refusal_the_chat_is_the_customers_one_open_chat_again(world):
    chat = world.talking()
    world.otrs.refusal = "No."
    world.hands_over(chat)
    world.works()
    with pytest.raises(ChatAlreadyOpen) as refused:
        world.asks(CARLA)
    assert refused.value.data == {"chat": chat.id}
    world.closes(CARLA, chat)
    assert world.asks(CARLA)


def test_a_chat_that_the_customer_began_meanwhile_stays_open_after_a_refusal(world):
    chat = world.talking()
    world.otrs.refusal = "No."
    world.hands_over(chat)
    second = world.asks(CARLA)
    world.works()
    assert world.look(chat).state is State.ACTIVE
    assert world.look(second).state is State.REQUESTED
    with pytest.raises(ChatAlreadyOpen) as refused:
        world.asks(CARLA)
    assert refused.value.data == {"chat": second.id}


def test_the_agents_own_rights_count(world):
    chat = world.talking()
    world.otrs.agents["anton"] = agent("anton", support=BERTA.groups["support"])
    world.hands_over(chat)
    assert world.works() == [False]
    assert world.look(chat).handover.error_code == "otrs.refused"
