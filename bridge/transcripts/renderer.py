"""Has transcripts drawn by processes of their own, two at a time, each stopped when it takes too long."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence

import orjson

from bridge.domain.errors import ServerBusy, TranscriptFailed, TranscriptTooLong
from bridge.domain.transcript import Transcript
from bridge.transcripts import wire
from bridge.transcripts.layout import weight

log = logging.getLogger(__name__)

MOST_AT_ONCE = 2
MOST_WAITING = 2
MOST_WEIGHT = 2_000_000
"""How much text a PDF may have: about a thousand pages."""

SECONDS = 60.0

_LOGGED_CHARS = 2000


class PdfRenderer:
    """Implements the port ``Renderer``.

    :param engine: ``auto`` (WeasyPrint where it is installed), ``xhtml2pdf`` or ``weasyprint``
    :param folders: where fonts are
    """

    def __init__(self, engine: str, folders: Sequence[str], *, seconds: float = SECONDS) -> None:
        self._engine = engine
        self._folders = list(folders)
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._queue = threading.BoundedSemaphore(MOST_AT_ONCE + MOST_WAITING)

    def pdf(self, of: Transcript) -> bytes:
        """The transcript as PDF.

        :raises TranscriptTooLong: a PDF of it would be over all bounds; the other formats are not
        :raises TranscriptFailed: it could not be drawn, or not in time
        :raises ServerBusy: others are being drawn
        """
        if sum(map(weight, of.lines)) > MOST_WEIGHT:
            raise TranscriptTooLong("The chat is too long for a PDF; take it as web page or text.")
        if not self._queue.acquire(blocking=False):
            raise ServerBusy("Too many transcripts are being made; try again in a minute.")
        try:
            if not self._places.acquire(timeout=self._seconds):
                raise ServerBusy("Too many transcripts are being made; try again in a minute.")
            try:
                return self._draw(of)
            finally:
                self._places.release()
        finally:
            self._queue.release()

    def _draw(self, of: Transcript) -> bytes:
        order = {"engine": self._engine, "folders": self._folders, "transcript": wire.dump(of)}
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "bridge.transcripts"],
                input=orjson.dumps(order),
                capture_output=True,
                timeout=self._seconds,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            log.warning("the transcript of chat %s took more than %g s", of.chat_id, self._seconds)
            raise TranscriptFailed("The PDF took too long; take the chat as web page or text.") from error
        if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
            said = done.stderr.decode(errors="replace")[-_LOGGED_CHARS:]
            log.error("the transcript of chat %s ended with %d: %s", of.chat_id, done.returncode, said)
            raise TranscriptFailed("The PDF could not be made; take the chat as web page or text.")
        return done.stdout


def _environment() -> dict[str, str]:
    # None of the service's secrets.
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return kept | {"LANG": "C.UTF-8"}
