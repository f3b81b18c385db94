"""Draws one transcript: ``python -m bridge.transcripts`` with JSON on stdin, PDF on stdout.

A process of its own, bounded and closed up (:mod:`bridge.transcripts.guard`); it ends with the PDF.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import tempfile
from typing import cast

from bridge.transcripts import guard, wire
from bridge.transcripts.parts import Engine, as_pdf


def main() -> None:
    """Read, draw, write."""
    logging.basicConfig(level=logging.ERROR)
    guard.limit()
    order = json.load(sys.stdin)
    transcript = wire.load(order["transcript"])
    with tempfile.TemporaryDirectory(prefix="chatbridge-") as scratch:
        tempfile.tempdir = scratch
        engine = _engine(order["engine"])
        guard.close_up(order["folders"], scratch)
        drawn = as_pdf(transcript, engine, order["folders"])
    sys.stdout.buffer.write(drawn)


def _engine(wanted: str) -> Engine:
    if wanted != "xhtml2pdf":
        try:
            return cast(Engine, importlib.import_module("bridge.transcripts.by_weasyprint"))
        except (ImportError, OSError):  # it, or a library of the system that it needs, is not installed
            if wanted == "weasyprint":
                raise
    return cast(Engine, importlib.import_module("bridge.transcripts.by_xhtml2pdf"))


if __name__ == "__main__":
    main()
