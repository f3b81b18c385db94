"""Transcripts: who may have which, in whose time."""

from dataclasses import replace

import pytest

from bridge.domain.errors import ChatNotFound
from bridge.services import transcripts
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, STRANGERS


def copy_for(world, who, chat, *, internal=False, zone="", language=""):
    copy = transcripts.permit(world.context, who, chat.id, internal=internal, zone=zone, language=language)
    return transcripts.write(world.context, copy)


def said(transcript):
    return [line.text for line in transcript.lines if not line.system]


@pytest.fixture
def chat(world):
    chat = world.talking()
    world.says(ANTON, chat, "Hello")
    world.says(ANTON, chat, "What a fuss", internal=True)
    return chat


def test_the_requester_gets_what_everyone_may_read_also_when_they_ask_for_more(world, chat):
    for internal in (False, True):
        assert said(copy_for(world, CARLA, chat, internal=internal)) == ["My printer is on fire", "Hello"]


def test_the_agent_may_choose(world, chat):
    assert said(copy_for(world, ANTON, chat)) == ["My printer is on fire", "Hello"]
    assert said(copy_for(world, ANTON, chat, internal=True))[-1] == "What a fuss"


@pytest.mark.parametrize("who", STRANGERS.values(), ids=STRANGERS)
def test_for_strangers_there_is_no_such_chat(world, chat, who):
    with pytest.raises(ChatNotFound):
        copy_for(world, who, chat, internal=True)


def test_an_agent_of_the_channel_gets_one_when_the_chat_has_ended(world, chat):
    with pytest.raises(ChatNotFound):
        copy_for(world, CEM, chat)
    world.closes(CARLA, chat)
    assert said(copy_for(world, CEM, chat, internal=True))[-1] == "What a fuss"
    with pytest.raises(ChatNotFound):
        copy_for(world, BERTA, chat)


def test_the_zone_is_the_readers_or_else_that_of_otrs(world, chat):
    assert copy_for(world, CARLA, chat, zone="Europe/Berlin").zone == "Europe/Berlin"
    for unusable in (
        "",
        "Mars/Phobos",
        "../../etc/passwd",
        "Europe",
        "x" * 5000,
        "Europe/Berlin\0",
        "right/UTC",
    ):
        assert copy_for(world, CARLA, chat, zone=unusable).zone == "UTC"


def test_the_language_is_the_wanted_or_else_the_persons(world, chat):
    german = replace(CARLA, person=replace(CARLA.person, language="de_AT"))
    assert copy_for(world, german, chat).language == "de"
    assert copy_for(world, german, chat, language="en").language == "en"
    assert copy_for(world, CARLA, chat, language="<script>").language == "en"


def test_a_long_chat_is_there_whole(world):
    chat = world.talking(MAX)
    for number in range(1100):
        world.says(MAX, chat, f"line {number}")
    assert said(copy_for(world, MAX, chat))[1:] == [f"line {number}" for number in range(1100)]


def test_a_chat_that_is_gone_meanwhile_is_not_found(world, chat):
    copy = transcripts.permit(world.context, CARLA, chat.id, internal=False, zone="", language="")
    with pytest.raises(ChatNotFound):
        transcripts.write(world.context, replace(copy, chat_id="gone"))
