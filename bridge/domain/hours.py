"""Opening hours: by weekday, in the time zone of OTRS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from bridge.domain.errors import InputInvalid

Hours = Mapping[str, list[list[str]]]
"""Weekday ``0`` (Monday) to ``6`` → pairs of ``HH:MM``; empty: always open."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_MOST_PAIRS = 10


def is_open(hours: Hours, now: datetime, zone: tzinfo) -> bool:
    """Whether it is open at that moment."""
    local = now.astimezone(zone)
    clock = f"{local:%H:%M}"
    return not hours or any(start <= clock < end for start, end in hours.get(str(local.weekday()), []))


def zone_of(name: str) -> tzinfo:
    """The time zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return UTC


def opening_hours(raw: Mapping[str, object]) -> Hours:
    """What somebody has entered, each day in order, days without hours left out.

    :raises InputInvalid: something is no weekday or no pair of times, or two pairs of a day overlap
    """
    days = {day: _pairs(pairs) for day, pairs in raw.items()}
    if not set(days) <= set("0123456"):
        raise _invalid("Weekdays are 0 (Monday) to 6.")
    return {day: pairs for day, pairs in sorted(days.items()) if pairs}


def _pairs(raw: object) -> list[list[str]]:
    if not isinstance(raw, list) or len(raw) > _MOST_PAIRS:
        raise _invalid(f"A day has a list of at most {_MOST_PAIRS} pairs of times.")
    pairs = sorted(_pair(one) for one in raw)
    if any(later[0] < earlier[1] for earlier, later in pairwise(pairs)):
        raise _invalid("Two pairs of a day overlap.")
    return pairs


def _pair(raw: object) -> list[str]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise _invalid("A pair is a list of two times.")
    start, end = raw
    if not all(isinstance(one, str) and _TIME.fullmatch(one) for one in raw) or start >= end:
        raise _invalid(
            "A pair is two times HH:MM, the first before the second; over midnight it is two pairs."
        )
    return [start, end]


def _invalid(message: str) -> InputInvalid:
    return InputInvalid(message, field="opening_hours")
