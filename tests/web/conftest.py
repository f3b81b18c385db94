"""A world for the few tests here that need one."""

from tests.databases import template  # noqa: F401
from tests.services.conftest import world  # noqa: F401
