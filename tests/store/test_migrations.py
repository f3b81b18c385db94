"""The migrations make exactly the tables, from nothing, again, and back."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from bridge.store import make_engine
from bridge.store.migrate import _config, is_current, upgrade
from bridge.store.tables import metadata
from tests.databases import ALL_DATABASES


@pytest.fixture(params=ALL_DATABASES)
def empty(request, tmp_path) -> Iterator[Engine]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/new.db")
        yield engine
        engine.dispose()
        return
    database = request.getfixturevalue(request.param).database()
    engine = make_engine(database.url)
    yield engine
    engine.dispose()
    database.drop()


def differences(engine):
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def test_the_migrations_make_exactly_the_tables(empty):
    assert not is_current(empty)
    upgrade(empty)
    assert is_current(empty)
    assert differences(empty) == []
    upgrade(empty)
    assert is_current(empty)


def test_the_migrations_go_back_to_nothing_and_come_again(empty):
    upgrade(empty)
    with empty.connect() as connection:
        command.downgrade(_config(connection), "base")
        connection.commit()
    assert inspect(empty).get_table_names() == ["alembic_version"]
    assert not is_current(empty)
    upgrade(empty)
    assert differences(empty) == []


@pytest.mark.services
def test_text_is_told_apart_by_every_letter_whatever_mariadbs_defaults_are(mariadb):
    database = mariadb.database()
    mariadb.execute(f"ALTER DATABASE `{database.name}` CHARACTER SET latin1 COLLATE latin1_swedish_ci")
    engine = make_engine(database.url)
    upgrade(engine)
    query = text(
        "SELECT table_name, collation_name FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND collation_name IS NOT NULL"
    )
    with engine.connect() as connection:
        found = {(table, collation) for table, collation in connection.execute(query)}
    engine.dispose()
    database.drop()
    tables = {table.name for table in metadata.sorted_tables}
    assert {one for one in found if one[0] in tables} == {(table, "utf8mb4_bin") for table in tables}


def test_every_migration_has_a_number_and_one_before_it():
    with make_engine("sqlite://").connect() as connection:
        revisions = list(ScriptDirectory.from_config(_config(connection)).walk_revisions())
    numbers = sorted(one.revision for one in revisions)
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
    assert all((one.down_revision or "0000") < one.revision for one in revisions)
