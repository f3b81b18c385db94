"""Files in chats: offered, uploaded, told of, fetched, and put on the ticket."""

import pytest

from bridge.domain.chats import Audience, EntryKind, Role
from bridge.domain.errors import (
    ChatClosed,
    ChatClosing,
    ChatFull,
    ChatNotFound,
    FileMissing,
    FileTooLarge,
    FileTypeRefused,
    InputInvalid,
    PermissionDenied,
)
from bridge.domain.files import PART_BYTES, FileLimits
from bridge.services import files
from tests.people import ANTON, BERTA, CARLA, CEM, MAX, STRANGERS, new_id, place
from tests.world import at_once

LIMITS = FileLimits(1_000_000, 2_000_000, frozenset({"png", "txt"}))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
SIZE = len(PNG)


def offers(world, who, chat, *, name="screen.png", size=SIZE, internal=False, file_id="", limits=LIMITS):
    audience = Audience.AGENTS if internal else Audience.EVERYONE
    return files.offer(world.context, who, chat.id, file_id or new_id(), name, size, audience, limits)


def brings(world, who, chat, content=PNG, **options):
    """Somebody offers a file and uploads it; the file."""
    offered = offers(world, who, chat, size=len(content), **options)
    files.store(world.context, offered.id, content)
    return offered


def whole(world, file):
    parts = []
    while part := files.part(world.context, file.id, len(parts)):
        parts.append(part)
    return b"".join(parts)


def test_an_uploaded_file_is_an_entry_for_all(world):
    chat = world.talking()
    offered = offers(world, CARLA, chat, name="C:\\my screen.png")
    assert world.reads(ANTON, chat)[-1].kind is EntryKind.JOINED, "nothing to see before it is there"
    entry = files.store(world.context, offered.id, PNG)
    assert (entry.kind, entry.text, entry.author.name, entry.client_id) == (
        EntryKind.FILE,
        "",
        "Carla Customer",
        offered.id,
    )
    assert entry.data == {
        "file": offered.id,
        "name": "my screen.png",
        "size": len(PNG),
        "content_type": "image/png",
    }
    assert world.reads(ANTON, chat)[-1] == world.reads(CARLA, chat)[-1] == entry
    assert whole(world, files.find(world.context, ANTON, chat.id, offered.id)) == PNG


def test_a_file_may_be_larger_than_one_part(world):
    chat = world.talking()
    content = PNG + bytes(3 * PART_BYTES)
    assert whole(world, brings(world, CARLA, chat, content)) == content


def test_everything_may_be_sent_again(world):
    chat = world.talking()
    offered = offers(world, CARLA, chat)
    assert offers(world, CARLA, chat, file_id=offered.id).id == offered.id
    first = files.store(world.context, offered.id, PNG)
    world.clock.forward(minutes=1)
    assert files.store(world.context, offered.id, PNG) == first
    assert files.store(world.context, offered.id, PNG[:-1] + b"x") == first
    assert whole(world, offered) == PNG, "nobody can put something else in its place"
    assert offers(world, CARLA, chat, file_id=offered.id).id == offered.id
    assert [one.kind for one in world.reads(CARLA, chat)].count(EntryKind.FILE) == 1


def test_two_uploads_at_once_make_one_entry(world):
    chat = world.talking()
    offered = offers(world, CARLA, chat)
    entries = at_once(*[lambda: files.store(world.context, offered.id, PNG)] * 4)
    assert len({entry.seq for entry in entries}) == 1
    assert world.look(chat).last_seq == entries[0].seq


@pytest.mark.parametrize("change", ["name", "size", "internal", "who", "chat"])
def test_an_id_is_for_one_file(world, change):
    chat = world.talking()
    offered = offers(world, ANTON, chat)
    again = {"name": {"name": "b.png"}, "size": {"size": 5}, "internal": {"internal": True}}.get(change, {})
    other = world.talking(MAX) if change == "chat" else chat
    with pytest.raises(InputInvalid):
        offers(world, CARLA if change == "who" else ANTON, other, file_id=offered.id, **again)


def test_an_id_of_a_message_is_no_files(world):
    chat = world.talking()
    said = world.says(CARLA, chat, "Hello")
    with pytest.raises(InputInvalid):
        offers(world, CARLA, chat, file_id=said.client_id)


def test_what_may_not_be_put_into_a_chat(world):
    chat = world.talking()
    with pytest.raises(FileTypeRefused):
        offers(world, CARLA, chat, name="setup.exe")
    with pytest.raises(FileTooLarge):
        offers(world, CARLA, chat, size=1_000_001)
    with pytest.raises(FileTypeRefused):
        brings(world, CARLA, chat, b"<script>alert(1)</script>")
    with pytest.raises(InputInvalid):
        files.store(world.context, offers(world, CARLA, chat, size=10).id, PNG)
    with pytest.raises(FileMissing):
        files.store(world.context, new_id(), PNG)
    assert all(one.kind is not EntryKind.FILE for one in world.reads(CARLA, chat))


def test_administrators_may_want_smaller_files(world):
    chat = world.talking()
    generous = FileLimits(25_000_000, 30_000_000, frozenset({"png"}))
    offers(world, CARLA, chat, size=10_000_000, limits=generous)
    with pytest.raises(FileTooLarge) as refused:
        offers(world, CARLA, chat, size=10_000_001, limits=generous)
    assert refused.value.data["limit"] == 10_000_000


def test_offers_that_never_came_make_room_again(world):
    chat = world.talking()
    lost = offers(world, CARLA, chat, size=1_000_000)
    brings(world, ANTON, chat, PNG + bytes(999_000 - len(PNG)))
    with pytest.raises(FileTooLarge):
        offers(world, CARLA, chat, size=1_000_000)
    world.clock.forward(minutes=21)
    offers(world, CARLA, chat, size=1_000_000)
    with pytest.raises(FileMissing):
        files.store(world.context, lost.id, bytes(1_000_000))
    world.clock.forward(minutes=21)
    assert files.forget_offers(world.context) == 1


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_for_strangers_there_is_no_chat_and_no_file(world, stranger):
    chat = world.talking()
    file = brings(world, CARLA, chat)
    with pytest.raises(ChatNotFound):
        offers(world, stranger, chat)
    with pytest.raises(FileMissing):
        files.find(world.context, stranger, chat.id, file.id)


def test_files_among_agents_are_not_for_customers(world):
    chat = world.talking()
    with pytest.raises(PermissionDenied):
        offers(world, CARLA, chat, internal=True)
    file = brings(world, ANTON, chat, internal=True)
    with pytest.raises(FileMissing):
        files.find(world.context, CARLA, chat.id, file.id)
    assert files.find(world.context, ANTON, chat.id, file.id).id == file.id
    assert EntryKind.FILE not in {one.kind for one in world.reads(CARLA, chat)}


def test_a_file_is_in_its_own_chat_only(world):
    chat, other = world.talking(), world.talking(MAX)
    file = brings(world, CARLA, chat)
    with pytest.raises(FileMissing):
        files.find(world.context, MAX, other.id, file.id)
    with pytest.raises(FileMissing):
        files.find(world.context, CARLA, chat.id, new_id())
    with pytest.raises(FileMissing):
        files.find(world.context, CARLA, new_id(), file.id)


def test_an_offered_file_is_not_there_yet(world):
    chat = world.talking()
    offered = offers(world, CARLA, chat)
    with pytest.raises(FileMissing):
        files.find(world.context, CARLA, chat.id, offered.id)
    with pytest.raises(FileMissing):
        files.stored(world.context, offered.id)


def test_a_chat_that_has_ended_takes_no_file_that_is_still_coming(world):
    chat = world.talking()
    offered = offers(world, CARLA, chat)
    world.closes(ANTON, chat)
    with pytest.raises(ChatClosed):
        files.store(world.context, offered.id, PNG)
    with pytest.raises(ChatClosed):
        offers(world, CARLA, chat)


def test_a_chat_on_its_way_to_otrs_takes_no_file(world):
    chat = world.talking()
    offered = offers(world, CARLA, chat)
    world.hands_over(chat)
    with pytest.raises(ChatClosing):
        files.store(world.context, offered.id, PNG)


def test_a_full_chat_takes_no_file(world, monkeypatch):
    chat = world.talking()
    offered = offers(world, CARLA, chat)
    monkeypatch.setattr(files, "MOST_ENTRIES", 2)
    with pytest.raises(ChatFull):
        files.store(world.context, offered.id, PNG)
    with pytest.raises(ChatFull):
        offers(world, CARLA, chat)


def test_closed_chats_show_their_files_to_those_who_may_look_into_them(world):
    chat = world.talking(CARLA, ANTON)
    file = brings(world, CARLA, chat)
    world.closes(CARLA, chat)
    for who in (CARLA, ANTON, CEM):
        assert files.find(world.context, who, chat.id, file.id).id == file.id
    with pytest.raises(FileMissing):
        files.find(world.context, BERTA, chat.id, file.id)


def test_the_ticket_gets_the_files_and_knows_which_are_for_agents(world):
    chat = world.talking()
    brings(world, CARLA, chat, name="a.png")
    world.clock.forward(seconds=1)
    brings(world, ANTON, chat, b"hello", name="b.txt", internal=True)
    offers(world, CARLA, chat, name="never.txt")
    world.hands_over(chat)
    assert world.works() == [True]
    sent = world.otrs.orders[0].files
    assert [(one.name, one.content_type, one.content, one.for_customer) for one in sent] == [
        ("a.png", "image/png", PNG, True),
        ("b.txt", "text/plain", b"hello", False),
    ]


def test_an_observer_sends_no_files(world):
    chat = world.talking()
    with world.context.db.write() as tx:
        tx.chats.add_participant(chat.id, place(3, CEM, Role.OBSERVER))
    with pytest.raises(PermissionDenied):
        offers(world, CEM, chat)
    file = brings(world, CARLA, chat)
    assert files.find(world.context, CEM, chat.id, file.id)
