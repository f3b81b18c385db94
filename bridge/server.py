"""The web process: gunicorn's threaded worker, which lets go of sockets that have been upgraded."""

from __future__ import annotations

import logging
import os
import resource
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from bridge import app
from bridge.settings import Settings
from bridge.web.worker import Worker
from tasks.embedded import start_embedded

if TYPE_CHECKING:
    from flask import Flask

    from bridge.web.runtime import Runtime

log = logging.getLogger(__name__)

_GRACE_SECONDS = 10
_HTTP_CONNECTIONS = 1000
_OTHER_FILES = 200


def with_room(settings: Settings) -> Settings:
    """Have the system let this process open as many files as ``sockets_max`` needs.

    Where it does not: these settings with a smaller ``sockets_max``. Without that, a process that has no
    file left could not accept anything any more, not even the question whether it is well.
    """
    needed = settings.sockets_max + _HTTP_CONNECTIONS + settings.web_threads + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft == unlimited or soft >= needed:
        return settings
    limit = needed if hard == unlimited else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, limit), hard))
    if limit >= needed:
        return settings
    most = max(limit // 2, settings.sockets_max - (needed - limit))
    log.warning("at most %d sockets: the system lets a process open %d files", most, limit)
    return replace(settings, sockets_max=most)


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with this service in it. Each worker process wires its own, after the fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runtime: Runtime | None = None
        self._bridge: app.Bridge | None = None
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options from ours."""
        settings = self._settings
        options: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.web_processes,
            "worker_class": Worker,
            "threads": settings.web_threads,
            "worker_connections": settings.web_threads + _HTTP_CONNECTIONS,
            "graceful_timeout": _GRACE_SECONDS,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "chatbridge",
            "control_socket_disable": True,
            "worker_exit": self._stop,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Wire and start the service; called in the worker process."""
        bridge = app.build(with_room(self._settings))
        app.prepare(bridge)
        flask, runtime = app.web(bridge)
        bridge.bus.start()
        runtime.start()
        if self._settings.embedded:
            start_embedded(bridge.celery, self._settings.worker_threads)
        self._runtime, self._bridge = runtime, bridge
        return flask

    def _stop(self, _arbiter: object, worker: Worker) -> None:
        if self._runtime is None or self._bridge is None:
            return
        worker.ending = True
        self._runtime.stop()
        self._bridge.bus.stop()
        # What still waits for OTRS or the database is not waited for: a hand-over is in the outbox, and
        # nothing else has been promised to anybody.
        logging.shutdown()
        os._exit(0)
