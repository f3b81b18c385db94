"""Database, hand-overs and Redis."""

from datetime import timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import insert

from bridge import app
from bridge.doctor.case import Case
from bridge.settings import load
from bridge.store import make_engine
from bridge.store.migrate import upgrade
from bridge.store.tables import chat, outbox
from tests.doctor.support import SETTINGS, look, look_at
from tests.env.fixtures import need
from tests.env.postgres import Postgres
from tests.env.processes import free_port
from tests.env.redis import RedisServer


def test_a_database_that_is_there(template_database):
    assert look("database.schema", DATABASE_URL=template_database).state == "ok"
    assert look("outbox", DATABASE_URL=template_database).found == "no hand-over waits"


def test_no_file_is_no_database_and_none_is_made(tmp_path):
    file = tmp_path / "chat.db"
    result = look("database", DATABASE_URL=f"sqlite:///{file}")
    assert (result.finding, file.exists()) == ("database.unreachable", False)


@pytest.mark.parametrize("kind", ["postgresql+psycopg", "mariadb+pymysql"])
def test_nobody_answers_for_the_database(kind):
    url = f"{kind}://chat:pass-word@127.0.0.1:{free_port()}/chat"
    result = look("database", DATABASE_URL=url)
    assert result.finding == "database.unreachable"
    assert "pass-word" not in result.found + result.remedy


def test_tables_of_another_version(tmp_path):
    (tmp_path / "chat.db").touch()
    assert look("database.schema", DATABASE_URL=f"sqlite:///{tmp_path}/chat.db").finding == "schema.old"


@pytest.mark.services
def test_a_real_database_goes_away():
    need("postgres")
    server = Postgres().start()
    url = server.database().url
    assert look("database.schema", DATABASE_URL=url).finding == "schema.old"
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    assert look("database.schema", DATABASE_URL=url).state == "ok"
    server.stop()
    assert look("database", DATABASE_URL=url).finding == "database.unreachable"


@pytest.mark.parametrize(
    ("waits", "overdue", "claimed", "finding"),
    [
        (0, 0, False, ""),
        (5, -1, False, ""),
        (5, 3, True, ""),
        (5, 3, False, "outbox.stuck"),
        (30, -1, False, "outbox.waiting"),
        (30, 5, False, "outbox.stuck"),
    ],
)
def test_hand_overs_that_wait(tmp_path: Path, waits, overdue, claimed, finding):
    """Minutes since it was asked for, and since its turn came; ``claimed``: a worker is at it."""
    case = Case(app.build(load({**SETTINGS, "DATABASE_URL": f"sqlite:///{tmp_path}/chat.db"})))
    upgrade(case.bridge.engine)
    app.prepare(case.bridge)
    now = case.bridge.context.clock()
    row = {"id": "1", "chat_id": "1", "agent": "anton", "language": "en", "target": {}, "state": "waiting"}
    row |= {"asked_by": 2, "back_to": "active"}
    row |= {"attempts": 1, "error_code": "otrs.unavailable", "error_message": "OTRS cannot be reached."}
    row |= {"created_at": now - timedelta(minutes=waits), "due_at": now - timedelta(minutes=overdue)}
    row["claimed_until"] = now + timedelta(minutes=1) if claimed else None
    with case.bridge.engine.begin() as connection:
        of_chat = {"id": "1", "channel_id": 1, "state": "closing", "version": 1, "last_seq": 1}
        times = {"created_at": now, "waiting_since": now}
        of_chat |= {"direction": "public_agent", "first_message": "x", "kept": True, **times}
        connection.execute(insert(chat), of_chat)
        connection.execute(insert(outbox), row)
    result = look_at(case, "outbox")
    assert result.finding == finding, result
    if finding == "outbox.waiting":
        assert "OTRS cannot be reached." in result.found


def test_redis_that_is_not_there():
    assert look("redis").found.startswith("not used")
    result = look("redis", REDIS_URL=f"redis://:pass-word@127.0.0.1:{free_port()}/0")
    assert result.finding == "redis.unreachable"
    assert "pass-word" not in result.found


@pytest.mark.services
def test_a_real_redis_answers_refuses_and_goes_away():
    need("redis-server")
    server = RedisServer().start()
    assert look("redis", REDIS_URL=server.url).state == "ok"
    with redis.Redis.from_url(server.url) as client:
        client.config_set("requirepass", "right")
    assert look("redis", REDIS_URL=server.url).finding == "redis.refused"
    wrong = server.url.replace("redis://", "redis://:wrong@")
    assert look("redis", REDIS_URL=wrong).finding == "redis.refused"
    assert look("redis", REDIS_URL=wrong.replace("wrong", "right")).state == "ok"
    server.stop()
    assert look("redis", REDIS_URL=server.url).finding == "redis.unreachable"
