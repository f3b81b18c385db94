"""What the stand-in needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("en", "de")


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """How the stand-in and the bridge find and trust each other.

    :ivar bridge_url: the bridge's public address, e.g. ``http://127.0.0.1:8080/chatbridge``, or only its
        path when a proxy puts both under one host
    :ivar secret: signs the identity tokens, at least 32 bytes; the bridge must know the same
    :ivar secret_key_id: the tokens' ``kid``
    :ivar service_user: login of the service agent that the bridge calls with
    :ivar service_password: its password
    :ivar lang: the pages' language; None: as the browser wishes
    :ivar fqdn: the tokens' ``iss``
    """

    bridge_url: str
    secret: str = field(repr=False)
    service_password: str = field(repr=False)
    secret_key_id: str = "otrs-1"  # noqa: S105  (a name, not the key)
    service_user: str = "chatbridge"
    lang: Language | None = None
    fqdn: str = "otrs.example.com"

    def __post_init__(self) -> None:
        if len(self.secret.encode()) < 32:
            raise ValueError("The secret of the stand-in needs at least 32 bytes.")
