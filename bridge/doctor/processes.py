"""The processes on this machine: web, worker and beat."""

from __future__ import annotations

from datetime import timedelta

from bridge import __version__
from bridge.doctor.case import Case
from bridge.doctor.http import NoReply
from bridge.doctor.results import Result, finding, ok
from tasks.app import DELIVER

_ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  (read, not bound)
_PATIENCE_SECONDS = 5.0
_REPLIES_SECONDS = 2.0
_GRACE = timedelta(minutes=1)


def service(case: Case) -> Result:
    """Does the web process answer, and does it have what it needs?"""
    host, port = case.settings.host, case.settings.port
    bound = _ANYWHERE.get(host, f"[{host}]" if ":" in host else host)
    address = f"http://{bound}:{port}/chatbridge"
    try:
        health, ready = (case.public.get(f"{address}/{page}") for page in ("healthz", "readyz"))
    except NoReply as error:
        return finding("service.down", f"{bound}:{port}: {error}")
    said = health.json() or {}
    if said.get("status") != "ok":
        return finding("service.other", f"{bound}:{port} answers HTTP {health.status}, not as the service")
    if ready.status != 200:
        return finding("service.unready", f"the service cannot use: {_problems(ready.json())}")
    if said.get("version") != __version__:
        return finding("service.version", f"version {said.get('version')} runs, {__version__} is installed")
    return ok(f"version {__version__} on {bound}:{port}")


def worker(case: Case) -> Result:
    """Does a worker answer that knows our jobs?"""
    if case.settings.embedded:
        return ok("part of the web process")
    first = _answers(case, _PATIENCE_SECONDS, most=1)
    if not first:
        return finding("worker.none", f"no worker answered within {_PATIENCE_SECONDS:g} s")
    # The first to answer may be somebody else's.
    everybody = first if DELIVER in first[0] else _answers(case, _REPLIES_SECONDS)
    if any(DELIVER in tasks for tasks in everybody):
        return ok("answers")
    return finding("worker.other", f"{len(everybody)} answering, all of another application")


def _answers(case: Case, seconds: float, most: int | None = None) -> list[list[str]]:
    """The jobs that each worker knows, one by one: workers on one machine may have one name."""
    control = case.bridge.celery.control
    replies = control.broadcast("registered", reply=True, timeout=seconds, limit=most) or []
    return [tasks for reply in replies for tasks in reply.values()]


def beat(case: Case) -> Result:
    """Does the clock tick? It has the directory fetched again and again."""
    with case.bridge.context.db.read() as tx:
        last = tx.people.refreshed_at()
    if last is None:
        return finding("beat.never", "agents and groups were never fetched from OTRS")
    age = case.bridge.context.clock() - last
    found = f"agents and groups were fetched {int(age.total_seconds())} s ago"
    if age > 2 * timedelta(seconds=case.settings.directory_seconds) + _GRACE:
        return finding("beat.late", f"{found}, not every {case.settings.directory_seconds} s")
    return ok(found)


def _problems(view: dict[str, object] | None) -> str:
    found = (view or {}).get("problems")
    return (
        ", ".join(map(str, found)) if isinstance(found, list) and found else "something; it does not say what"
    )
