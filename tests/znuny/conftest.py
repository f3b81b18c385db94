"""Everything in this folder needs a real Znuny."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests below this folder ``znuny``."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.znuny)
