"""The policy as each process has it in mind."""

from __future__ import annotations

import logging
import threading
import time

from bridge.domain.events import PolicyChanged
from bridge.domain.policy import Policy, changed
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
        """From now on only :meth:`refresh` and :meth:`heard` bring something new."""
        self._waits = False

    def refresh(self) -> bool:
        """Read it; whether it is another one than before."""
        with self._db.read() as tx:
            found = tx.policy.read()
        self._read_at = time.monotonic()
        return self._take(found)

    def heard(self, event: PolicyChanged) -> bool:
        """It has changed; whether that is news."""
        return self._take(changed(Policy(event.version), event.rules))

    def _take(self, found: Policy) -> bool:
        with self._lock:
            if found.version <= self._policy.version:
                return False
            self._policy = found
            return True

    def _is_old(self) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at > self._seconds
