"""Checks logins and passwords with OTRS's own operation, from the bridge's own address."""

from __future__ import annotations

from bridge.domain.errors import IdentityRefused, OtrsRefused
from bridge.domain.people import Kind, Person
from bridge.otrs.answers import NotAccepted
from bridge.otrs.client import GenericInterfaceClient
from bridge.otrs.fields import Fields
from bridge.otrs.stock_sessions import StockSessions

_LOGIN_FIELD = {Kind.AGENT: "UserLogin", Kind.CUSTOMER: "CustomerUserLogin"}


class StockLogins:
    """Implements the port ``Logins``. Passwords go to OTRS and nowhere else."""

    def __init__(self, client: GenericInterfaceClient, sessions: StockSessions) -> None:
        self._client = client
        self._sessions = sessions

    def check(self, kind: Kind, login: str, password: str) -> Person:
        """Who that is. The session of an agent is kept; one of a customer's is not.

        :raises IdentityRefused: OTRS does not accept login and password
        :raises OtrsUnavailable: OTRS could not be asked
        """
        credentials = {_LOGIN_FIELD[kind]: login, "Password": password}
        try:
            answer = Fields("SessionCreate", self._client.call("SessionCreate", credentials))
        except (NotAccepted, OtrsRefused):
            raise IdentityRefused("OTRS does not accept this login and password.") from None
        session_id = answer.id("SessionID")
        person = self._person(kind, session_id)
        if kind is Kind.AGENT:
            self._sessions.keep(person, session_id)
        return person

    def still(self, kind: Kind, login: str) -> bool:
        """Whether that person has not signed out, nor OTRS ended an agent's session."""
        return kind is not Kind.AGENT or self._sessions.has(login)

    def leave(self, kind: Kind, login: str) -> None:
        """Sign an agent out, everywhere."""
        if kind is Kind.AGENT:
            self._sessions.forget(login)

    def _person(self, kind: Kind, session_id: str) -> Person:
        answer = Fields("SessionGet", self._client.call("SessionGet", {"SessionID": session_id}))
        # There is more in it, of a customer even the password's hash; these fields alone are read.
        wanted = {"UserLogin", "UserFullname", "UserEmail", "UserLanguage", "UserCustomerID"}
        known = {
            item.id("Key"): item.text("Value")
            for item in answer.items("SessionData")
            if item.id("Key") in wanted
        }
        login = known.get("UserLogin", "")
        return Person(
            kind=kind,
            ref=login,
            name=known.get("UserFullname") or login,
            email=known.get("UserEmail", ""),
            language=known.get("UserLanguage", ""),
            customer_id=known.get("UserCustomerID", "") if kind is Kind.CUSTOMER else "",
        )
