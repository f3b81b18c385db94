"""The archive: who finds which chat, by what, and page by page; on every database."""

from datetime import timedelta

import pytest

from bridge.domain.archive import Search, dump, load, words
from bridge.domain.chats import Audience, Role
from bridge.domain.errors import InputInvalid, PermissionDenied
from bridge.domain.files import FileLimits
from bridge.services import archive, files
from bridge.store import archive as table
from tests.databases import engine  # noqa: F401
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, NOON, agent, new_id, place, visitor
from tests.world import World

NORA = agent("nora", users=frozenset({"ro", "note"}))
RITA = agent("rita", users=frozenset({"ro"}))


@pytest.fixture
def world(engine):  # noqa: F811
    return World(engine)


def ended(world, *said, who=CARLA, by=ANTON):
    """A closed chat in which the agent has said these things."""
    chat = world.talking(who, by)
    for text in said:
        world.says(by, chat, text)
    world.clock.forward(minutes=1)
    return world.closes(by, chat)


def finds(world, who, *, text="", after=None, **wanted):
    found = archive.search(world.context, who, Search(words=words(text), **wanted), after)
    return [one.id for one in found.chats]


def test_the_team_finds_what_has_ended_the_newest_first(world):
    first, second = ended(world), ended(world)
    world.talking()
    for who in (ANTON, CEM, NORA):
        assert finds(world, who) == [second.id, first.id]


@pytest.mark.parametrize("who", [BERTA, RITA, agent("anton2")], ids=lambda who: who.person.ref)
def test_others_find_nothing(world, who):
    ended(world)
    assert finds(world, who) == []


@pytest.mark.parametrize("who", [CARLA, MAX], ids=lambda who: who.person.ref)
def test_the_archive_is_for_agents(world, who):
    with pytest.raises(PermissionDenied):
        finds(world, who)


@pytest.mark.parametrize(
    ("role", "found"),
    [(Role.OBSERVER, True), (Role.PARTICIPANT, True), (Role.INVITED, False), (Role.DECLINED, False)],
)
def test_who_was_in_it_finds_it_whatever_their_groups(world, role, found):
    chat = world.talking()
    with world.context.db.write() as tx:
        tx.chats.add_participant(chat.id, place(3, BERTA, role, present=role is not Role.PARTICIPANT))
    world.closes(ANTON, chat)
    ended(world)
    assert finds(world, BERTA) == ([chat.id] if found else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("toner", True),
        ("TONER", True),
        ("printer toner", True),
        ("toner scanner", False),
        ("größe", True),
        ("GRÖßE", True),
        ("100%", True),
        ("100_", False),
        ("%", True),
        ("%%", False),
        ("_x_", False),
        ("\\", True),
        ("\\\\", False),
        ("/etc/", True),
        ("'; DROP TABLE chat; --", False),
        ("你好", True),
        ("😀", True),
    ],
)
def test_words_are_found_as_they_are(world, text, found):
    chat = ended(world, "The TONER is 100% empty", "Größe \\ und /etc/hosts", "你好 😀")
    ended(world, "Something else")
    assert finds(world, ANTON, text=text) == ([chat.id] if found else [])


def test_what_agents_wrote_among_themselves_is_found_too(world):
    chat = world.talking()
    world.says(ANTON, chat, "difficult customer", internal=True)
    world.closes(ANTON, chat)
    assert finds(world, CEM, text="difficult") == [chat.id]


def test_files_are_found_by_name(world):
    chat = world.talking()
    limits = FileLimits(100, 100, frozenset({"txt"}))
    everyone = Audience.EVERYONE
    offered = files.offer(world.context, CARLA, chat.id, new_id(), "Invoice_7.txt", 1, everyone, limits)
    files.offer(world.context, CARLA, chat.id, new_id(), "never.txt", 1, everyone, limits)
    files.store(world.context, offered.id, b"x")
    world.closes(ANTON, chat)
    assert finds(world, ANTON, text="invoice_7") == [chat.id]
    assert finds(world, ANTON, text="never") == []


def test_by_person(world):
    chat, of_max = ended(world), ended(world, who=MAX)
    assert finds(world, ANTON, person="carla cust") == [chat.id]
    assert finds(world, ANTON, person="carla") == [chat.id]
    assert finds(world, ANTON, person=MAX.person.ref) == [of_max.id]
    assert finds(world, ANTON, person="anton") == [of_max.id, chat.id]
    assert finds(world, ANTON, person="%") == []


def test_by_channel_ticket_and_time(world):
    chat = world.talking()
    world.hands_over(chat)
    world.works()
    number = world.look(chat).ticket.number
    other = ended(world)
    assert finds(world, ANTON, ticket=number) == [chat.id]
    assert finds(world, ANTON, ticket="999") == []
    assert finds(world, ANTON, channel_id=world.channel.id) == [other.id, chat.id]
    assert finds(world, ANTON, channel_id=2**40) == finds(world, ANTON, channel_id=99) == []
    assert finds(world, ANTON, until=NOON + timedelta(seconds=30)) == [chat.id]
    assert finds(world, ANTON, since=NOON + timedelta(seconds=30)) == [other.id]


def test_page_by_page_everything_comes_once(world, monkeypatch):
    monkeypatch.setattr(archive, "PAGE", 2)
    monkeypatch.setattr(table, "_WINDOW", 3)
    monkeypatch.setattr(table, "_WINDOWS", 2)
    made = [
        ended(world, "odd" if number % 2 else "even", who=visitor(f"{number:08}", f"Max {number}")).id
        for number in range(11)
    ]
    assert pages(world, Search()) == made[::-1]
    assert pages(world, Search(words=("odd",))) == made[1::2][::-1]
    assert pages(world, Search(words=("none",))) == []
    assert pages(world, Search(person="Max 10")) == [made[10]]


def pages(world, wanted):
    """All that is found, by following ``next`` over the wire."""
    found, after = [], None
    for _ in range(20):
        answer = archive.search(world.context, ANTON, wanted, after)
        assert len(answer.chats) <= archive.PAGE
        found += [one.id for one in answer.chats]
        if answer.next is None:
            return found
        after = load(dump(answer.next))
    raise AssertionError("it never ends")


def test_chats_that_were_closed_at_the_same_moment_are_all_found(world, monkeypatch):
    monkeypatch.setattr(archive, "PAGE", 2)
    made = set()
    for number in range(5):
        chat = world.talking(visitor(f"{number:08}", "Max"))
        made.add(world.closes(ANTON, chat).id)
    assert sorted(pages(world, Search())) == sorted(made)


@pytest.mark.parametrize(
    "text", ["", "1", "x.y", "1." + "x" * 36, "9" * 18 + "." + "0" * 36, "-1." + "0" * 36]
)
def test_a_cursor_is_one_of_ours(text):
    with pytest.raises(InputInvalid):
        load(text)


def test_a_search_has_so_many_words():
    assert words(" a b  a ") == ("a", "b")
    with pytest.raises(InputInvalid):
        words("a b c d e f")
