"""The policy as each process has it in mind."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bridge.domain.errors import InputConflict
from bridge.domain.events import Event, PolicyChanged
from bridge.domain.people import Actor
from bridge.domain.policy import Policy, changed, stored
from bridge.services.channels import require_administrator
from bridge.services.context import Context, unit_of_work
from bridge.services.ports import Database

log = logging.getLogger(__name__)


class CurrentPolicy:
    """The policy, in memory. Whoever asks is told at once.

    Threads that may wait look it up again by themselves when it is ``seconds`` old. A web process must not
    wait: it says so with :meth:`no_waiting`, listens to :class:`PolicyChanged` and compares now and then.
    """

    def __init__(self, db: Database, seconds: float = 5.0) -> None:
        self._db = db
        self._seconds = seconds
        self._policy = Policy()
        self._read_at: float | None = None
        self._waits = True
        self._lock = threading.Lock()

    def __call__(self) -> Policy:
        if self._waits and self._is_old():
            try:
                self.refresh()
            except Exception as error:  # the last one known is better than nothing
                log.warning("the policy could not be read: %s", str(error).partition("\n")[0])
        return self._policy

    def no_waiting(self) -> None:
        """From now on only :meth:`refresh` and :meth:`hear` bring something new."""
        self._waits = False

    def refresh(self) -> bool:
        """Read it; whether it is another one than before."""
        with self._db.read() as tx:
            found = tx.policy.read()
        self._read_at = time.monotonic()
        return self._take(found)

    def hear(self, events: Iterable[Event]) -> None:
        """What the bus tells."""
        for event in events:
            if isinstance(event, PolicyChanged):
                self._take(changed(Policy(event.version), event.rules))

    def _take(self, found: Policy) -> bool:
        with self._lock:
            if found.version <= self._policy.version:
                return False
            self._policy = found
            return True

    def _is_old(self) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at > self._seconds


def save(context: Context, actor: Actor, rules: Mapping[str, object], version: int) -> Policy:
    """Change the policy; what is not given stays.

    :raises InputInvalid: a rule cannot be used
    :raises InputConflict: somebody else has changed it since that version
    :raises PermissionDenied: not an administrator
    """
    require_administrator(context, actor)
    with unit_of_work(context) as unit:
        before = unit.tx.policy.read()
        after = replace(changed(before, rules), version=version + 1)
        if before.version != version or not unit.tx.policy.save(after):
            raise InputConflict("Somebody else has changed the rules meanwhile; look at them again.")
        old, new = stored(before), stored(after)
        change = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
        unit.tx.audit.note(context.clock(), actor.person.id, "policy.changed", change)
        unit.events.append(PolicyChanged(after.version, new))
        return after
