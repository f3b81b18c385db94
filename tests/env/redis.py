"""A Redis of our own, in memory only."""

from pathlib import Path

import redis

from tests.env.processes import Process, free_port, new_folder, remove_folder


class RedisServer:
    """One server; ``url`` names its database 0, ``database(n)`` another of the sixteen."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder: Path | None = None
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """As REDIS_URL wants it."""
        return self.database(0)

    def database(self, number: int) -> str:
        """The address of the server's database ``number``."""
        return f"redis://127.0.0.1:{self.port}/{number}"

    def start(self) -> "RedisServer":
        """Start and wait until it answers. A second ``start`` begins empty, on the same port."""
        if self._folder is None:
            self._folder = new_folder("redis")
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = Process("redis", command, folder=self._folder)
        self._process.wait_until(self._ready)
        return self

    def _ready(self) -> bool:
        try:
            with redis.Redis(port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False

    def kill(self) -> None:
        """End it as a crash would; ``start`` brings an empty one back."""
        if self._process:
            self._process.kill()

    def stop(self) -> None:
        """Stop it and remove its folder."""
        if self._process:
            self._process.stop()
        if self._folder:
            remove_folder(self._folder)
        self._process = self._folder = None
