"""What all tests share: the servers of ``tests/env`` as fixtures."""

pytest_plugins = ["tests.env.fixtures"]
