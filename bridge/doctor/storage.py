"""The database with the hand-overs in it, and Redis."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import redis as redis_client
from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from bridge.doctor.case import Case
from bridge.doctor.results import Result, finding, ok
from bridge.store.migrate import is_current
from bridge.store.tables import outbox as outbox_table

_REDIS_SECONDS = 3
_STUCK = timedelta(minutes=1)
_LONG = timedelta(minutes=10)


def database(case: Case) -> Result:
    """Does it answer?"""
    engine = case.bridge.engine
    name = engine.url.get_backend_name()
    # Connecting would make the file.
    if name == "sqlite" and not Path(engine.url.database or "").exists():
        return finding("database.unreachable", f"there is no file {engine.url.database}")
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return finding("database.unreachable", f"{name}: {_first_line(error)}")
    return ok(f"{name} answers")


def schema(case: Case) -> Result:
    """Has it the tables of this version?"""
    if is_current(case.bridge.engine):
        return ok("the tables are those of this version")
    return finding("schema.old", "the tables are not those of this version")


def redis(case: Case) -> Result:
    """Does it answer?"""
    settings = case.settings
    if settings.embedded:
        return ok("not used: one process does everything")
    seconds = {"socket_timeout": _REDIS_SECONDS, "socket_connect_timeout": _REDIS_SECONDS}
    client = redis_client.Redis.from_url(settings.redis_url, **seconds)
    try:
        client.ping()
    except (redis_client.AuthenticationError, redis_client.ResponseError) as error:
        return finding("redis.refused", f"Redis refuses: {error}")
    except redis_client.RedisError as error:
        return finding("redis.unreachable", f"Redis does not answer: {error}")
    finally:
        client.close()
    return ok("Redis answers")


def outbox(case: Case) -> Result:
    """Is somebody at work on the hand-overs, and does any wait for long?"""
    now = case.bridge.context.clock()
    rows = outbox_table.c
    waiting = rows.state == "waiting"
    free = or_(rows.claimed_until.is_(None), rows.claimed_until < now)
    with case.bridge.engine.connect() as connection:
        number, oldest = connection.execute(
            select(func.count(), func.min(rows.created_at)).where(waiting)
        ).one()
        due = connection.scalar(select(func.min(rows.due_at)).where(waiting, free))
        reason = connection.scalar(
            select(rows.error_message).where(waiting, rows.error_message != "").order_by(rows.created_at)
        )
    if not number:
        return ok("no hand-over waits")
    found = f"{number} waiting, the oldest for {_minutes(now, oldest)}"
    if due is not None and now - due > _STUCK:
        return finding("outbox.stuck", f"{found}; one is overdue by {_minutes(now, due)}")
    if now - oldest > _LONG:
        return finding("outbox.waiting", f"{found}; {reason or 'no reason is known'}")
    return ok(found)


def _minutes(now: datetime, since: datetime) -> str:
    return f"{int((now - since) / timedelta(minutes=1))} min"


def _first_line(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
