"""The bridge as an operator runs it: web, worker and beat processes with a database and Redis."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import requests

from tests.env.processes import EnvError, Process, free_port, new_folder, remove_folder

PROGRAM = Path(sys.executable).with_name("bridge")


class Bridge:
    """One bridge. ``public_url`` is where browsers find it; by default its own port, without a proxy."""

    def __init__(
        self,
        *,
        database_url: str,
        redis_url: str,
        public_url: str = "",
        port: int = 0,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port or free_port()
        self.local_url = f"http://127.0.0.1:{self.port}/chatbridge"
        self.url = public_url or self.local_url
        self.settings = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "CHATBRIDGE_SECRET_KEY": secrets.token_urlsafe(48),
            "CHATBRIDGE_PUBLIC_URL": self.url,
            "CHATBRIDGE_HOST": "127.0.0.1",
            "CHATBRIDGE_PORT": str(self.port),
            **(settings or {}),
        }
        self.processes: dict[str, Process] = {}
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        """Where its processes run and log."""
        if self._folder is None:
            raise EnvError("this bridge is not running")
        return self._folder

    def environment(self) -> dict[str, str]:
        """What its processes get: the settings, and nothing of the caller's but what finds programs."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "PYTHONUNBUFFERED": "1", **self.settings}

    def command(self, *words: str, timeout: float = 180) -> str:
        """Run ``bridge WORDS`` with these settings and return its output. EnvError when it fails."""
        self._folder = self._folder or new_folder("bridge")
        done = subprocess.run(
            [PROGRAM, *words],
            cwd=self._folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if done.returncode:
            raise EnvError(
                f"bridge {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def start(self, *names: str) -> "Bridge":
        """Bring up ``serve``, ``worker`` and ``beat``, or only the named ones; wait until it is healthy.

        The first time, it also makes the tables and fetches agents and groups from OTRS, when there is one.
        """
        if self._folder is None:
            self.command("migrate")
            if "CHATBRIDGE_OTRS_URL" in self.settings:
                self.command("refresh")
        for name in names or ("serve", "worker", "beat"):
            process = Process(
                name, [PROGRAM, name], folder=self.folder, env=self.environment(), privileged=True
            )
            self.processes[name] = process
            if name == "serve":
                process.wait_until(self.healthy)
        return self

    def healthy(self) -> bool:
        """Does ``/healthz`` answer 200?"""
        try:
            return requests.get(f"{self.local_url}/healthz", timeout=60).status_code == 200
        except requests.RequestException:
            return False

    def kill(self, name: str) -> None:
        """End one process as a crash would; ``start(name)`` brings it back."""
        self.processes.pop(name).kill()

    def log(self, characters: int = 3000) -> str:
        """The end of every process's output."""
        return "\n".join(
            f"--- {name}\n{process.tail(characters)}" for name, process in self.processes.items()
        )

    def stop(self) -> None:
        """Stop all processes and remove the folder."""
        for name in list(self.processes):
            self.processes.pop(name).stop()
        if self._folder:
            remove_folder(self._folder)
        self._folder = None
