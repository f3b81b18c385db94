"""The stand-in, and services in front of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.service import Service, StandIn

HERE = Path(__file__).parent


# Parts of a web process, tested within the test's own.
_INSIDE = {"test_reactor.py", "test_writer.py", "test_bus.py", "test_server.py", "test_transfer.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder ``live``, where there is a real service process."""
    for item in items:
        if HERE in item.path.parents and item.path.name not in _INSIDE:
            item.add_marker(pytest.mark.live)


@pytest.fixture(scope="session")
def shared_otrs() -> Iterator[StandIn]:
    """A stand-in for tests that do not make it fail."""
    otrs = StandIn().start()
    yield otrs
    otrs.stop()


@pytest.fixture(scope="session")
def service(shared_otrs: StandIn) -> Iterator[Service]:
    """One process on SQLite, for tests that leave it alive and well."""
    running = Service(shared_otrs).start()
    yield running
    running.stop()


@pytest.fixture
def otrs() -> Iterator[StandIn]:
    """A stand-in of this test's own."""
    own = StandIn().start()
    yield own
    own.stop()


@pytest.fixture
def start_service() -> Iterator[Callable[..., Service]]:
    """Call it with a stand-in for a service of this test's own; options are those of ``Service``."""
    started: list[Service] = []

    def start(otrs: StandIn, *names: str, **options: Any) -> Service:
        running = Service(otrs, **options)
        started.append(running)
        return running.start(*names)

    yield start
    for running in started:
        running.stop()
