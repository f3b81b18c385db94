"""The article of a chat: what the customer may see, and what agents wrote among themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.domain.chats import Audience, Author, Entry, EntryKind, Role
from bridge.domain.people import Kind
from bridge.domain.transcript import article_lines, project
from tests.people import ANTON, CARLA, CEM, MAX, NOON, SUPPORT, a_chat

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


# The transcript.

MASKED = replace(SUPPORT, agent_name="Help", agents_numbered=True)


def told(chat, entries, *, audience=Audience.EVERYONE, mask=True, language="en"):
    return project(chat, entries, audience, mask=mask, language=language, zone="UTC")


def lines(transcript):
    return [(line.author, line.text) for line in transcript.lines]


def test_the_customers_transcript_has_no_word_that_was_for_agents():
    shown = told(CHAT, TALK)
    assert ("Anton Agent", "Who has a fire extinguisher?") not in lines(shown)
    assert not any(line.internal for line in shown.lines)
    assert [line.text for line in shown.lines if line.system] == [
        "Anton Agent joined the chat.",
        "Cem Agent left the chat.",
        "Carla Customer ended the chat.",
    ]


def test_the_agents_transcript_marks_what_was_for_agents():
    shown = told(CHAT, TALK, audience=Audience.AGENTS, mask=False)
    assert [line.text for line in shown.lines if line.internal] == ["Who has a fire extinguisher?", "I"]
    assert len(shown.lines) == 7


def test_where_the_channel_has_a_name_for_agents_nothing_for_customers_has_another():
    chat = a_chat((ANTON, Role.OWNER), (CEM, Role.OBSERVER), channel=MASKED)
    shown = told(chat, TALK)
    assert shown.people == (("Carla Customer", Kind.CUSTOMER), ("Help 1", Kind.AGENT))
    assert "Anton" not in repr(shown)
    assert "Cem" not in repr(shown)
    assert ("Help 1", "Help 1 joined the chat.") in lines(shown)
    assert ("Help 2", "Help 2 left the chat.") in lines(shown)
    article = article_lines(chat, TALK, Audience.EVERYONE, "en")
    assert {line.chatter_name for line in article} == {"Carla Customer", "Help 1", "Help 2"}


def test_agents_see_each_others_names():
    chat = a_chat((ANTON, Role.OWNER), (CEM, Role.OBSERVER), channel=MASKED)
    shown = told(chat, TALK, audience=Audience.AGENTS, mask=False)
    assert [name for name, _ in shown.people] == ["Carla Customer", "Anton Agent", "Cem Agent"]
    internal = article_lines(chat, TALK, Audience.AGENTS, "en")
    assert {line.chatter_name for line in internal} == {"Anton Agent", "Cem Agent"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_everything_that_happens_in_a_chat_has_words(language):
    data = {"name": "{by} x", "login": "cem", "as": "observer", "from": "Support", "to": "Sales"}
    happened = ["joined", "left", "closed", "invited", "declined", "moved", "became_observer", "file"]
    entries = [replace(one, data=data) for one in log(*((kind, 2, "", "everyone") for kind in happened))]
    shown = told(CHAT, entries, language=language)
    assert len(shown.lines) == len(happened)
    assert all(line.text.startswith("Anton Agent ") and line.text.endswith(".") for line in shown.lines)
    texts = " ".join(line.text for line in shown.lines)
    assert "{by} x" in texts
    assert "Support" in texts
    assert "Sales" in texts
