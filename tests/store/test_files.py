"""Files come back byte by byte, however large, from every database."""

from dataclasses import replace

import pytest

from bridge.domain.chats import Audience
from bridge.domain.files import PART_BYTES, ChatFile
from tests.people import NOON, a_chat, new_id

# Every byte of it is written as two in a statement of MariaDB: in one piece it would be over its limit.
HARD = b"'\\\0" * (10_000_000 // 3)


@pytest.fixture
def chat(db):
    with db.write() as tx:
        new = a_chat(channel=tx.channels.ensure_default("Support", "users", NOON), last_seq=0)
        assert tx.chats.add(new)
    return new


def a_file(chat, size=3, **fields):
    return ChatFile(new_id(), chat.id, 1, Audience.EVERYONE, "Größe 😀.png", "", size, NOON, **fields)


def test_what_was_offered_and_stored_comes_back(db, chat):
    offered = a_file(chat, len(HARD))
    with db.write() as tx:
        assert tx.files.offer(offered)
        assert not tx.files.offer(replace(offered, name="other.png"))
    with db.read() as tx:
        assert tx.files.get(offered.id) == offered
        assert tx.files.part(offered.id, 0) is None
    stored = replace(offered, content_type="image/png", stored_at=NOON)
    parts = [HARD[start : start + PART_BYTES] for start in range(0, len(HARD), PART_BYTES)]
    with db.write() as tx:
        tx.files.store(stored, parts)
    with db.read() as tx:
        assert tx.files.of_chat(chat.id) == [stored]
        assert [tx.files.part(offered.id, no) for no in range(len(parts))] == parts
        assert tx.files.part(offered.id, len(parts)) is None
        assert tx.files.get(new_id()) is None


def test_only_offers_that_never_came_are_forgotten(db, chat):
    lost, stored = a_file(chat), a_file(chat)
    late = replace(a_file(chat), created_at=NOON.replace(hour=13))
    with db.write() as tx:
        for one in (lost, stored, late):
            tx.files.offer(one)
        tx.files.store(replace(stored, content_type="image/png", stored_at=NOON), [b"abc"])
    with db.write() as tx:
        assert tx.files.forget_offers(NOON.replace(hour=13), new_id()) == 0
        assert tx.files.forget_offers(NOON.replace(hour=13), chat.id) == 1
        assert {one.id for one in tx.files.of_chat(chat.id)} == {stored.id, late.id}
        assert tx.files.forget_offers(NOON.replace(hour=14)) == 1
