"""Background work: what comes by the clock, what is asked for, and a broker that is not there."""

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bridge.domain.chats import State
from bridge.services import identity, mail
from bridge.settings import load
from tasks.app import (
    DELIVER,
    DELIVER_DUE,
    DELIVER_DUE_MAIL,
    DELIVER_MAIL,
    EXPIRE_MAIL,
    EXPIRE_REQUESTS,
    FORGET_GONE,
    FORGET_TOKENS,
    REFRESH_DIRECTORY,
    REMOVE_OLD_CHATS,
    make_celery,
)
from tasks.jobs import CeleryJobs, register
from tests.databases import template  # noqa: F401
from tests.patience import SECONDS
from tests.people import ANTON, MAX, new_id
from tests.services.conftest import world  # noqa: F401


def settings(**values):
    return load({"CHATBRIDGE_SECRET_KEY": "x" * 40, **values})


@pytest.fixture
def celery(world):  # noqa: F811
    """The application over a broker in memory, without a worker; its queue is empty."""
    app = make_celery(settings())
    register(app, world.context, timedelta(hours=24))
    app.control.purge()
    return app


# The clock.


@pytest.mark.parametrize(
    ("values", "tasks"),
    [
        (
            {},
            {
                DELIVER_DUE: 2,
                FORGET_TOKENS: 3600,
                EXPIRE_REQUESTS: 600,
                REMOVE_OLD_CHATS: 3600,
                FORGET_GONE: 3600,
            },
        ),
        (
            {"CHATBRIDGE_OTRS_URL": "https://otrs.example.com/otrs", "CHATBRIDGE_DIRECTORY_SECONDS": "60"},
            {
                DELIVER_DUE: 2,
                FORGET_TOKENS: 3600,
                EXPIRE_REQUESTS: 600,
                REMOVE_OLD_CHATS: 3600,
                FORGET_GONE: 3600,
                REFRESH_DIRECTORY: 60,
            },
        ),
    ],
    ids=["without OTRS", "with OTRS"],
)
def test_the_clock_has_its_jobs(values, tasks):
    schedule = make_celery(settings(**values)).conf.beat_schedule.values()
    assert {one["task"]: one["schedule"] for one in schedule} == tasks
    for one in schedule:
        assert one["options"]["expires"] <= one["schedule"], "or they pile up while there is no worker"


def test_every_job_is_known_to_the_worker(celery):
    jobs = {DELIVER, DELIVER_DUE, EXPIRE_REQUESTS, FORGET_TOKENS, REFRESH_DIRECTORY, REMOVE_OLD_CHATS}
    assert jobs | {DELIVER_MAIL, DELIVER_DUE_MAIL, EXPIRE_MAIL} <= set(celery.tasks)


def test_where_there_is_a_mail_server_mail_goes_by_the_clock_too():
    mail = {"CHATBRIDGE_SMTP_URL": "smtp://mail.example.com", "CHATBRIDGE_MAIL_FROM": "chat@example.com"}
    schedule = make_celery(settings(**mail)).conf.beat_schedule.values()
    tasks = {one["task"]: one["schedule"] for one in schedule}
    assert (tasks[DELIVER_DUE_MAIL], tasks[EXPIRE_MAIL]) == (10, 3600)


def test_jobs_are_only_hints_and_survive_a_worker_that_dies():
    conf = make_celery(settings()).conf
    assert conf.task_acks_late
    assert conf.task_ignore_result
    assert conf.accept_content == ["json"]
    assert conf.worker_prefetch_multiplier == 1


# The jobs.


def test_a_hand_over_is_delivered(celery, world):  # noqa: F811
    chat = world.talking()
    handover_id = world.hands_over(chat)
    assert celery.tasks[DELIVER].apply([handover_id]).get() is True
    assert world.look(chat).state is State.CLOSED


def test_the_sweep_queues_what_is_due(celery, world):  # noqa: F811
    handover_id = world.hands_over(world.talking())
    world.jobs.deliveries.clear()
    assert celery.tasks[DELIVER_DUE].apply().get() == 1
    assert world.jobs.deliveries == [handover_id]


def test_a_mail_is_sent(celery, world):  # noqa: F811
    mail_id = new_id()
    chat = world.talking(MAX)
    mail.ask(world.context, MAX, chat.id, mail_id, "max@example.com", zone="", language="")
    assert celery.tasks[DELIVER_DUE_MAIL].apply().get() == 1
    assert celery.tasks[DELIVER_MAIL].apply([mail_id]).get() is True
    assert world.mailer.sent == [("max@example.com", "question")]
    world.clock.forward(hours=25)
    assert celery.tasks[EXPIRE_MAIL].apply().get() == 1


def test_used_tokens_are_forgotten(celery, world):  # noqa: F811
    identity.sign_in(world.context, identity.Claims(ANTON.person, new_id(), world.clock()))
    world.clock.forward(seconds=1)
    assert celery.tasks[FORGET_TOKENS].apply().get() == 1


def test_the_directory_is_refreshed_and_an_otrs_that_is_away_is_no_crash(celery, world):  # noqa: F811
    celery.tasks[REFRESH_DIRECTORY].apply().get()
    assert identity.groups_of(world.context, ["anton"]) == {"anton": ANTON.groups}
    world.otrs.down = True
    celery.tasks[REFRESH_DIRECTORY].apply().get()
    assert identity.groups_of(world.context, ["anton"]) == {"anton": ANTON.groups}


def test_what_is_asked_for_reaches_a_worker(celery, world):  # noqa: F811
    jobs = CeleryJobs(celery)
    chat = world.talking()
    jobs.deliver(world.hands_over(chat))
    jobs.refresh_directory()
    with celery.connection_for_read() as connection, connection.SimpleQueue("celery") as waiting:
        for _ in range(2):
            message = waiting.get(timeout=SECONDS)
            celery.tasks[message.headers["task"]].apply(message.payload[0]).get()
            message.ack()
    assert world.look(chat).state is State.CLOSED
    assert world.otrs.directories == 1


# A broker that is not there.


@pytest.fixture(params=["refuses", "hangs"])
def dead_broker(request) -> Iterator[str]:
    """The address of a Redis that does not answer, one way or the other."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "hangs":
            listener.listen()
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_nobody_waits_for_a_broker_that_is_not_there(dead_broker):
    jobs = CeleryJobs(make_celery(settings(REDIS_URL=dead_broker)))
    for _ in range(2000):
        jobs.deliver(new_id())
    jobs.refresh_directory()
