"""The tasks, and how the services ask for them."""

from __future__ import annotations

import logging

from celery import Celery
from kombu.exceptions import KombuError, OperationalError

from bridge.domain.errors import OtrsError
from bridge.services import directory, handover, identity
from bridge.services.context import Context
from tasks.app import DELIVER, DELIVER_DUE, FORGET_TOKENS, REFRESH_DIRECTORY

log = logging.getLogger(__name__)


class CeleryJobs:
    """Asks for background work. A job that cannot be queued is no loss: the sweep of the outbox finds it."""

    def __init__(self, celery: Celery) -> None:
        self._celery = celery

    def deliver(self, handover_id: str) -> None:
        """Have a hand-over delivered."""
        self._send(DELIVER, handover_id)

    def refresh_directory(self) -> None:
        """Have the directory fetched."""
        self._send(REFRESH_DIRECTORY)

    def _send(self, task: str, *args: str) -> None:
        try:
            self._celery.send_task(task, args)
        except (OperationalError, KombuError, OSError) as error:
            log.warning("%s could not be queued: %s", task, error)


def register(celery: Celery, context: Context) -> None:
    """Give the application its tasks, wired to the services."""

    @celery.task(shared=False, name=DELIVER)
    def deliver(handover_id: str) -> bool:
        return handover.deliver(context, handover_id)

    @celery.task(shared=False, name=DELIVER_DUE)
    def deliver_due() -> int:
        return handover.deliver_due(context)

    @celery.task(shared=False, name=FORGET_TOKENS)
    def forget_tokens() -> int:
        return identity.forget_used_tokens(context)

    @celery.task(shared=False, name=REFRESH_DIRECTORY)
    def refresh_directory() -> None:
        _refresh_directory(context)


def _refresh_directory(context: Context) -> None:
    try:
        directory.refresh(context)
    except OtrsError as error:
        log.warning("the directory could not be refreshed: %s", error.message)
