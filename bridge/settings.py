"""Settings: from the environment alone, read once, refused loudly.

Each field of :class:`Settings` is one variable. Secrets may come from a file instead: ``NAME_FILE``
holds its path. ``docs/configuration.md`` and ``.env.example`` describe every one; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlsplit

from bridge.domain.files import ANY_ENDING, FileLimits

MIN_SECRET_BYTES = 32


class SettingsError(Exception):
    """One or more settings cannot be used; the text names each and says what is expected."""


def _setting(name: str, parse: Callable[[str], Any], default: Any = None, *, secret: bool = False) -> Any:
    """A field that is read from the variable ``name``; without ``default`` it must be given."""
    meta = {"name": name, "parse": parse, "default": default, "secret": secret}
    return field(repr=not secret, metadata=meta)


def _text(raw: str) -> str:
    return raw


def _number(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        if not raw.isdecimal() or not low <= int(raw) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(raw)

    return parse


def _level(raw: str) -> str:
    if raw.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ValueError("DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return raw.upper()


def _url(raw: str) -> str:
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


def _maybe_url(raw: str) -> str:
    return _url(raw) if raw else ""


def _database_url(raw: str) -> str:
    if not raw.startswith(("sqlite:///", "postgresql+psycopg://", "mariadb+pymysql://", "mysql+pymysql://")):
        raise ValueError("sqlite:///FILE, postgresql+psycopg://… or mariadb+pymysql://…")
    return raw


def _redis_url(raw: str) -> str:
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


def _mail_server(raw: str) -> MailServer | None:
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


def _sender(raw: str) -> str:
    name, address = parseaddr(raw)
    if raw and (not re.fullmatch(r"[^@\s]+@[A-Za-z0-9.-]+", address) or not name.isprintable()):
        raise ValueError("an address such as Support <chat@example.com>")
    return raw


def _engine(raw: str) -> str:
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


def _origins(raw: str) -> frozenset[str]:
    origins = [part.strip() for part in raw.split(",") if part.strip()]
    if any(not _is_origin(origin) for origin in origins):
        raise ValueError("origins such as https://www.example.com, without a path, separated by commas")
    return frozenset(origins)


def _secret(raw: str) -> str:
    if len(raw.encode()) < MIN_SECRET_BYTES:
        raise ValueError(f"at least {MIN_SECRET_BYTES} bytes, such as from: openssl rand -base64 48")
    return raw


def _way(raw: str) -> str:
    if raw not in {"addon", "stock"}:
        raise ValueError("addon or stock")
    return raw


def _names(raw: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for part in raw.split(",") if (name := part.strip())))
    if not names:
        raise ValueError("at least one name")
    return names


_IMPLIED = {
    "ro": frozenset({"ro"}),
    "note": frozenset({"ro", "note"}),
    "rw": frozenset({"ro", "move_into", "create", "note", "owner", "priority", "rw"}),
}


def _members(raw: str) -> tuple[tuple[str, str, str], ...]:
    """Login, permission and group (empty: the default one) of each ``anton:rw`` or ``anton:rw@sales``."""
    members = []
    for part in filter(None, (part.strip() for part in raw.split(","))):
        login, colon, right = part.rpartition(":")
        permission, at, group = right.partition("@")
        if not login or not colon or permission not in _IMPLIED or bool(at) != bool(group):
            raise ValueError("parts such as anton:rw or anton:note@sales, separated by commas")
        members.append((login, permission, group))
    return tuple(members)


def _keys(raw: str) -> Mapping[str, str]:
    keys = {}
    for pair in filter(None, (part.strip() for part in raw.split(","))):
        kid, colon, secret = pair.partition(":")
        if not kid or not colon or len(secret.encode()) < MIN_SECRET_BYTES:
            raise ValueError(
                f"pairs kid:secret separated by commas, secrets of at least {MIN_SECRET_BYTES} bytes"
            )
        keys[kid] = secret
    return keys


def _endings(raw: str) -> frozenset[str]:
    endings = frozenset(part.strip().lower().removeprefix(".") for part in raw.split(",") if part.strip())
    if raw.strip() == ANY_ENDING:
        return frozenset({ANY_ENDING})
    if not endings or any(not one.isascii() or not one.isalnum() or len(one) > 10 for one in endings):
        raise ValueError("endings of file names such as png,pdf,txt; or * for all")
    return endings


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Durations are in seconds, sizes in bytes."""

    secret_key: str = _setting("CHATBRIDGE_SECRET_KEY", _secret, secret=True)
    public_url: str = _setting("CHATBRIDGE_PUBLIC_URL", _url, "http://127.0.0.1:8080/chatbridge")
    allowed_origins: frozenset[str] = _setting("CHATBRIDGE_ALLOWED_ORIGINS", _origins, "")
    identity_secrets: Mapping[str, str] = _setting("CHATBRIDGE_IDENTITY_SECRETS", _keys, "", secret=True)
    identity_seconds: int = _setting("CHATBRIDGE_IDENTITY_SECONDS", _number(60, 86400), "900")
    visitor_hours: int = _setting("CHATBRIDGE_VISITOR_HOURS", _number(1, 720), "24")

    otrs_url: str = _setting("CHATBRIDGE_OTRS_URL", _maybe_url, "")
    otrs_webservice: str = _setting("CHATBRIDGE_OTRS_WEBSERVICE", _text, "ChatBridge")
    otrs_user: str = _setting("CHATBRIDGE_OTRS_USER", _text, "chatbridge")
    otrs_password: str = _setting("CHATBRIDGE_OTRS_PASSWORD", _text, "", secret=True)
    otrs_timeout: int = _setting("CHATBRIDGE_OTRS_TIMEOUT", _number(1, 120), "20")
    otrs_ca_file: str = _setting("CHATBRIDGE_OTRS_CA_FILE", _text, "")
    directory_seconds: int = _setting("CHATBRIDGE_DIRECTORY_SECONDS", _number(10, 86400), "120")
    admin_group: str = _setting("CHATBRIDGE_ADMIN_GROUP", _text, "admin")

    otrs_way: str = _setting("CHATBRIDGE_OTRS_WAY", _way, "addon")
    stock_agents: tuple[tuple[str, str, str], ...] = _setting("CHATBRIDGE_STOCK_AGENTS", _members, "")
    stock_queues: tuple[str, ...] = _setting("CHATBRIDGE_STOCK_QUEUES", _names, "Raw")
    stock_priorities: tuple[str, ...] = _setting(
        "CHATBRIDGE_STOCK_PRIORITIES", _names, "3 normal,4 high,5 very high,2 low,1 very low"
    )
    stock_states: tuple[str, ...] = _setting("CHATBRIDGE_STOCK_STATES", _names, "open,new,closed successful")
    sign_in_hours: int = _setting("CHATBRIDGE_SIGN_IN_HOURS", _number(1, 24), "10")
    sign_ins_per_minute: int = _setting("CHATBRIDGE_SIGN_INS_PER_MINUTE", _number(1, 10_000), "10")

    default_channel: str = _setting("CHATBRIDGE_DEFAULT_CHANNEL", _text, "Support")
    default_group: str = _setting("CHATBRIDGE_DEFAULT_GROUP", _text, "users")

    request_hours: int = _setting("CHATBRIDGE_REQUEST_HOURS", _number(1, 8760), "24")

    file_bytes: int = _setting("CHATBRIDGE_FILE_BYTES", _number(1000, 25_000_000), "10000000")
    chat_file_bytes: int = _setting("CHATBRIDGE_CHAT_FILE_BYTES", _number(1000, 30_000_000), "25000000")
    file_types: frozenset[str] = _setting(
        "CHATBRIDGE_FILE_TYPES",
        _endings,
        "png,jpg,jpeg,gif,webp,heic,pdf,txt,log,md,csv,json,xml,rtf,eml,msg,zip,gz,"
        "docx,xlsx,pptx,odt,ods,odp,doc,xls,ppt",
    )

    smtp: MailServer | None = _setting(  # noqa: RUF009
        "CHATBRIDGE_SMTP_URL", _mail_server, "", secret=True
    )
    smtp_ca_file: str = _setting("CHATBRIDGE_SMTP_CA_FILE", _text, "")
    mail_from: str = _setting("CHATBRIDGE_MAIL_FROM", _sender, "")
    pdf_engine: str = _setting("CHATBRIDGE_PDF_ENGINE", _engine, "auto")
    font_dirs: tuple[str, ...] = _setting(
        "CHATBRIDGE_FONT_DIRS", _names, "/usr/share/fonts,/usr/local/share/fonts"
    )

    database_url: str = _setting("DATABASE_URL", _database_url, "sqlite:///var/chatbridge.db", secret=True)
    redis_url: str = _setting("REDIS_URL", _redis_url, "", secret=True)

    host: str = _setting("CHATBRIDGE_HOST", _text, "127.0.0.1")
    port: int = _setting("CHATBRIDGE_PORT", _number(1, 65535), "8080")
    web_processes: int = _setting("CHATBRIDGE_WEB_PROCESSES", _number(1, 64), "1")
    web_threads: int = _setting("CHATBRIDGE_WEB_THREADS", _number(4, 64), "8")
    worker_threads: int = _setting("CHATBRIDGE_WORKER_THREADS", _number(1, 64), "4")
    log_level: str = _setting("CHATBRIDGE_LOG_LEVEL", _level, "INFO")

    sockets_max: int = _setting("CHATBRIDGE_SOCKETS_MAX", _number(1, 1_000_000), "10000")
    socket_ping_seconds: int = _setting("CHATBRIDGE_SOCKET_PING_SECONDS", _number(1, 600), "25")
    socket_idle_seconds: int = _setting("CHATBRIDGE_SOCKET_IDLE_SECONDS", _number(2, 3600), "75")
    socket_buffer_bytes: int = _setting("CHATBRIDGE_SOCKET_BUFFER_BYTES", _number(65536, 1 << 30), "1048576")
    commands_per_second: int = _setting("CHATBRIDGE_COMMANDS_PER_SECOND", _number(1, 10_000), "10")
    visitor_sockets_per_address: int = _setting(
        "CHATBRIDGE_VISITOR_SOCKETS_PER_ADDRESS", _number(1, 100_000), "60"
    )
    visitors_per_minute: int = _setting("CHATBRIDGE_VISITORS_PER_MINUTE", _number(1, 10_000), "30")
    trusted_proxies: int = _setting("CHATBRIDGE_TRUSTED_PROXIES", _number(0, 10), "1")
    heal_seconds: int = _setting("CHATBRIDGE_HEAL_SECONDS", _number(1, 600), "5")
    presence_seconds: int = _setting("CHATBRIDGE_PRESENCE_SECONDS", _number(6, 600), "60")

    def __post_init__(self) -> None:
        embedded = not self.redis_url
        if embedded and self.web_processes > 1:
            raise SettingsError("CHATBRIDGE_WEB_PROCESSES: more than one needs REDIS_URL.")
        if self.socket_idle_seconds <= self.socket_ping_seconds:
            raise SettingsError(
                "CHATBRIDGE_SOCKET_IDLE_SECONDS: must be more than CHATBRIDGE_SOCKET_PING_SECONDS."
            )
        if self.smtp is not None and not self.mail_from:
            raise SettingsError("CHATBRIDGE_MAIL_FROM: CHATBRIDGE_SMTP_URL needs it, too.")

    @property
    def file_limits(self) -> FileLimits:
        """What may be put into a chat."""
        return FileLimits(self.file_bytes, self.chat_file_bytes, self.file_types)

    @property
    def embedded(self) -> bool:
        """Everything in one process: without Redis there is nobody else to talk to."""
        return not self.redis_url

    @property
    def stock_groups(self) -> dict[str, dict[str, frozenset[str]]]:
        """Login → group → permissions, of the agents listed in CHATBRIDGE_STOCK_AGENTS."""
        agents: dict[str, dict[str, frozenset[str]]] = {}
        for login, permission, group in self.stock_agents:
            groups = agents.setdefault(login, {})
            name = group or self.default_group
            groups[name] = groups.get(name, frozenset()) | _IMPLIED[permission]
        return agents

    @property
    def origins(self) -> frozenset[str]:
        """All origins whose pages may use the service."""
        return self.allowed_origins | {origin_of(self.public_url)}


def load(environ: Mapping[str, str]) -> Settings:
    """The settings of this environment.

    :raises SettingsError: naming every variable that is missing or wrong, and what is expected
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for one in fields(Settings):
        try:
            values[one.name] = _read(environ, one.metadata)
        except ValueError as problem:
            problems.append(f"{one.metadata['name']}: expected {problem}.")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(**values)


def _read(environ: Mapping[str, str], meta: Mapping[str, Any]) -> Any:
    name = meta["name"]
    raw = environ.get(name)
    if meta["secret"] and environ.get(f"{name}_FILE"):
        if raw is not None:
            raise ValueError(f"either {name} or {name}_FILE, not both")
        try:
            raw = Path(environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ValueError(f"a readable file in {name}_FILE ({error.strerror})") from error
    if raw is None:
        raw = meta["default"]
    if raw is None:
        raise ValueError("a value; it is not set")
    return meta["parse"](raw.strip())
