"""What customers and visitors see of agents."""

from dataclasses import replace

from bridge.domain.chats import Role
from bridge.domain.masking import masked, masked_name
from tests.people import ANTON, CARLA, CEM, SUPPORT, a_chat

MASKED = replace(SUPPORT, agent_name="The team", agents_numbered=True)


def names(chat):
    return [one.name for one in masked(chat).participants]


def test_agents_have_the_channels_name_and_number():
    assert names(a_chat((ANTON, Role.OWNER), (CEM, Role.PARTICIPANT), channel=MASKED)) == [
        "Carla Customer",
        "The team 1",
        "The team 2",
    ]


def test_who_was_known_by_another_name_keeps_it():
    chat = a_chat((ANTON, Role.OWNER), (CEM, Role.PARTICIPANT))
    carla, anton, cem = chat.participants
    chat = replace(chat, participants=(carla, replace(anton, shown_as="The team 1"), cem))
    assert names(chat) == ["Carla Customer", "The team 1", "Cem Agent"]
    assert masked_name(chat, 2, anton.kind, anton.name) == "The team 1"
    assert masked_name(chat, 1, carla.kind, CARLA.person.name) == "Carla Customer"
