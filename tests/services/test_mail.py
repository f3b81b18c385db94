"""Mail: a conversation is sent once, to those who want it, whatever the mail server does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.domain.errors import ChatNotFound, InputInvalid, MailLimit, MailNotConfigured
from bridge.domain.events import MailChanged
from bridge.domain.transcript import Transcript
from bridge.services import mail
from bridge.services.mail import (
    ADDRESSES_OF_CHAT,
    CONFIRM,
    LEASE,
    MAILS_OF_PERSON,
    MAILS_TO_ADDRESS,
    QUESTIONS_TO_ADDRESS,
)
from bridge.services.ports.outgoing import MailRefused, MailUnavailable
from tests.people import ANTON, CARLA, CEM, MAX, STRANGERS, new_id, visitor
from tests.world import at_once

KNOWN = replace(CARLA, person=replace(CARLA.person, email="Carla@Example.com"))


def ask(world, who, chat, address="max@example.com", mail_id=""):
    return mail.ask(world.context, who, chat.id, mail_id or new_id(), address, zone="", language="")


def told(world):
    return [event.state for event in world.bus.take() if isinstance(event, MailChanged)]


def texts(transcript):
    return [line.text for line in transcript.lines if not line.system]


# The way when all goes well.


@pytest.mark.parametrize("address", [None, "carla@example.com"])
def test_to_ones_own_address_the_conversation_goes_at_once(world, address):
    chat = world.talking(KNOWN)
    world.says(ANTON, chat, "Hello")
    world.says(ANTON, chat, "What a fuss", internal=True)
    assert ask(world, KNOWN, chat, address) == "waiting"
    assert world.posts() == [True]
    ((to, sent),) = world.mailer.sent
    assert to.lower() == "carla@example.com"
    assert isinstance(sent, Transcript)
    assert texts(sent) == ["My printer is on fire", "Hello"]
    assert told(world) == ["done"]


def test_any_other_address_is_asked_first(world):
    chat = world.talking(MAX)
    mail_id = new_id()
    assert ask(world, MAX, chat, mail_id=mail_id) == "unconfirmed"
    assert world.posts() == [True]
    assert world.mailer.sent == [("max@example.com", "question")]
    assert told(world) == []
    world.clock.forward(hours=2)
    assert mail.deliver_due(world.context) == 0
    assert mail.confirm(world.context, mail_id).state == "waiting"
    assert world.posts() == [True]
    assert isinstance(world.mailer.sent[1][1], Transcript)
    assert told(world) == ["waiting", "done"]
    assert mail.look(world.context, mail_id).state == "done"


def test_who_confirms_twice_gets_it_once(world):
    mail_id = new_id()
    ask(world, MAX, world.talking(MAX), mail_id=mail_id)
    world.posts()
    for _ in range(3):
        mail.confirm(world.context, mail_id)
        world.posts()
    assert [what for _, what in world.mailer.sent].count("question") == 1
    assert len(world.mailer.sent) == 2
    assert mail.confirm(world.context, new_id()) is None


def test_who_is_faster_than_the_answer_of_the_mail_server_gets_the_conversation(world):
    """The question has arrived and is answered while the server has not said that it took it."""
    mail_id = new_id()
    ask(world, MAX, world.talking(MAX), mail_id=mail_id)
    world.mailer.while_sending = lambda: mail.confirm(world.context, mail_id)
    world.posts()
    world.mailer.while_sending = lambda: None
    assert mail.look(world.context, mail_id).state == "waiting"
    assert world.posts() == [True]
    assert len(world.mailer.sent) == 2


def test_what_an_agent_sends_is_what_the_customer_may_read(world):
    anton = replace(ANTON, person=replace(ANTON.person, email="anton@example.com"))
    chat = world.talking(MAX, anton)
    world.says(anton, chat, "What a fuss", internal=True)
    assert ask(world, anton, chat, None) == "waiting"
    world.posts()
    assert "What a fuss" not in texts(world.mailer.sent[0][1])


# Who may, and how much.


@pytest.mark.parametrize("who", [*STRANGERS.values(), CEM], ids=[*STRANGERS, "an agent of the channel"])
def test_only_those_in_the_chat_send_it(world, who):
    chat = world.talking()
    with pytest.raises(ChatNotFound):
        ask(world, who, chat)
    assert world.jobs.mails == []


def test_without_a_mail_server_nothing_is_asked_for(world):
    world.mailer.ready = False
    with pytest.raises(MailNotConfigured):
        ask(world, MAX, world.talking(MAX))


@pytest.mark.parametrize("address", [None, "", "max", "max@example.com\nBcc: all@example.com"])
def test_an_address_is_needed(world, address):
    with pytest.raises(InputInvalid) as refused:
        ask(world, MAX, world.talking(MAX), address)
    assert refused.value.data == {"field": "address"}


def test_a_chat_goes_to_so_many_addresses(world):
    chat = world.talking(MAX)
    for number in range(ADDRESSES_OF_CHAT):
        ask(world, MAX, chat, f"max{number}@example.com")
    with pytest.raises(MailLimit):
        ask(world, MAX, chat, "another@example.com")
    with pytest.raises(MailLimit):
        ask(world, ANTON, chat, "another@example.com")
    assert ask(world, MAX, chat, "MAX0@example.com") == "unconfirmed"


def test_an_address_gets_so_many_an_hour_whoever_asks(world):
    for number in range(MAILS_TO_ADDRESS):
        one = visitor(f"{number:08}", "Max")
        ask(world, one, world.asks(one), "victim@example.com")
    berta = visitor("99999999", "Max")
    chat = world.asks(berta)
    world.clock.forward(minutes=59)
    with pytest.raises(MailLimit) as refused:
        ask(world, berta, chat, "Victim@example.com")
    assert 0 < refused.value.data["retry_after_ms"] <= 60_001
    world.clock.forward(minutes=1, seconds=1)
    assert ask(world, berta, chat, "victim@example.com") == "unconfirmed"


def test_who_answers_no_question_is_left_alone_for_a_day(world):
    def asked_again():
        one = visitor(new_id(), "Max")
        mail_id = new_id()
        ask(world, one, world.asks(one), "carla@example.com", mail_id)
        return mail_id

    first = asked_again()
    for _ in range(QUESTIONS_TO_ADDRESS - 1):
        world.clock.forward(minutes=61)
        asked_again()
    world.clock.forward(minutes=61)
    with pytest.raises(MailLimit) as refused:
        asked_again()
    assert refused.value.data["retry_after_ms"] > 3_600_000
    assert ask(world, KNOWN, world.asks(KNOWN), "carla@example.com") == "waiting"
    mail.confirm(world.context, first)
    assert asked_again()


def test_a_person_asks_for_so_many_an_hour(world):
    asked = 0
    while asked < MAILS_OF_PERSON:
        chat = world.asks(MAX)
        for number in range(ADDRESSES_OF_CHAT):
            if asked < MAILS_OF_PERSON:
                ask(world, MAX, chat, f"a{asked}x{number}@example.com")
                asked += 1
        world.closes(MAX, chat)
    with pytest.raises(MailLimit):
        ask(world, MAX, world.asks(MAX), "one.more@example.com")


# Once.


def test_the_same_wish_again_is_no_second_mail(world):
    chat, mail_id = world.talking(KNOWN), new_id()
    ask(world, KNOWN, chat, None, mail_id)
    assert ask(world, KNOWN, chat, None, mail_id) == "waiting"
    world.posts()
    assert ask(world, KNOWN, chat, None, mail_id) == "done"
    assert world.posts() == []
    assert len(world.mailer.sent) == 1


def test_the_id_of_somebody_elses_mail_cannot_be_used(world):
    mail_id = new_id()
    chat = world.talking(MAX)
    ask(world, MAX, chat, mail_id=mail_id)
    for who, where in ((ANTON, chat), (KNOWN, world.talking(KNOWN))):
        with pytest.raises(InputInvalid) as refused:
            ask(world, who, where, mail_id=mail_id)
        assert refused.value.data == {"field": "mail"}


def test_two_workers_send_one_mail(world):
    mail_id = new_id()
    ask(world, KNOWN, world.talking(KNOWN), None, mail_id)
    results = at_once(*[lambda: mail.deliver(world.context, mail_id)] * 4)
    assert sorted(results) == [False, False, False, True]
    assert len(world.mailer.sent) == 1


def test_a_worker_that_died_leaves_it_to_the_next(world):
    ask(world, KNOWN, world.talking(KNOWN), None)

    def dies():
        raise KeyboardInterrupt

    world.mailer.while_sending = dies
    with pytest.raises(KeyboardInterrupt):
        world.posts()
    world.mailer.while_sending = lambda: None
    assert mail.deliver_due(world.context) == 0
    world.clock.now += LEASE + timedelta(seconds=1)
    assert mail.deliver_due(world.context) == 1
    assert world.posts() == [True]


# The mail server is away, or says no.


def test_while_the_mail_server_is_away_it_is_tried_ever_more_rarely(world):
    mail_id = new_id()
    ask(world, KNOWN, world.talking(KNOWN), None, mail_id)
    world.mailer.trouble = MailUnavailable("451 later")
    assert world.posts() == [False]
    for wait in (10, 20, 40, 80):
        world.clock.forward(seconds=wait - 1)
        assert mail.deliver_due(world.context) == 0
        world.clock.forward(seconds=1)
        assert mail.deliver_due(world.context) == 1
        assert world.posts() == [False]
    assert told(world) == []
    world.mailer.trouble = None
    world.clock.forward(hours=1)
    mail.deliver_due(world.context)
    assert world.posts() == [True]
    assert told(world) == ["done"]


def test_it_is_given_up_some_day(world):
    mail_id = new_id()
    ask(world, KNOWN, world.talking(KNOWN), None, mail_id)
    world.mailer.trouble = MailUnavailable("451 later")
    start = world.clock.now
    while mail.look(world.context, mail_id).state == "waiting":
        mail.deliver_due(world.context)
        world.posts()
        world.clock.forward(minutes=30)
    assert timedelta(hours=8) < world.clock.now - start < timedelta(hours=24)
    assert told(world) == ["failed"]


def test_an_address_that_is_refused_is_not_tried_again(world):
    mail_id = new_id()
    ask(world, KNOWN, world.talking(KNOWN), None, mail_id)
    world.mailer.trouble = MailRefused("550 no such user")
    assert world.posts() == [False]
    assert mail.look(world.context, mail_id).state == "failed"
    assert told(world) == ["failed"]
    world.clock.forward(hours=1)
    assert mail.deliver_due(world.context) == 0


def test_an_unknown_fault_is_tried_again(world):
    ask(world, KNOWN, world.talking(KNOWN), None)
    world.mailer.trouble = RuntimeError("what?")
    assert world.posts() == [False]
    world.mailer.trouble = None
    world.clock.forward(seconds=10)
    mail.deliver_due(world.context)
    assert world.posts() == [True]


def test_what_nobody_confirms_is_given_up(world):
    mail_id = new_id()
    ask(world, MAX, world.talking(MAX), mail_id=mail_id)
    world.posts()
    world.clock.now += CONFIRM - timedelta(seconds=1)
    assert mail.expire(world.context) == 0
    world.clock.forward(seconds=2)
    assert mail.expire(world.context) == 1
    assert mail.confirm(world.context, mail_id).state == "failed"
    assert world.posts() == []
