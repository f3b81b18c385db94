"""Whether the things that the service needs can be used."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

log = logging.getLogger(__name__)

Check = Callable[[], object]


def problems(checks: Mapping[str, Check]) -> list[str]:
    """The names of those checks that raised. Why they did is for the log: anybody may ask this."""
    return [name for name, check in checks.items() if not _passes(name, check)]


def _passes(name: str, check: Check) -> bool:
    try:
        check()
    except Exception as error:
        log.warning("%s is not usable: %s", name, error)
        return False
    return True
