"""The tasks, and how the services ask for them."""

from __future__ import annotations

import logging
import queue
import threading
from contextlib import suppress
from datetime import timedelta

from celery import Celery

from bridge.domain.errors import OtrsError
from bridge.services import chats, directory, handover, identity, mail, presence, retention
from bridge.services.context import Context
from tasks.app import (
    DELIVER,
    DELIVER_DUE,
    DELIVER_DUE_MAIL,
    DELIVER_MAIL,
    EXPIRE_MAIL,
    EXPIRE_REQUESTS,
    FORGET_GONE,
    FORGET_TOKENS,
    REFRESH_DIRECTORY,
    REMOVE_OLD_CHATS,
)

log = logging.getLogger(__name__)

_MOST_QUEUED = 1000

_EXPIRES_SECONDS = 10
"""After that the sweep of the outbox has asked again; so jobs do not pile up while OTRS hangs."""


class CeleryJobs:
    """Asks for background work, without ever waiting for the broker.

    A job that cannot be queued is no loss: the sweep of the outbox finds what is to be delivered, and the
    directory is refreshed by the clock.
    """

    def __init__(self, celery: Celery) -> None:
        self._celery = celery
        self._queue: queue.Queue[tuple[str, tuple[str, ...]]] = queue.Queue(_MOST_QUEUED)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def deliver(self, handover_id: str) -> None:
        """Have a hand-over delivered."""
        self._send(DELIVER, handover_id)

    def deliver_mail(self, mail_id: str) -> None:
        """Have a mail sent."""
        self._send(DELIVER_MAIL, mail_id)

    def refresh_directory(self) -> None:
        """Have the directory fetched."""
        self._send(REFRESH_DIRECTORY)

    def _send(self, task: str, *args: str) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._send_all, name="jobs", daemon=True)
                self._thread.start()
        try:
            self._queue.put_nowait((task, args))
        except queue.Full:
            log.warning("%s could not be queued: the broker is too slow", task)

    def _send_all(self) -> None:
        while True:
            task, args = self._queue.get()
            try:
                self._celery.send_task(task, args, expires=_EXPIRES_SECONDS)
            except Exception as error:
                log.warning("%s could not be queued: %s", task, error)
                self._forget()

    def _forget(self) -> None:
        # Each of the others would be tried for seconds, too, and none is needed.
        with suppress(queue.Empty):
            while True:
                self._queue.get_nowait()


def register(celery: Celery, context: Context, request_age: timedelta) -> None:
    """Give the application its tasks, wired to the services."""

    @celery.task(shared=False, name=DELIVER)
    def deliver(handover_id: str) -> bool:
        return handover.deliver(context, handover_id)

    @celery.task(shared=False, name=DELIVER_DUE)
    def deliver_due() -> int:
        return handover.deliver_due(context)

    @celery.task(shared=False, name=DELIVER_MAIL)
    def deliver_mail(mail_id: str) -> bool:
        return mail.deliver(context, mail_id)

    @celery.task(shared=False, name=DELIVER_DUE_MAIL)
    def deliver_due_mail() -> int:
        return mail.deliver_due(context)

    @celery.task(shared=False, name=EXPIRE_MAIL)
    def expire_mail() -> int:
        return mail.expire(context)

    @celery.task(shared=False, name=EXPIRE_REQUESTS)
    def expire_requests() -> int:
        return chats.expire_requests(context, request_age)

    @celery.task(shared=False, name=FORGET_TOKENS)
    def forget_tokens() -> int:
        return identity.forget_used_tokens(context)

    @celery.task(shared=False, name=FORGET_GONE)
    def forget_gone() -> int:
        return presence.forget_gone(context)

    @celery.task(shared=False, name=REMOVE_OLD_CHATS)
    def remove_old_chats() -> int:
        return sum(one.removed.chats for one in retention.run(context))

    @celery.task(shared=False, name=REFRESH_DIRECTORY)
    def refresh_directory() -> None:
        _refresh_directory(context)


def _refresh_directory(context: Context) -> None:
    try:
        directory.refresh(context)
    except OtrsError as error:
        log.warning("the directory could not be refreshed: %s", error.message)
