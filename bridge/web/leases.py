"""Who is connected here or elsewhere, or was a moment ago, and what of it is still to be stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bridge.domain.people import Person
from bridge.domain.presence import Seen

_REFRESH = timedelta(seconds=30)


class Leases:
    """When everybody was last seen, and who has connections in this process. For one thread.

    Nothing is stored for a sign of life: a row is due when it is half as old as the lease, or somebody has
    gone; so a person costs two writes a minute however many tabs they have.
    """

    def __init__(self, lease: timedelta) -> None:
        self.lease = lease
        self._refresh = min(lease / 2, _REFRESH)
        self._seen: dict[str, Seen] = {}
        self._here: Counter[str] = Counter()
        self._stored: dict[str, datetime] = {}
        self._news: set[str] = set()

    def came(self, person: Person, now: datetime, *, active: bool) -> None:
        """A connection is there. ``active``: because the person did something."""
        old = self.get(person.id, now)
        if old is None or active:
            self._news.add(person.id)
        self._here[person.id] += 1
        active_at = now if old is None or active else old.active_at
        self._seen[person.id] = Seen(person.id, person.name, now, active_at)

    def went(self, person: Person, now: datetime) -> None:
        """A connection is gone."""
        self._here[person.id] -= 1
        if self._here[person.id] <= 0:
            del self._here[person.id]
            self._seen[person.id] = replace(self._seen[person.id], seen_at=now)
            self._stored.pop(person.id, None)

    def active(self, person_id: str, now: datetime, idle: timedelta) -> None:
        """Somebody who is connected here did something."""
        old = self._seen[person_id]
        if now - old.active_at >= idle:
            self._news.add(person_id)
        self._seen[person_id] = replace(old, active_at=now)

    def hear(self, told: Iterable[Seen]) -> bool:
        """What other processes have seen; whether that is news."""
        news = False
        for one in told:
            old = self._seen.get(one.person)
            if old is None or one.seen_at > old.seen_at or one.active_at > old.active_at:
                seen_at = one.seen_at if old is None else max(one.seen_at, old.seen_at)
                active_at = one.active_at if old is None else max(one.active_at, old.active_at)
                self._seen[one.person] = Seen(one.person, one.name, seen_at, active_at)
                self._stored.setdefault(one.person, one.seen_at)
                news = True
        return news

    def get(self, person_id: str, now: datetime) -> Seen | None:
        """When the person was last seen: now, if they are connected here; none when that is too long ago."""
        seen = self._seen.get(person_id)
        if seen is None:
            return None
        if person_id in self._here:
            return replace(seen, seen_at=now)
        return seen if now - seen.seen_at <= self.lease else None

    def all(self, now: datetime) -> dict[str, Seen]:
        """Everybody who is here, by id."""
        found = {person_id: self.get(person_id, now) for person_id in self._seen}
        return {person_id: seen for person_id, seen in found.items() if seen is not None}

    def take_news(self, now: datetime) -> list[Seen]:
        """Those who have come or are active again since the last call."""
        news, self._news = self._news, set()
        found = [self.get(person_id, now) for person_id in news]
        return [seen for seen in found if seen is not None]

    def due(self, now: datetime) -> list[Seen]:
        """What is to be stored now."""
        return [
            replace(seen, seen_at=now) if person_id in self._here else seen
            for person_id, seen in self._seen.items()
            if self._is_due(person_id, now)
        ]

    def stored(self, batch: Iterable[Seen]) -> None:
        """These are in the database."""
        for one in batch:
            seen = self._seen.get(one.person)
            if seen is not None and seen.seen_at <= one.seen_at:  # else they have gone meanwhile
                self._stored[one.person] = one.seen_at

    def forget(self, now: datetime) -> None:
        """Drop those who have gone."""
        old = [one for one, seen in self._seen.items() if now - seen.seen_at > self.lease]
        for person_id in [one for one in old if one not in self._here]:
            del self._seen[person_id]
            self._stored.pop(person_id, None)

    def _is_due(self, person_id: str, now: datetime) -> bool:
        stored = self._stored.get(person_id)
        return stored is None or (person_id in self._here and now - stored >= self._refresh)
