"""Mail on its way, on SQLite, PostgreSQL and MariaDB alike."""

from datetime import timedelta

import pytest

from bridge.services.ports.outgoing import Mail
from tests.people import ANTON, CARLA, MAX, NOON, a_chat, new_id

LATER = NOON + timedelta(minutes=5)
HOUR = timedelta(hours=1)


@pytest.fixture
def write(db):
    """One transaction: ``write(lambda tx: ...)``."""

    def run(work):
        with db.write() as tx:
            return work(tx)

    return run


@pytest.fixture
def chat(write):
    def make(tx):
        channel = tx.channels.ensure_default("Support", "users", NOON)
        chat = a_chat(requester=CARLA, channel=channel)
        assert tx.chats.add(chat)
        return chat

    return write(make)


@pytest.fixture
def add(write, chat):
    """Stores a mail."""

    def run(address="carla@example.com", state="waiting", at=NOON):
        new = Mail(new_id(), chat.id, 1, address, "en", "Europe/Berlin", state, 0, at)
        write(lambda tx: tx.mails.add(new))
        return new

    return run


def test_a_mail_is_kept_as_it_is(write, add):
    new = add()
    assert write(lambda tx: tx.mails.get(new.id)) == new
    assert write(lambda tx: tx.mails.get(new_id())) is None


def test_one_worker_at_a_time_has_it_and_only_the_last_one_ends_it(write, add):
    new = add()
    first = write(lambda tx: tx.mails.claim(new.id, NOON, LATER))
    assert first.attempts == 1
    assert write(lambda tx: tx.mails.claim(new.id, NOON, LATER)) is None
    assert write(lambda tx: tx.mails.due(NOON, 10)) == []
    after = LATER + timedelta(seconds=1)
    assert write(lambda tx: tx.mails.due(after, 10)) == [new.id]
    second = write(lambda tx: tx.mails.claim(new.id, after, after + HOUR))
    assert not write(lambda tx: tx.mails.finish(first, "failed", after))
    assert not write(lambda tx: tx.mails.later(first, after, "late"))
    assert write(lambda tx: tx.mails.finish(second, "done", after))
    assert write(lambda tx: tx.mails.get(new.id)).state == "done"
    assert write(lambda tx: tx.mails.claim(new.id, after, after + HOUR)) is None


def test_what_failed_is_due_later(write, add):
    new = add()
    claimed = write(lambda tx: tx.mails.claim(new.id, NOON, LATER))
    assert write(lambda tx: tx.mails.later(claimed, NOON + HOUR, "451 later"))
    assert write(lambda tx: tx.mails.claim(new.id, LATER, LATER + HOUR)) is None
    assert write(lambda tx: tx.mails.claim(new.id, NOON + HOUR, NOON + 2 * HOUR)).attempts == 2


@pytest.mark.parametrize(("state", "wanted"), [("confirming", True), ("unconfirmed", True), ("done", False)])
def test_what_is_confirmed_is_due_at_once(write, add, state, wanted):
    new = add(state=state)
    assert write(lambda tx: tx.mails.confirm(new.id, LATER)) is wanted
    assert (write(lambda tx: tx.mails.due(LATER, 10)) == [new.id]) is wanted


def test_a_question_that_was_answered_on_its_way_stays_answered(write, add):
    new = add(state="confirming")
    claimed = write(lambda tx: tx.mails.claim(new.id, NOON, LATER))
    write(lambda tx: tx.mails.confirm(new.id, NOON))
    assert not write(lambda tx: tx.mails.finish(claimed, "unconfirmed", NOON))
    assert write(lambda tx: tx.mails.get(new.id)).state == "waiting"


def test_old_questions_are_given_up(write, add):
    old, young = add(state="unconfirmed"), add(state="unconfirmed", at=LATER)
    assert write(lambda tx: tx.mails.expire(LATER, LATER)) == 1
    assert [write(lambda tx, one=one: tx.mails.get(one.id)).state for one in (old, young)] == [
        "failed",
        "unconfirmed",
    ]


def test_what_was_sent_is_counted(write, add, chat):
    for minutes in (0, 10, 20):
        add(at=NOON + timedelta(minutes=minutes))
    add("MAX@example.com", at=LATER)
    since = NOON + timedelta(minutes=1)
    assert write(lambda tx: tx.mails.addresses(chat.id)) == {"carla@example.com", "MAX@example.com"}
    assert write(lambda tx: tx.mails.sent_to("Carla@Example.com", since)) == [
        NOON + timedelta(minutes=10),
        NOON + timedelta(minutes=20),
    ]
    assert write(lambda tx: tx.mails.sent_to("max@example.com", since)) == [LATER]
    add("max@example.com", "unconfirmed", LATER)
    assert write(lambda tx: tx.mails.unanswered("Max@example.com", since)) == [LATER]
    assert len(write(lambda tx: tx.mails.asked_by(CARLA.person, since))) == 4
    for stranger in (MAX, ANTON):
        assert write(lambda tx, one=stranger: tx.mails.asked_by(one.person, since)) == []
