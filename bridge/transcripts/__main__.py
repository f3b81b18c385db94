"""Draws one transcript: ``python -m bridge.transcripts`` with JSON on stdin, PDF on stdout.

A process of its own, bounded and closed up (:mod:`bridge.transcripts.guard`); it ends with the PDF.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile

from bridge.transcripts import guard, wire
from bridge.transcripts.engines import find_engine
from bridge.transcripts.parts import as_pdf


def main() -> None:
    """Read, draw, write."""
    logging.basicConfig(level=logging.ERROR)
    guard.limit()
    order = json.load(sys.stdin)
    transcript = wire.load(order["transcript"])
    with tempfile.TemporaryDirectory(prefix="chatbridge-") as scratch:
        tempfile.tempdir = scratch
        engine = find_engine(order["engine"])
        guard.close_up(order["folders"], scratch)
        drawn = as_pdf(transcript, engine, order["folders"])
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
