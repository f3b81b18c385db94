"""The add-on in a Znuny of the tests, with the service agent and the people of ``people.py``."""

from __future__ import annotations

import importlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.env.people import PEOPLE, agent
from tests.env.processes import EnvError

if TYPE_CHECKING:
    from tests.env.znuny import Znuny

SERVICE_LOGIN = "chatbridge"
SERVICE_GROUP = "chatbridge-service"
KEY_ID = "otrs-1"
WEB_SERVICE = "ChatBridge"


@dataclass
class AddOn:
    """What the bridge must know about a prepared Znuny."""

    secret: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18))

    def settings(self, znuny: Znuny) -> dict[str, str]:
        """The bridge's settings for it."""
        return {
            "CHATBRIDGE_OTRS_URL": znuny.url,
            "CHATBRIDGE_OTRS_USER": SERVICE_LOGIN,
            "CHATBRIDGE_OTRS_PASSWORD": self.password,
            "CHATBRIDGE_IDENTITY_SECRETS": f"{KEY_ID}:{self.secret}",
            "CHATBRIDGE_DEFAULT_GROUP": "users",
        }


def built() -> bytes:
    """The add-on's package file, built from its source in this tree."""
    opm: bytes = importlib.import_module("otrs_config.build").build_opm()
    return opm


def prepare(znuny: Znuny) -> AddOn:
    """Install the add-on, as an administrator does, with its service agent, secret, agents and customers."""
    addon = AddOn()
    znuny.install_package(built())
    if WEB_SERVICE not in znuny.web_services():
        raise EnvError(f"the package did not import its web service:\n{znuny.log()}")
    service = agent(
        SERVICE_LOGIN, addon.password, "Chat Bridge", "chatbridge@example.com", {SERVICE_GROUP: "rw"}
    )
    znuny.setup([service, *PEOPLE, ("config", {"ChatBridge::Secret": addon.secret})])
    return addon
