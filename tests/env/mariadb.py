"""A MariaDB of our own. What it committed survives `kill`, but not a power cut."""

import secrets
from pathlib import Path
from typing import Any

import pymysql

from tests.env.cache import copy_tree, template
from tests.env.processes import EnvError, Process, free_port, give, new_folder, remove_folder, run

USER = "chatbridge"
PASSWORD = "chatbridge"


def _make(folder: Path) -> None:
    data = folder / "data"
    data.mkdir(mode=0o700)
    give(data)
    run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", "--skip-name-resolve",
         "--auth-root-authentication-method=normal", "--innodb-log-file-size=16M"],
        folder=folder,
    )  # fmt: skip


class MariaDatabase:
    """One database of a ``MariaDB``."""

    def __init__(self, server: "MariaDB", name: str) -> None:
        self.server = server
        self.name = name

    @property
    def url(self) -> str:
        """As DATABASE_URL wants it."""
        return f"mariadb+pymysql://{USER}:{PASSWORD}@127.0.0.1:{self.server.port}/{self.name}?charset=utf8mb4"

    def connect(self, **options: Any) -> pymysql.Connection:
        """A new connection of PyMySQL."""
        return pymysql.connect(
            host="127.0.0.1",
            port=self.server.port,
            user=USER,
            password=PASSWORD,
            database=self.name,
            charset="utf8mb4",
            **options,
        )

    def drop(self) -> None:
        """Remove it."""
        self.server.execute(f"DROP DATABASE IF EXISTS `{self.name}`")


class MariaDB:
    """A server in a temporary folder; its empty data folder comes from the cache."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder: Path | None = None
        self._process: Process | None = None

    def start(self) -> "MariaDB":
        """Start and wait until it answers; after ``kill`` on the same port with the same data."""
        version = run(["mariadbd", "--no-defaults", "--version"], folder=Path("/")).split()[2].split("-")[0]
        if self._folder is None:
            self._folder = new_folder("mariadb")
            copy_tree(template(f"mariadb-{version}", _make), self._folder)
        command = ["mariadbd", "--no-defaults", f"--datadir={self._folder}/data", f"--port={self.port}"]
        command += [
            "--bind-address=127.0.0.1",
            f"--socket={self._folder}/mariadb.sock",
            "--skip-name-resolve",
        ]
        command += [f"--pid-file={self._folder}/mariadb.pid", "--innodb-log-file-size=16M"]
        command += ["--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=2"]
        command += ["--innodb-doublewrite=0", "--sync-binlog=0", "--innodb-use-native-aio=0"]
        command += ["--character-set-server=utf8mb4", "--default-time-zone=+00:00", "--max-connections=200"]
        self._process = Process("mariadb", command, folder=self._folder)
        self._process.wait_until(self._ready)
        self.execute(f"CREATE USER IF NOT EXISTS {USER}@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
        self.execute(f"GRANT ALL ON *.* TO {USER}@'127.0.0.1'")
        return self

    def _admin(self) -> pymysql.Connection:
        if self._folder is None:
            raise EnvError("this MariaDB is not running")
        return pymysql.connect(unix_socket=f"{self._folder}/mariadb.sock", user="root", autocommit=True)

    def _ready(self) -> bool:
        try:
            self._admin().close()
        except pymysql.OperationalError:
            return False
        return True

    def execute(self, statement: str) -> None:
        """Run one statement as the server's root."""
        with self._admin() as connection, connection.cursor() as cursor:
            cursor.execute(statement)

    def database(self, name: str = "") -> MariaDatabase:
        """A new, empty database with utf8mb4."""
        name = name or f"t_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        return MariaDatabase(self, name)

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
