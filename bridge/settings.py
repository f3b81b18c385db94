"""Settings: from the environment alone, read once, refused loudly.

Each field of :class:`Settings` is one variable. Secrets may come from a file instead: ``NAME_FILE``
holds its path. ``docs/configuration.md`` and ``.env.example`` describe every one; a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bridge import parsing
from bridge.domain.files import FileLimits
from bridge.parsing import MailServer, origin_of


class SettingsError(Exception):
    """One or more settings cannot be used; the text names each and says what is expected."""


def _setting(name: str, parse: Callable[[str], Any], default: Any = None, *, secret: bool = False) -> Any:
    """A field that is read from the variable ``name``; without ``default`` it must be given."""
    meta = {"name": name, "parse": parse, "default": default, "secret": secret}
    return field(repr=not secret, metadata=meta)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Durations are in seconds, sizes in bytes."""

    secret_key: str = _setting("CHATBRIDGE_SECRET_KEY", parsing.secret, secret=True)
    public_url: str = _setting("CHATBRIDGE_PUBLIC_URL", parsing.url, "http://127.0.0.1:8080/chatbridge")
    allowed_origins: frozenset[str] = _setting("CHATBRIDGE_ALLOWED_ORIGINS", parsing.origins, "")
    identity_secrets: Mapping[str, str] = _setting(
        "CHATBRIDGE_IDENTITY_SECRETS", parsing.keys, "", secret=True
    )
    identity_seconds: int = _setting("CHATBRIDGE_IDENTITY_SECONDS", parsing.number(60, 86400), "900")
    visitor_hours: int = _setting("CHATBRIDGE_VISITOR_HOURS", parsing.number(1, 720), "24")

    otrs_url: str = _setting("CHATBRIDGE_OTRS_URL", parsing.maybe_url, "")
    otrs_webservice: str = _setting("CHATBRIDGE_OTRS_WEBSERVICE", parsing.text, "ChatBridge")
    otrs_user: str = _setting("CHATBRIDGE_OTRS_USER", parsing.text, "chatbridge")
    otrs_password: str = _setting("CHATBRIDGE_OTRS_PASSWORD", parsing.text, "", secret=True)
    otrs_timeout: int = _setting("CHATBRIDGE_OTRS_TIMEOUT", parsing.number(1, 120), "20")
    otrs_ca_file: str = _setting("CHATBRIDGE_OTRS_CA_FILE", parsing.text, "")
    directory_seconds: int = _setting("CHATBRIDGE_DIRECTORY_SECONDS", parsing.number(10, 86400), "120")
    admin_group: str = _setting("CHATBRIDGE_ADMIN_GROUP", parsing.text, "admin")

    otrs_way: str = _setting("CHATBRIDGE_OTRS_WAY", parsing.way, "addon")
    stock_agents: tuple[tuple[str, str, str], ...] = _setting("CHATBRIDGE_STOCK_AGENTS", parsing.members, "")
    stock_queues: tuple[str, ...] = _setting("CHATBRIDGE_STOCK_QUEUES", parsing.names, "Raw")
    stock_priorities: tuple[str, ...] = _setting(
        "CHATBRIDGE_STOCK_PRIORITIES", parsing.names, "3 normal,4 high,5 very high,2 low,1 very low"
    )
    stock_states: tuple[str, ...] = _setting(
        "CHATBRIDGE_STOCK_STATES", parsing.names, "open,new,closed successful"
    )
    sign_in_hours: int = _setting("CHATBRIDGE_SIGN_IN_HOURS", parsing.number(1, 24), "10")
    sign_ins_per_minute: int = _setting("CHATBRIDGE_SIGN_INS_PER_MINUTE", parsing.number(1, 10_000), "10")

    default_channel: str = _setting("CHATBRIDGE_DEFAULT_CHANNEL", parsing.text, "Support")
    default_group: str = _setting("CHATBRIDGE_DEFAULT_GROUP", parsing.text, "users")

    request_hours: int = _setting("CHATBRIDGE_REQUEST_HOURS", parsing.number(1, 8760), "24")

    file_bytes: int = _setting("CHATBRIDGE_FILE_BYTES", parsing.number(1000, 25_000_000), "10000000")
    chat_file_bytes: int = _setting(
        "CHATBRIDGE_CHAT_FILE_BYTES", parsing.number(1000, 30_000_000), "25000000"
    )
    file_types: frozenset[str] = _setting(
        "CHATBRIDGE_FILE_TYPES",
        parsing.endings,
        "png,jpg,jpeg,gif,webp,heic,pdf,txt,log,md,csv,json,xml,rtf,eml,msg,zip,gz,"
        "docx,xlsx,pptx,odt,ods,odp,doc,xls,ppt",
    )

    smtp: MailServer | None = _setting(  # noqa: RUF009
        "CHATBRIDGE_SMTP_URL", parsing.mail_server, "", secret=True
    )
    smtp_ca_file: str = _setting("CHATBRIDGE_SMTP_CA_FILE", parsing.text, "")
    mail_from: str = _setting("CHATBRIDGE_MAIL_FROM", parsing.sender, "")
    pdf_engine: str = _setting("CHATBRIDGE_PDF_ENGINE", parsing.engine, "auto")
    font_dirs: tuple[str, ...] = _setting(
        "CHATBRIDGE_FONT_DIRS", parsing.names, "/usr/share/fonts,/usr/local/share/fonts"
    )

    database_url: str = _setting(
        "DATABASE_URL", parsing.database_url, "sqlite:///var/chatbridge.db", secret=True
    )
    redis_url: str = _setting("REDIS_URL", parsing.redis_url, "", secret=True)

    host: str = _setting("CHATBRIDGE_HOST", parsing.text, "127.0.0.1")
    port: int = _setting("CHATBRIDGE_PORT", parsing.number(1, 65535), "8080")
    web_processes: int = _setting("CHATBRIDGE_WEB_PROCESSES", parsing.number(1, 64), "1")
    web_threads: int = _setting("CHATBRIDGE_WEB_THREADS", parsing.number(4, 64), "8")
    worker_threads: int = _setting("CHATBRIDGE_WORKER_THREADS", parsing.number(1, 64), "4")
    log_level: str = _setting("CHATBRIDGE_LOG_LEVEL", parsing.level, "INFO")

    sockets_max: int = _setting("CHATBRIDGE_SOCKETS_MAX", parsing.number(1, 1_000_000), "10000")
    socket_ping_seconds: int = _setting("CHATBRIDGE_SOCKET_PING_SECONDS", parsing.number(1, 600), "25")
    socket_idle_seconds: int = _setting("CHATBRIDGE_SOCKET_IDLE_SECONDS", parsing.number(2, 3600), "75")
    socket_buffer_bytes: int = _setting(
        "CHATBRIDGE_SOCKET_BUFFER_BYTES", parsing.number(65536, 1 << 30), "1048576"
    )
    commands_per_second: int = _setting("CHATBRIDGE_COMMANDS_PER_SECOND", parsing.number(1, 10_000), "10")
    visitor_sockets_per_address: int = _setting(
        "CHATBRIDGE_VISITOR_SOCKETS_PER_ADDRESS", parsing.number(1, 100_000), "60"
    )
    visitors_per_minute: int = _setting("CHATBRIDGE_VISITORS_PER_MINUTE", parsing.number(1, 10_000), "30")
    trusted_proxies: int = _setting("CHATBRIDGE_TRUSTED_PROXIES", parsing.number(0, 10), "1")
    heal_seconds: int = _setting("CHATBRIDGE_HEAL_SECONDS", parsing.number(1, 600), "5")
    presence_seconds: int = _setting("CHATBRIDGE_PRESENCE_SECONDS", parsing.number(6, 600), "60")

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
            groups[name] = groups.get(name, frozenset()) | parsing.IMPLIED[permission]
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
