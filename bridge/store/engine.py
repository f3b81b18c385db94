"""One engine for SQLite, PostgreSQL and MariaDB, with the settings that each needs to keep what it acks."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BUSY_SECONDS = 10


def make_engine(url: str, *, pool_size: int = 12) -> Engine:
    """The engine for a database address such as ``postgresql+psycopg://user@host/name``.

    Nothing is connected yet.
    """
    backend = make_url(url).get_backend_name()
    if backend == "sqlite":
        engine = create_engine(
            url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True
        )
        _prepare_sqlite(engine)
        return engine
    options: dict[str, object] = {
        "pool_size": pool_size,
        "max_overflow": 4,
        "pool_pre_ping": True,
        "isolation_level": "READ COMMITTED",  # what waited for a lock must see what the other has written
        "hide_parameters": True,  # errors are logged, and what people wrote is not for the log
    }
    if backend in {"mysql", "mariadb"}:
        options["connect_args"] = {"charset": "utf8mb4", "connect_timeout": BUSY_SECONDS}
    else:
        options["connect_args"] = {"connect_timeout": BUSY_SECONDS}
    return create_engine(url, **options)


def _prepare_sqlite(engine: Engine) -> None:
    # The driver's own idea of transactions is switched off, so that a writing transaction can take the
    # write lock at its start (BEGIN IMMEDIATE) instead of failing half-way when another one is faster.
    @event.listens_for(engine, "connect")
    def _connect(dbapi_connection: object, _record: object) -> None:
        dbapi_connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = dbapi_connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
