"""Processes and folders of a test run, and the promise that nothing of them outlives it.

As root, servers run as the web user ``www-data`` (PostgreSQL and OTRS refuse root); otherwise as ourselves.
"""

import contextlib
import errno
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
WEB_USER = "www-data"


class EnvError(Exception):
    """A server did not start or a command failed; the text says which and shows the end of its output."""


class _Keeper:
    """Our end of the pipe to ``keeper.py``; started with the first thing to look after."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0

    def tell(self, line: str) -> None:
        with self._lock:
            if self._process is None or self._owner != os.getpid():
                script = Path(__file__).with_name("keeper.py")
                self._process = subprocess.Popen(
                    [sys.executable, "-I", str(script)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    text=True,
                    bufsize=1,
                    start_new_session=True,
                )
                self._owner = os.getpid()
            assert self._process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(line + "\n")
                self._process.stdin.flush()


_keeper = _Keeper()
_held: list[socket.socket] = []  # a datagram socket for each port that free_port gave


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on, below the range the kernel gives to clients.

    It is this run's until it ends: the UDP port of that number, held open, tells a run beside it.
    """
    while True:
        port = random.randrange(20000, 32000)
        held = socket.socket(type=socket.SOCK_DGRAM)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            held.bind(("127.0.0.1", port))
            _held.append(held)
            return port
        held.close()


def listen(port: int, patience: float = 10) -> socket.socket:
    """Listen on a port of 127.0.0.1, also right after somebody else did.

    While a connection is being made to a listener that is closed at that moment, Linux still counts its port
    as in use: so it is tried again for ``patience`` seconds. Raises OSError after that.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return socket.create_server(("127.0.0.1", port), backlog=100)
        except OSError as taken:
            if taken.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def account() -> dict[str, Any]:
    """What ``subprocess`` needs to run something unprivileged."""
    if os.geteuid() != 0:
        return {}
    return {"user": WEB_USER, "group": WEB_USER, "extra_groups": []}


def give(path: Path) -> None:
    """Make ``path``, one file or folder, the unprivileged account's."""
    if os.geteuid() == 0:
        shutil.chown(path, WEB_USER, WEB_USER)


def new_folder(name: str) -> Path:
    """A temporary folder of the unprivileged account, removed at the end of the run at the latest."""
    folder = Path(tempfile.mkdtemp(prefix=f"chatbridge-{name}-"))
    _keeper.tell(f"folder {folder}")
    folder.chmod(0o755)
    give(folder)
    return folder


def remove_folder(folder: Path) -> None:
    """Remove a folder that ``new_folder`` made."""
    shutil.rmtree(folder, ignore_errors=True)
    _keeper.tell(f"removed {folder}")


def server_environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A small environment without anything of the caller's, for programs of the system."""
    return {"PATH": SYSTEM_PATH, "HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC", **(extra or {})}


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    given: str | bytes | None = None,
    timeout: float = 120,
    privileged: bool = False,
) -> str:
    """Run a system program to its end, unprivileged unless said otherwise, and return its standard output.

    Raises EnvError with the end of its output when it fails or takes longer than ``timeout`` seconds.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=server_environment(folder),
            input=given.encode() if isinstance(given, str) else given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=timeout,
            check=False,
            **({} if privileged else account()),
        )
    except subprocess.TimeoutExpired as late:
        raise EnvError(f"{command[0]} took longer than {timeout:.0f} s") from late
    if done.returncode:
        output = (done.stdout + done.stderr).decode(errors="replace")
        words = " ".join(map(str, command))[:300]
        raise EnvError(f"{words}\nended with {done.returncode}:\n{output[-3000:]}")
    return done.stdout.decode(errors="replace")


class Process:
    """A running server in a process group of its own, with its output in ``<folder>/<name>.log``."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        env: Mapping[str, str] | None = None,
        privileged: bool = False,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._stop_signal = stop_signal
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                [str(part) for part in command],
                cwd=folder,
                env=dict(env) if env is not None else server_environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **({} if privileged else account()),
            )
        self.pid = self._popen.pid
        _keeper.tell(f"process {self.pid} {int(stop_signal)}")

    def alive(self) -> bool:
        """Is it still running?"""
        return self._popen.poll() is None

    def tail(self, characters: int = 3000) -> str:
        """The end of its output."""
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    def wait_until(self, ready: Callable[[], bool], timeout: float = 60) -> None:
        """Wait until ``ready()`` says so; EnvError when the process ends first or it takes too long."""
        deadline = time.monotonic() + timeout
        while not ready():
            if not self.alive():
                raise EnvError(f"{self.name} ended with {self._popen.returncode}:\n{self.tail()}")
            if time.monotonic() > deadline:
                raise EnvError(f"{self.name} was not ready after {timeout:.0f} s:\n{self.tail()}")
            time.sleep(0.03)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process itself, not to its group."""
        if self.alive():
            self._popen.send_signal(number)

    def kill(self) -> None:
        """End the whole group at once, as a crash would."""
        self._end(signal.SIGKILL, 10)

    def stop(self, timeout: float = 15) -> None:
        """End it politely, and with SIGKILL when that takes longer than ``timeout`` seconds."""
        self._end(self._stop_signal, timeout)

    def _end(self, number: signal.Signals, timeout: float) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self.alive():
                os.killpg(self.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._popen.wait(10)
        _keeper.tell(f"ended {self.pid}")


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Does something accept connections there?"""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
