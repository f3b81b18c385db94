"""Celery's application: how jobs travel, and which come by the clock."""

from __future__ import annotations

from typing import Any

from celery import Celery

from bridge.settings import Settings

DELIVER = "chatbridge.deliver"
DELIVER_DUE = "chatbridge.deliver_due"
DELIVER_MAIL = "chatbridge.deliver_mail"
DELIVER_DUE_MAIL = "chatbridge.deliver_due_mail"
EXPIRE_MAIL = "chatbridge.expire_mail"
REFRESH_DIRECTORY = "chatbridge.refresh_directory"
EXPIRE_REQUESTS = "chatbridge.expire_requests"
FORGET_TOKENS = "chatbridge.forget_tokens"
FORGET_GONE = "chatbridge.forget_gone"
REMOVE_OLD_CHATS = "chatbridge.remove_old_chats"

_OUTBOX_SECONDS = 2.0
_MAIL_SECONDS = 10.0
_HOUR = 3600.0
_REDIS_TIMEOUT_SECONDS = 3


def make_celery(settings: Settings) -> Celery:
    """The application; over Redis, or within the process when there is none.

    A job is only a hint that there is work: the outbox table says what is to be done, so a job may be
    lost or come twice.
    """
    celery = Celery("chatbridge", broker=settings.redis_url or "memory://localhost/")
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_publish_retry=False,
        task_serializer="json",
        accept_content=["json"],
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_prefetch_multiplier=1,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport(settings),
        beat_schedule=_schedule(settings),
        timezone="UTC",
    )
    return celery


def _transport(settings: Settings) -> dict[str, Any]:
    if settings.embedded:
        return {"polling_interval": 0.05}
    return {"socket_connect_timeout": _REDIS_TIMEOUT_SECONDS, "socket_timeout": _REDIS_TIMEOUT_SECONDS * 5}


def _schedule(settings: Settings) -> dict[str, Any]:
    """Each job expires before its next turn, so that none pile up while there is no worker."""

    def every(seconds: float, task: str) -> dict[str, Any]:
        return {"task": task, "schedule": seconds, "options": {"expires": seconds}}

    schedule = {
        "deliver what is due": every(_OUTBOX_SECONDS, DELIVER_DUE),
        "end requests that nobody accepted": every(_HOUR / 6, EXPIRE_REQUESTS),
        "forget used tokens": every(_HOUR, FORGET_TOKENS),
        "forget when people were here": every(_HOUR, FORGET_GONE),
        "remove chats whose time is over": every(_HOUR, REMOVE_OLD_CHATS),
    }
    if settings.smtp is not None:
        schedule["send mail that is due"] = every(_MAIL_SECONDS, DELIVER_DUE_MAIL)
        schedule["give up mail that nobody confirmed"] = every(_HOUR, EXPIRE_MAIL)
    if settings.otrs_url:
        schedule["refresh the directory"] = every(settings.directory_seconds, REFRESH_DIRECTORY)
    return schedule
