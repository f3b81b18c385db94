"""Migrated databases as fixtures: SQLite for every test, PostgreSQL and MariaDB where the marks allow it.

A ``conftest.py`` imports what its folder needs.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bridge.store import make_engine
from bridge.store.migrate import upgrade
from tests.world import emptied, make_template, shared

ALL_DATABASES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgres", id="postgres", marks=pytest.mark.services),
    pytest.param("mariadb", id="mariadb", marks=pytest.mark.services),
]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    return make_template(tmp_path_factory.mktemp("template") / "empty.db")


@pytest.fixture(scope="session")
def migrated_postgres(postgres) -> Iterator[Engine]:
    """A migrated PostgreSQL database for all tests of the run."""
    yield from _migrated(postgres.database())


@pytest.fixture(scope="session")
def migrated_mariadb(mariadb) -> Iterator[Engine]:
    """A migrated MariaDB database for all tests of the run."""
    yield from _migrated(mariadb.database())


@pytest.fixture(params=ALL_DATABASES)
def engine(request: pytest.FixtureRequest, template: Path) -> Engine:
    """Each kind of database in turn, migrated and empty."""
    if request.param == "sqlite":
        return emptied(shared(template))
    return emptied(request.getfixturevalue(f"migrated_{request.param}"))


def _migrated(database) -> Iterator[Engine]:
    engine = make_engine(database.url)
    upgrade(engine)
    yield engine
    engine.dispose()
    database.drop()
