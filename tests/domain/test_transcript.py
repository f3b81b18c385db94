"""The article of a chat: what the customer may see, and what agents wrote among themselves."""

from datetime import timedelta

import pytest

from bridge.domain.chats import Audience, Author, Entry, EntryKind, Role
from bridge.domain.transcript import article_lines
from tests.people import ANTON, CARLA, CEM, MAX, NOON, a_chat

CHAT = a_chat((ANTON, Role.OWNER), (CEM, Role.PARTICIPANT))


def log(*entries):
    """Entries from (kind, participant number, text, audience)."""
    people = {p.no: p for p in CHAT.participants}
    return [
        Entry(
            seq,
            EntryKind(kind),
            Audience(audience),
            Author(no, people[no].kind, people[no].name),
            text,
            NOON + timedelta(seconds=seq),
        )
        for seq, (kind, no, text, audience) in enumerate(entries, 1)
    ]


TALK = log(
    ("message", 1, "My <b>printer</b>\nis on fire", "everyone"),
    ("joined", 2, "", "everyone"),
    ("message", 2, "Hello", "everyone"),
    ("message", 2, "Who has a fire extinguisher?", "agents"),
    ("message", 3, "I", "agents"),
    ("handover_requested", 2, "", "agents"),
    ("handover_failed", 2, "", "agents"),
    ("left", 3, "", "everyone"),
    ("closed", 1, "", "everyone"),
    ("archived", 2, "", "everyone"),
)


def test_the_customers_article_has_what_was_said_to_everyone_and_who_came_and_went():
    lines = article_lines(CHAT, TALK, Audience.EVERYONE, "en")
    assert [(line.chatter_name, line.text, line.system) for line in lines] == [
        ("Carla Customer", "My <b>printer</b>\nis on fire", False),
        ("Anton Agent", "Anton Agent joined the chat.", True),
        ("Anton Agent", "Hello", False),
        ("Cem Agent", "Cem Agent left the chat.", True),
        ("Carla Customer", "Carla Customer ended the chat.", True),
    ]


def test_the_agents_article_has_only_what_they_wrote_among_themselves():
    lines = article_lines(CHAT, TALK, Audience.AGENTS, "en")
    assert [(line.chatter_name, line.text) for line in lines] == [
        ("Anton Agent", "Who has a fire extinguisher?"),
        ("Cem Agent", "I"),
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Anton Agent ist dem Chat beigetreten."),
        ("de_AT", "Anton Agent ist dem Chat beigetreten."),
        ("DE", "Anton Agent ist dem Chat beigetreten."),
        ("en_GB", "Anton Agent joined the chat."),
        ("", "Anton Agent joined the chat."),
        ("fr", "Anton Agent joined the chat."),
    ],
)
def test_system_lines_are_in_the_agents_language(language, expected):
    (line,) = article_lines(CHAT, log(("joined", 2, "", "everyone")), Audience.EVERYONE, language)
    assert line.text == expected


def test_german_has_a_word_for_everything_english_has():
    for kind in ("joined", "left", "closed"):
        (line,) = article_lines(CHAT, log((kind, 1, "", "everyone")), Audience.EVERYONE, "de")
        assert line.text.startswith("Carla Customer ")
        assert line.text.endswith(".")


def test_lines_say_who_it_was_in_otrs_and_when():
    lines = article_lines(CHAT, TALK, Audience.EVERYONE, "en")
    assert [(line.chatter_kind, line.chatter_id) for line in lines[:3]] == [
        ("customer", "carla"),
        ("agent", "anton"),
        ("agent", "anton"),
    ]
    assert [line.at - NOON for line in lines[:2]] == [timedelta(seconds=1), timedelta(seconds=2)]


def test_a_name_that_looks_like_a_placeholder_is_only_a_name():
    chat = a_chat(requester=MAX)
    entry = Entry(
        1, EntryKind.CLOSED, Audience.EVERYONE, Author(1, MAX.person.kind, "{name} {0} %s"), "", NOON
    )
    (line,) = article_lines(chat, [entry], Audience.EVERYONE, "en")
    assert line.text == "{name} {0} %s ended the chat."


def test_the_name_is_the_one_of_that_time():
    entry = Entry(
        1, EntryKind.MESSAGE, Audience.EVERYONE, Author(1, CARLA.person.kind, "Carla Old"), "x", NOON
    )
    (line,) = article_lines(CHAT, [entry], Audience.EVERYONE, "en")
    assert line.chatter_name == "Carla Old"
