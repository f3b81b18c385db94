"""Each test here runs on SQLite, PostgreSQL and MariaDB."""

import pytest

from bridge.store import Database
from tests.databases import engine, migrated_mariadb, migrated_postgres, template  # noqa: F401


@pytest.fixture
def db(engine) -> Database:  # noqa: F811
    return Database(engine)
