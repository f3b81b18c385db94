"""A world for each test, on a migrated SQLite database that is emptied before."""

import pytest

from tests.databases import engine, migrated_mariadb, migrated_postgres, template  # noqa: F401
from tests.world import World, emptied, shared


@pytest.fixture
def world(template) -> World:  # noqa: F811
    return World(emptied(shared(template)))
