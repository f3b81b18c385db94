"""A world, and a house without sockets over it, in which OTRS has told of its agents."""

import pytest

from bridge.services import directory
from tests.databases import template  # noqa: F401
from tests.services.conftest import world  # noqa: F401
from tests.web.house import House


@pytest.fixture
def house(world):  # noqa: F811
    directory.refresh(world.context)
    world.bus.take()
    return House(world)
