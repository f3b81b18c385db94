"""What keeps the drawing process to itself: no network, no other program, no file but fonts and code.

The text of a chat is escaped and asks for nothing; this holds even if a library has a hole.
"""

from __future__ import annotations

import os
import resource
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 90
FILE_BYTES = 64 << 20

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.dlopen")
_READ_ONLY = ("r", "rb", "rt", "", None)


def limit() -> None:
    """Take this process's memory, time and files in bounds, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def close_up(folders: Iterable[str], scratch: str) -> None:
    """From now on nothing but fonts and code may be read, and written only to the ``scratch`` folder."""
    paths = sysconfig.get_paths()
    code = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    code |= {sys.prefix, sys.base_prefix + "/lib", str(Path(__file__).parents[2] / "bridge")}
    zones = {"/usr/share/zoneinfo", "/etc/mime.types", "/etc/fonts", "/var/cache/fontconfig"}
    readable = [_real(path) for path in code | zones | set(folders)]
    own = _real(scratch)

    def check(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            if not isinstance(path, str | bytes | os.PathLike):
                return  # a file that is open already
            real = _real(os.fsdecode(path))
            reads = mode in _READ_ONLY and not flags & (os.O_WRONLY | os.O_RDWR)
            if not (_within(real, [own]) or (reads and _within(real, readable))):
                raise PermissionError(f"{path!r} is no font")
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(f"{event} is not for transcripts")

    sys.addaudithook(check)


def _real(path: str) -> str:
    return os.path.realpath(path)


def _within(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)
