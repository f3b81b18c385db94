"""A hand-over that OTRS never takes is given up, and still there is never a second ticket unnoticed."""

from dataclasses import replace

import pytest

from bridge.domain.chats import State
from bridge.domain.errors import ChatClosing, ChatNotFound, HandoverUnknown, PermissionDenied
from bridge.services import handover
from tests.people import ANTON, BERTA, CARLA, CEM, TICKET, new_id, onto
from tests.world import at_once, texts

OTHER = replace(TICKET, title="Other")


@pytest.fixture
def stuck(world):
    """A chat whose hand-over was tried in vain."""
    chat = world.talking()
    world.otrs.down = True
    world.hands_over(chat)
    assert world.works() == [False]
    return chat


def cancel(world, chat, who=ANTON):
    return handover.cancel(world.context, who, chat.id)


def test_the_chat_goes_on_where_it_was(world, stuck):
    chat = cancel(world, stuck)
    assert (chat.state, chat.handover.state, chat.kept) == (State.ACTIVE, "cancelled", True)
    assert world.says(CARLA, chat, "And now?")
    assert texts(world.reads(ANTON, chat))[-2:] == ["[handover_cancelled]", "And now?"]
    assert "[handover_cancelled]" not in texts(world.reads(CARLA, chat))
    world.otrs.down = False
    world.clock.forward(hours=1)
    assert world.sweeps() == []
    assert world.otrs.tickets_made == {}


def test_what_was_closed_before_is_closed_again_and_kept(world):
    chat = world.closes(CARLA, world.talking())
    world.otrs.down = True
    world.hands_over(chat)
    world.works()
    again = cancel(world, chat)
    assert (again.state, again.kept) == (State.CLOSED, True)
    assert world.asks(CARLA)


def test_the_same_ticket_asked_for_again_is_made_once_also_if_otrs_has_it(world):
    chat = world.talking()
    world.otrs.lost_answers = 1
    first = world.hands_over(chat)
    assert world.works() == [False]
    assert len(world.otrs.tickets_made) == 1, "OTRS has it, and nobody knows"
    cancel(world, chat)
    world.says(CARLA, chat, "And now?")
    world.hands_over(chat)
    assert world.jobs.deliveries == [first]
    assert world.works() == [True]
    assert len(world.otrs.tickets_made) == 1
    assert world.look(chat).ticket is not None


def test_another_ticket_needs_a_word(world, stuck):
    cancel(world, stuck)
    with pytest.raises(HandoverUnknown):
        world.hands_over(stuck, target=onto("7"))
    assert world.look(stuck).state is State.ACTIVE
    world.otrs.down = False
    other = new_id()
    handover.request(world.context, ANTON, stuck.id, other, OTHER, anyway=True)
    assert world.works() == [True]
    assert [one.hit.title for one in world.otrs.tickets_made.values()] == ["Other"]


def test_what_has_not_been_tried_or_is_being_delivered_is_not_cancelled(world):
    chat = world.talking()
    handover_id = world.hands_over(chat)
    with pytest.raises(ChatClosing):
        cancel(world, chat)
    world.otrs.down = True
    world.works()
    seen = []

    def meanwhile():
        try:
            cancel(world, chat)
        except ChatClosing as error:
            seen.append(error)

    world.otrs.down = False
    world.otrs.while_archiving = meanwhile
    assert handover.deliver(world.context, handover_id, early=True)
    assert len(seen) == 1
    assert world.look(chat).state is State.CLOSED


def test_an_answer_that_comes_after_the_cancelling_changes_nothing(world, stuck):
    world.clock.forward(seconds=10)

    def too_slow():
        world.clock.forward(seconds=61)
        cancel(world, stuck)

    world.otrs.down = False
    world.otrs.while_archiving = too_slow
    world.sweeps()
    chat = world.look(stuck)
    assert (chat.state, chat.ticket, chat.handover.state) == (State.ACTIVE, None, "cancelled")
    world.otrs.while_archiving = lambda: None
    world.hands_over(stuck)
    assert world.works() == [True]
    assert len(world.otrs.tickets_made) == 1


def test_only_who_works_in_the_chat_cancels(world, stuck):
    for who, error in ((CARLA, (ChatClosing, PermissionDenied)), (CEM, ChatNotFound), (BERTA, ChatNotFound)):
        with pytest.raises(error):
            cancel(world, stuck, who)
    assert world.look(stuck).state is State.CLOSING


def test_cancelling_and_delivering_at_once_is_one_of_the_two(world):
    for _ in range(20):
        chat = world.talking()
        world.otrs.down = True
        handover_id = world.hands_over(chat)
        world.works()
        world.otrs.down = False
        cancelled, delivered = at_once(
            lambda chat=chat: cancel(world, chat),
            lambda one=handover_id: handover.deliver(world.context, one, early=True),
        )
        stored = world.look(chat)
        assert delivered is (stored.ticket is not None)
        assert isinstance(cancelled, Exception) is delivered
        if not delivered:
            world.closes(ANTON, chat)
