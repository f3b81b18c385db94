"""A PostgreSQL of our own. What it committed survives `kill`, but not a power cut."""

import secrets
import signal
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.env.processes import EnvError, Process, free_port, give, new_folder, remove_folder, run
from tests.patience import SECONDS

ROLE = "chatbridge"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "jit": "off",
    "max_wal_size": "512MB",
    "timezone": "UTC",
}


def programs() -> Path:
    """The folder of the newest server's programs; Debian does not put them on PATH. EnvError without one."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    if not found:
        raise EnvError("no PostgreSQL server is installed")
    return found[0].parent


def major_version() -> str:
    """The server's major version, for example ``15``; a data folder belongs to one."""
    return programs().parent.name


def make_cluster(data: Path) -> None:
    """Make an empty cluster in ``data``; its superuser is ``chatbridge``, without a password."""
    data.mkdir(mode=0o700)
    give(data)
    run(
        [
            programs() / "initdb",
            "-D",
            data,
            "-U",
            ROLE,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ],
        folder=data,
    )


class Database:
    """One database of a ``Postgres``."""

    def __init__(self, server: "Postgres", name: str) -> None:
        self.server = server
        self.name = name

    @property
    def url(self) -> str:
        """As DATABASE_URL wants it."""
        return f"postgresql+psycopg://{ROLE}@127.0.0.1:{self.server.port}/{self.name}"

    def connect(self, **options: Any) -> psycopg.Connection:
        """A new connection of psycopg."""
        return psycopg.connect(
            host="127.0.0.1", port=self.server.port, user=ROLE, dbname=self.name, **options
        )

    def drop(self) -> None:
        """Remove it, whoever is still connected."""
        self.server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name))
        )


class Postgres:
    """A cluster in a temporary folder, or in ``data``, a folder that the caller made and keeps."""

    def __init__(self, data: Path | None = None) -> None:
        self.port = free_port()
        self._data = data
        self._folder: Path | None = None
        self._process: Process | None = None

    def start(self) -> "Postgres":
        """Start and wait until it answers; after ``kill`` on the same port with the same data."""
        self._folder = self._folder or new_folder("postgres")
        data = self._data or self._folder / "data"
        if not data.exists():
            make_cluster(data)
        options = {**_SETTINGS, "port": str(self.port), "unix_socket_directories": str(self._folder)}
        command: list[str | Path] = [programs() / "postgres", "-D", data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        deadline = time.monotonic() + SECONDS
        while True:
            # SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients.
            self._process = Process("postgres", command, folder=self._folder, stop_signal=signal.SIGINT)
            try:
                self._process.wait_until(self._ready)
            except EnvError as error:
                # The killed one's children notice a moment later, and hold its memory until then.
                if "still in use" not in str(error) or time.monotonic() > deadline:
                    raise
            else:
                return self

    def _ready(self) -> bool:
        try:
            Database(self, "postgres").connect(connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def execute(self, statement: str | sql.Composed) -> None:
        """Run one statement in the database ``postgres``, outside a transaction."""
        with Database(self, "postgres").connect(autocommit=True) as connection:
            connection.execute(statement if isinstance(statement, sql.Composed) else statement.encode())

    def database(self, name: str = "", template: str = "template0") -> Database:
        """A new database; a copy of ``template`` when one is named (nobody may be connected to that)."""
        name = name or f"t_{secrets.token_hex(6)}"
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return Database(self, name)

    def kill(self) -> None:
        """End it as a crash would; ``start`` brings it back."""
        if self._process:
            self._process.kill()

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self._process:
            self._process.stop()
        if self._folder:
            remove_folder(self._folder)
        self._process = self._folder = None
