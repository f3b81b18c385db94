"""``bridge run`` as a newcomer starts it, in an empty folder."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import requests

from tests.env.bridge import PROGRAM
from tests.env.processes import Process, answers, free_port, new_folder, remove_folder


class Trial:
    """The service, its worker and the OTRS stand-in."""

    def __init__(self) -> None:
        self.port, self.otrs_port = free_port(), free_port()
        self.otrs = f"http://127.0.0.1:{self.otrs_port}"
        self.bridge = f"http://127.0.0.1:{self.port}/chatbridge"
        self._folder: Path | None = None
        self._process: Process | None = None

    def start(self) -> Trial:
        """Start it and wait until both pages answer."""
        self._folder = new_folder("trial")
        command = [PROGRAM, "run", "--port", str(self.port), "--otrs-port", str(self.otrs_port)]
        env = {"PATH": os.environ["PATH"], "HOME": str(self._folder), "PYTHONUNBUFFERED": "1"}
        self._process = Process(
            "trial", command, folder=self._folder, env=env, privileged=True, stop_signal=signal.SIGINT
        )
        self._process.wait_until(lambda: answers(self.port) and answers(self.otrs_port))
        return self

    def outage(self, *, on: bool) -> None:
        """The switch of the stand-in's start page: OTRS cannot be reached, or can again."""
        requests.post(f"{self.otrs}/sandbox/outage", json={"on": on}, timeout=60).raise_for_status()

    def tickets(self) -> list[dict[str, Any]]:
        """All tickets that the stand-in has."""
        return requests.get(f"{self.otrs}/sandbox/tickets", timeout=60).json()["tickets"]

    def log(self, characters: int = 3000) -> str:
        """The end of its output."""
        return self._process.tail(characters) if self._process else ""

    def stop(self) -> None:
        """Ctrl-C."""
        if self._process and self._folder:
            self._process.stop()
            remove_folder(self._folder)
