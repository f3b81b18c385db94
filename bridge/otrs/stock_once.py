"""Sending something to OTRS once, although OTRS's stock operations do what they are told each time.

OTRS is asked for a trace of the call first. Then it is written down that it is being sent. A call that was
written down before may have been done, so it is sent once more only when OTRS has answered such questions for
:data:`QUIET` without a trace. A call that hangs in OTRS and is done late so leaves its trace in time: while
OTRS does not answer, the time does not run.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bridge.domain.errors import OtrsRefused, OtrsSignIn, OtrsUnavailable
from bridge.otrs.answers import NotAccepted
from bridge.services.ports import Attempt, Clock, Database

QUIET = timedelta(seconds=30)
"""How long OTRS must have answered without a trace of a call before it is sent once more."""

_KEPT = timedelta(days=30)
_NOTHING_DONE = (OtrsRefused, OtrsSignIn, NotAccepted)

Done = TypeVar("Done")


class Once:
    """Sends calls once, each by its name.

    :param quiet: see :data:`QUIET`
    """

    def __init__(self, db: Database, clock: Clock, quiet: timedelta = QUIET) -> None:
        self._db = db
        self._clock = clock
        self._quiet = quiet

    def do(
        self,
        step: str,
        look: Callable[[], Done | None],
        prepare: Callable[[], Callable[[], Done]],
        *,
        doubtful: bool = False,
    ) -> tuple[Done, bool]:
        """What the call made, and whether it had been made before.

        :param look: asks OTRS for a trace of it
        :param prepare: may take its time; what it returns sends the call
        :param doubtful: it may have been sent although nothing says so
        :raises OtrsUnavailable: not known yet; try again
        """
        try:
            found = look()
        except OtrsUnavailable:
            self._clear(step, None)
            raise
        if found is not None:
            return found, True
        send = prepare()
        now = self._clock()
        with self._db.write() as tx:
            tx.attempts.forget(now - _KEPT)
            first = tx.attempts.begin(step, now)
            known = tx.attempts.get(step)
        may_send = (first and not doubtful) or (known is not None and self._may_send_again(known))
        if not may_send:
            raise OtrsUnavailable(
                "OTRS did not answer an earlier attempt. It is made sure that nothing came of it before "
                "the next one."
            )
        return self._send(step, send), False

    def _may_send_again(self, known: Attempt) -> bool:
        now = self._clock()
        if known.clear_at is None:
            self._clear(known.step, now)
            return False
        if now - known.clear_at < self._quiet:
            return False
        with self._db.write() as tx:
            return tx.attempts.again(known, now)

    def _send(self, step: str, send: Callable[[], Done]) -> Done:
        try:
            return send()
        except _NOTHING_DONE:
            with self._db.write() as tx:
                tx.attempts.end(step)
            raise

    def _clear(self, step: str, at: datetime | None) -> None:
        with self._db.write() as tx:
            tx.attempts.clear(step, at)
