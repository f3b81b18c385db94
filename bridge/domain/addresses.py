"""E-mail addresses that somebody typed."""

from __future__ import annotations

import re

from bridge.domain.errors import InputInvalid

ADDRESS_CHARS = 254

# What mail servers everywhere take; nothing that could end a header or name a second address.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@((?!-)[a-z0-9-]{1,63}(?<!-)\.)+[a-z0-9-]{2,63}")


def email_address(raw: str) -> str:
    """The address, its domain in small letters and as the network writes it.

    :raises InputInvalid: it is none
    """
    local, at, domain = raw.strip().rpartition("@")
    try:
        address = f"{local}{at}{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        address = ""
    if len(address) > ADDRESS_CHARS or not _ADDRESS.fullmatch(address):
        raise InputInvalid("This is not an e-mail address.", field="address")
    return address
