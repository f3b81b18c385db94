"""The widget's files as they go out: made small, compressed once, named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import brotli

FOLDER = Path(__file__).parents[1] / "widget"
ENTRY = "chatbridge.js"
"""The file that pages name in their script tag."""

_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=11),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}


@dataclass(frozen=True)
class Asset:
    """One file. ``body`` as it goes out, uncompressed."""

    content_type: str
    body: bytes

    @cached_property
    def _forms(self) -> dict[str, bytes]:
        return {coding: pack(self.body) for coding, pack in _PACKERS.items()} if self.is_text else {}

    @property
    def is_text(self) -> bool:
        """Whether compressing it is worth the while."""
        return self.content_type.startswith("text/")

    def packed(self, accepted: set[str]) -> tuple[str, bytes]:
        """The best form for who accepts these content codings; the coding is empty for the plain one."""
        usable = [(coding, body) for coding, body in self._forms.items() if coding in accepted]
        return usable[0] if usable else ("", self.body)


class Widget:
    """All files below ``widget/``, read once.

    :ivar version: changes whenever one of them does; 12 characters that can stand in an address
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and _goes_out(path))
        scripts = [path for path in files if path.suffix == ".js"]
        short = dict(zip(scripts, _smaller(tuple(path.read_text("utf-8") for path in scripts)), strict=True))
        self.assets = {path.relative_to(folder).as_posix(): _asset(path, short.get(path)) for path in files}
        digest = hashlib.sha256()
        for name, asset in self.assets.items():
            digest.update(f"{name} {len(asset.body)} ".encode() + asset.body)
        self.version = digest.hexdigest()[:12]


def _goes_out(path: Path) -> bool:
    return path.suffix in {".js", ".mp3", ".ogg", ".wav", ".html", ".css", ".svg", ".png"}


@cache
def _smaller(sources: tuple[str, ...]) -> tuple[str, ...]:
    command = [sys.executable, "-m", "bridge.smaller"]
    told = subprocess.run(command, input=json.dumps(sources).encode(), stdout=subprocess.PIPE, check=True)  # noqa: S603
    return tuple(json.loads(told.stdout))


def _asset(path: Path, script: str | None) -> Asset:
    if script is not None:
        return Asset("text/javascript; charset=utf-8", script.encode())
    return Asset(mimetypes.guess_type(path.name)[0] or "application/octet-stream", path.read_bytes())
