"""Calls of OTRS's stock operations, each with the session, and so with the rights, of the agent who asks."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.domain.errors import OtrsRefused
from bridge.otrs.answers import NotAccepted
from bridge.otrs.client import GenericInterfaceClient
from bridge.otrs.fields import Fields
from bridge.otrs.stock_sessions import StockSessions, sign_in_again


class StockCalls:
    """The stock operations on behalf of people.

    :param client: for the web service of ``ChatBridgeStock.yml``, without credentials of its own
    :param service: login and password of an agent for what no agent asks for; ``None``: there is none
    """

    def __init__(
        self, client: GenericInterfaceClient, sessions: StockSessions, service: tuple[str, str] | None
    ) -> None:
        self._client = client
        self._sessions = sessions
        self._service = service

    def call(
        self, agent: str, operation: str, fields: Mapping[str, object], *, repeat: bool = True
    ) -> Fields:
        """One operation for an agent (login), or for the service itself (empty).

        :raises OtrsSignIn: the agent has to sign in again; nothing was done
        :raises OtrsRefused: refused; nothing was done
        :raises OtrsUnavailable: not answered; with ``repeat=False`` it may be done all the same
        """
        if not agent:
            return Fields(
                operation, self._client.call(operation, {**self._credentials(), **fields}, repeat=repeat)
            )
        session = self._sessions.of(agent)
        try:
            answer = self._client.call(operation, {"SessionID": session.id, **fields}, repeat=repeat)
        except NotAccepted as error:
            self._sessions.ended(session)
            raise sign_in_again(agent) from error
        return Fields(operation, answer)

    def _credentials(self) -> dict[str, object]:
        if self._service is None:
            raise OtrsRefused(
                "Without the add-on this needs an agent of OTRS for the service: set CHATBRIDGE_OTRS_USER "
                "and CHATBRIDGE_OTRS_PASSWORD."
            )
        login, password = self._service
        return {"UserLogin": login, "Password": password}
