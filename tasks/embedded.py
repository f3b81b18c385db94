"""The worker and the clock inside the service, for one process without Redis."""

from __future__ import annotations

import tempfile
import threading
import warnings
from pathlib import Path

from celery import Celery
from celery.beat import EmbeddedService
from celery.platforms import SecurityWarning


def start_embedded(celery: Celery, threads: int) -> None:
    """Start a worker thread and the clock. They end with the process; the outbox keeps what they had."""
    # Its advice not to be root is for workers that unpack what strangers can send over a network.
    warnings.simplefilter("ignore", SecurityWarning)
    worker = celery.Worker(
        pool="threads",
        concurrency=threads,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
        loglevel="WARNING",
    )
    threading.Thread(target=worker.start, name="worker", daemon=True).start()
    folder = tempfile.mkdtemp(prefix="chatbridge-beat-")
    clock = EmbeddedService(celery, thread=True, schedule_filename=str(Path(folder) / "schedule"))
    clock.daemon = True
    clock.start()
