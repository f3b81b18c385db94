"""A world for each test, on a copy of a migrated SQLite database."""

from collections.abc import Iterator

import pytest

from tests.databases import engine, migrated_mariadb, migrated_postgres, template  # noqa: F401
from tests.world import World, copy_of


@pytest.fixture
def world(template, tmp_path) -> Iterator[World]:  # noqa: F811
    made = copy_of(template, tmp_path)
    yield World(made)
    made.dispose()
