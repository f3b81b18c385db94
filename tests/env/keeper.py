"""Ends what a test run leaves behind, also when the run was killed: it waits for its standard input to close.

Run as a process of its own. Lines it reads: ``process GROUP SIGNAL``, ``ended GROUP``, ``folder PATH``,
``removed PATH``. GROUP is a process group id, SIGNAL a number.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

PATIENCE = 8  # seconds between the polite signal and SIGKILL


def _anybody_left(groups: set[int]) -> bool:
    """Does a process of one of the groups run? A zombie, which only waits to be reaped, does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(group) in groups and state not in "ZX":
                return True
    return False


def _kill(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def main() -> None:
    """Read until the writer is gone, then end every group and remove every folder still on the list."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in sys.stdin:
        verb, _, rest = line.rstrip("\n").partition(" ")
        if verb == "process":
            group, number = rest.split()
            groups[int(group)] = int(number)
        elif verb == "ended":
            groups.pop(int(rest), None)
        elif verb == "folder":
            folders.append(rest)
        elif verb == "removed" and rest in folders:
            folders.remove(rest)
    for group, number in groups.items():
        _kill(group, number)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and _anybody_left(set(groups)):
        time.sleep(0.05)
    for group in groups:
        _kill(group, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
