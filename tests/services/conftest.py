"""A world for each test, on a copy of a migrated SQLite database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, copy_of, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "empty.db")


@pytest.fixture
def world(template, tmp_path) -> Iterator[World]:
    engine = copy_of(template, tmp_path)
    yield World(engine)
    engine.dispose()
