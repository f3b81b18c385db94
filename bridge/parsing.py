"""How the values of settings are read: each function takes what was set and gives the value, or says what is
expected.

:raises ValueError: all of them, with what is expected as its text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlsplit

from bridge.domain.files import ANY_ENDING

MIN_SECRET_BYTES = 32


def text(raw: str) -> str:
    """Any text."""
    return raw


def number(low: int, high: int) -> Callable[[str], int]:
    """A whole number within these bounds."""

    def parse(raw: str) -> int:
        if not raw.isdecimal() or not low <= int(raw) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(raw)

    return parse


def level(raw: str) -> str:
    """A level of Python's logging."""
    if raw.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ValueError("DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return raw.upper()


def url(raw: str) -> str:
    """An address of a server and a path, without a slash at its end."""
    parts = urlsplit(raw)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or not _has_usable_port(parts)
        or parts.username is not None
        or parts.query
        or parts.fragment
    ):
        raise ValueError("an address such as https://help.example.com/otrs")
    return raw.rstrip("/")


def _has_usable_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def maybe_url(raw: str) -> str:
    """An address, or nothing."""
    return url(raw) if raw else ""


def database_url(raw: str) -> str:
    """A database, as SQLAlchemy writes it."""
    if not raw.startswith(("sqlite:///", "postgresql+psycopg://", "mariadb+pymysql://", "mysql+pymysql://")):
        raise ValueError("sqlite:///FILE, postgresql+psycopg://… or mariadb+pymysql://…")
    return raw


def redis_url(raw: str) -> str:
    """A Redis, or nothing."""
    if raw and not raw.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("an address such as redis://localhost:6379/0")
    return raw


class MailServer(NamedTuple):
    """How mail is sent.

    :ivar tls: ``starttls``, ``tls`` (from the first byte on) or ``none``
    """

    host: str
    port: int
    user: str
    password: str
    tls: str


_MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def mail_server(raw: str) -> MailServer | None:
    """A mail server, or nothing."""
    if not raw:
        return None
    parts = urlsplit(raw)
    tls = dict(parse_qsl(parts.query)).get("tls", "starttls")
    usable = parts.scheme == "smtp" and bool(parts.hostname) and _has_usable_port(parts)
    if not usable or parts.path.strip("/") or tls not in _MAIL_PORTS or set(parse_qs(parts.query)) - {"tls"}:
        raise ValueError("an address such as smtp://user:password@mail.example.com:587?tls=starttls")
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or _MAIL_PORTS[tls],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )


def sender(raw: str) -> str:
    """Who mail is from, or nobody."""
    name, address = parseaddr(raw)
    if raw and (not re.fullmatch(r"[^@\s]+@[A-Za-z0-9.-]+", address) or not name.isprintable()):
        raise ValueError("an address such as Support <chat@example.com>")
    return raw


def engine(raw: str) -> str:
    """What draws PDFs."""
    if raw not in {"auto", "xhtml2pdf", "weasyprint"}:
        raise ValueError("auto, xhtml2pdf or weasyprint")
    return raw


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as browsers write them in ``Origin``."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def _is_origin(text: str) -> bool:
    parts = urlsplit(text)
    usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and _has_usable_port(parts)
    return usable and origin_of(text) == text


def origins(raw: str) -> frozenset[str]:
    """Origins of pages."""
    origins = [part.strip() for part in raw.split(",") if part.strip()]
    if any(not _is_origin(origin) for origin in origins):
        raise ValueError("origins such as https://www.example.com, without a path, separated by commas")
    return frozenset(origins)


def secret(raw: str) -> str:
    """A secret that is long enough."""
    if len(raw.encode()) < MIN_SECRET_BYTES:
        raise ValueError(f"at least {MIN_SECRET_BYTES} bytes, such as from: openssl rand -base64 48")
    return raw


def way(raw: str) -> str:
    """How OTRS is connected."""
    if raw not in {"addon", "stock"}:
        raise ValueError("addon or stock")
    return raw


def names(raw: str) -> tuple[str, ...]:
    """Names, each once."""
    names = tuple(dict.fromkeys(name for part in raw.split(",") if (name := part.strip())))
    if not names:
        raise ValueError("at least one name")
    return names


IMPLIED = {
    "ro": frozenset({"ro"}),
    "note": frozenset({"ro", "note"}),
    "rw": frozenset({"ro", "move_into", "create", "note", "owner", "priority", "rw"}),
}


def members(raw: str) -> tuple[tuple[str, str, str], ...]:
    """Login, permission and group (empty: the default one) of each ``anton:rw`` or ``anton:rw@sales``."""
    members = []
    for part in filter(None, (part.strip() for part in raw.split(","))):
        login, colon, right = part.rpartition(":")
        permission, at, group = right.partition("@")
        if not login or not colon or permission not in IMPLIED or bool(at) != bool(group):
            raise ValueError("parts such as anton:rw or anton:note@sales, separated by commas")
        members.append((login, permission, group))
    return tuple(members)


def keys(raw: str) -> Mapping[str, str]:
    """Secrets by their names."""
    keys = {}
    for pair in filter(None, (part.strip() for part in raw.split(","))):
        kid, colon, secret = pair.partition(":")
        if not kid or not colon or len(secret.encode()) < MIN_SECRET_BYTES:
            raise ValueError(
                f"pairs kid:secret separated by commas, secrets of at least {MIN_SECRET_BYTES} bytes"
            )
        keys[kid] = secret
    return keys


def endings(raw: str) -> frozenset[str]:
    """Endings of file names."""
    endings = frozenset(part.strip().lower().removeprefix(".") for part in raw.split(",") if part.strip())
    if raw.strip() == ANY_ENDING:
        return frozenset({ANY_ENDING})
    if not endings or any(not one.isascii() or not one.isalnum() or len(one) > 10 for one in endings):
        raise ValueError("endings of file names such as png,pdf,txt; or * for all")
    return endings
