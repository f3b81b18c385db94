"""What one network address may bring of people whom OTRS does not know: nobody takes all the room."""

from __future__ import annotations

import ipaddress
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable

from bridge.domain.errors import RateLimited

WINDOW_SECONDS = 60.0
_NETWORK_BITS_OF_A_SUBSCRIBER = 64


class Newcomers:
    """Counts over the last minute, or as long as is said. For one thread.

    :param most: how many may come from one address (IPv6: from one /64 network) within that time
    :param what: what is counted, in words
    :param within: that time, in seconds
    """

    def __init__(
        self,
        most: int,
        now: Callable[[], float] = time.monotonic,
        *,
        what: str = "new visitors",
        within: float = WINDOW_SECONDS,
    ) -> None:
        self._most = most
        self._within = within
        self._now = now
        self._what = what
        self._came: defaultdict[str, deque[float]] = defaultdict(deque)
        self._looked_over = now()

    def admit(self, address: str) -> None:
        """Let one more in.

        :raises RateLimited: too many have come from there
        """
        now = self._now()
        self._forget(now)
        came = self._came[_subscriber(address)]
        while came and came[0] <= now - self._within:
            came.popleft()
        if len(came) >= self._most:
            wait = int((came[0] + self._within - now) * 1000) + 1
            raise RateLimited(f"Too many {self._what} from this network.", retry_after_ms=wait)
        came.append(now)

    def _forget(self, now: float) -> None:
        if now - self._looked_over < self._within:
            return
        self._looked_over = now
        for address in [a for a, came in self._came.items() if came[-1] <= now - self._within]:
            del self._came[address]


class Strangers:
    """How many connections of visitors, and of people not known yet, each address holds.

    Counted in the reactor's thread; asked from any.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: Counter[str] = Counter()

    def full(self, address: str) -> bool:
        """Whether another one would be too many."""
        return self._held[_subscriber(address)] >= self._most

    def came(self, address: str) -> None:
        """A connection is there."""
        self._held[_subscriber(address)] += 1

    def went(self, address: str) -> None:
        """It is gone, or the person turned out to be an agent or customer."""
        held = _subscriber(address)
        self._held[held] -= 1
        if not self._held[held]:
            del self._held[held]


def _subscriber(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    mapped = parsed.ipv4_mapped
    if mapped is not None:
        return str(mapped)
    return str(ipaddress.ip_network((address, _NETWORK_BITS_OF_A_SUBSCRIBER), strict=False))
