"""Everything in this folder needs a real Znuny."""

from pathlib import Path

import pytest

from tests.env.fixtures import need
from tests.znuny.stock import start_stock_znuny

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests below this folder ``znuny``."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.znuny)


@pytest.fixture(scope="session")
def stock_znuny():
    """A Znuny without the add-on, with the web service for that and the people of ``people.py``."""
    need("znuny")
    znuny = start_stock_znuny()
    yield znuny
    znuny.stop()
