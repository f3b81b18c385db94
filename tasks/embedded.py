"""The worker and the clock inside the service, for one process without Redis."""

from __future__ import annotations

import threading
import warnings

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
    # The usual scheduler keeps a file of when it did what; here that begins anew with the process.
    clock = EmbeddedService(celery, thread=True, scheduler_cls="celery.beat:Scheduler")
    clock.daemon = True
    clock.start()
