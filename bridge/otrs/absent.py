"""No OTRS: chats work, everything that needs OTRS says what is missing."""

from __future__ import annotations

from typing import NoReturn

from bridge.domain.errors import OtrsMisconfigured


class NoOtrs:
    """Implements the port ``Otrs`` where no address is set."""

    def directory(self) -> NoReturn:
        _missing()

    def ticket_options(self, agent: str, queue_id: str | None) -> NoReturn:
        _missing()

    def customers(self, agent: str, query: str) -> NoReturn:
        _missing()

    def tickets(self, agent: str, query: str) -> NoReturn:
        _missing()

    def archive(self, order: object) -> NoReturn:
        _missing()

    def ticket_context(self, kind: object, login: str, **which: str | None) -> NoReturn:
        _missing()


def _missing() -> NoReturn:
    raise OtrsMisconfigured("No OTRS is connected: set CHATBRIDGE_OTRS_URL, then restart.")
