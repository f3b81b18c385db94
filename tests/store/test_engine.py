"""The engine's settings: what is acknowledged is kept, and writers take turns instead of failing."""

import threading

import pytest
from sqlalchemy import text

from bridge.store import Database, make_engine
from tests.people import NOON


def test_sqlite_keeps_what_it_has_acknowledged(tmp_path):
    with make_engine(f"sqlite:///{tmp_path}/a.db").connect() as connection:
        found = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
        assert found == ["wal", 2]
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_second_writer_waits_for_the_first_from_the_start(db):
    order = []

    def second():
        with db.write() as tx:
            order.append(f"second, sees {len(tx.channels.all())}")

    with db.write() as tx:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        tx.channels.ensure_default("Support", "users", NOON)
        order.append("first")
    thread.join()
    assert order == ["first", "second, sees 1"]


def test_a_reader_does_not_wait_for_a_writer(db):
    with db.write() as tx:
        tx.channels.ensure_default("Support", "users", NOON)
        with db.read() as reader:
            assert reader.channels.all() == []
    with db.read() as reader:
        assert len(reader.channels.all()) == 1


def test_what_only_looks_leaves_nothing(db):
    with db.read() as tx:
        tx.channels.ensure_default("Support", "users", NOON)
    with db.read() as tx:
        assert tx.channels.all() == []


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://nobody@127.0.0.1:1/x", "mariadb+pymysql://127.0.0.1:1/x"]
)
def test_nothing_is_connected_before_it_is_used(url):
    assert Database(make_engine(url)).engine.pool.checkedout() == 0
