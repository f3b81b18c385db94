"""Makes the client that the settings ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bridge.domain.errors import OtrsMisconfigured
from bridge.otrs.client import GenericInterfaceClient
from bridge.settings import Settings


class Client(Protocol):
    """Whatever carries out operations of the web service."""

    def call(self, operation: str, fields: Mapping[str, object]) -> dict[str, object]:
        """See `GenericInterfaceClient.call`."""


class NotConnected:
    """Stands where the client would be as long as no OTRS is set."""

    def call(self, operation: str, fields: Mapping[str, object]) -> dict[str, object]:
        """Always raises `OtrsMisconfigured`."""
        raise OtrsMisconfigured("No OTRS is connected: CHATBRIDGE_OTRS_URL is empty.")


def make_client(settings: Settings) -> Client:
    """A client for the OTRS of the settings; nothing is connected yet."""
    if not settings.otrs_url:
        return NotConnected()
    return GenericInterfaceClient(
        settings.otrs_url,
        settings.otrs_webservice,
        settings.otrs_user,
        settings.otrs_password,
        settings.otrs_timeout,
        verify=settings.otrs_ca_file or True,
    )
