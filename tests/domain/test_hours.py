"""Opening hours, in the time zone of OTRS and over its changes."""

from datetime import UTC, datetime

import pytest

from bridge.domain.errors import InputInvalid
from bridge.domain.hours import is_open, opening_hours, zone_of

WEEK = {str(day): [["09:00", "12:30"], ["13:00", "17:00"]] for day in range(5)}
BERLIN = zone_of("Europe/Berlin")


def at(day, clock):
    """That clock time in Berlin; 22 November 2026 is a Sunday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (23, "08:59", False),
        (23, "09:00", True),
        (23, "12:29", True),
        (23, "12:30", False),
        (23, "13:00", True),
        (23, "16:59", True),
        (23, "17:00", False),
        (22, "10:00", False),
    ],
)
def test_it_is_open_from_the_first_minute_to_before_the_last(day, clock, expected):
    assert is_open(WEEK, at(day, clock), BERLIN) is expected


def test_the_day_is_that_of_the_zone_and_not_of_utc():
    sunday_night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    monday_only = {"0": [["00:00", "24:00"]]}
    assert is_open(monday_only, sunday_night, BERLIN)
    assert not is_open(monday_only, sunday_night, UTC)


def test_the_clock_is_put_forward_and_back():
    hours = {"0": [["09:00", "17:00"]]}
    summer, winter = datetime(2026, 7, 6, 7, 0, tzinfo=UTC), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    assert is_open(hours, summer, BERLIN)
    assert not is_open(hours, winter, BERLIN)


def test_without_hours_it_is_always_open():
    assert is_open({}, at(22, "03:00"), BERLIN)


def test_midnight_to_midnight_has_no_gap():
    assert is_open({"6": [["00:00", "24:00"]]}, at(22, "23:59"), BERLIN)


@pytest.mark.parametrize("name", ["", "Middle/Earth", "../../etc/passwd", "UTC", "Europe"])
def test_a_zone_that_is_none_is_utc(name):
    assert datetime(2026, 7, 6, tzinfo=zone_of(name)).utcoffset().total_seconds() == 0


def test_what_is_entered_is_put_in_order():
    raw = {"4": [["13:00", "17:00"], ["09:00", "12:00"]], "0": [["09:00", "24:00"]], "2": []}
    assert opening_hours(raw) == {"0": [["09:00", "24:00"]], "4": [["09:00", "12:00"], ["13:00", "17:00"]]}


WRONG = [
    {"7": [["09:00", "12:00"]]},
    {"monday": [["09:00", "12:00"]]},
    {"0": "09:00-12:00"},
    {"0": ["09:00", "12:00"]},
    {"0": [["09:00"]]},
    {"0": [["9:00", "12:00"]]},
    {"0": [["09:00", "24:01"]]},
    {"0": [["12:00", "09:00"]]},
    {"0": [["09:00", "09:00"]]},
    {"0": [["22:00", "02:00"]]},
    {"0": [["09:00", 12]]},
    {"0": [["٠٩:٠٠", "١٢:٠٠"]]},
    {"0": [["09:00\n", "12:00"]]},
    {"0": [["09:00", "12:00"], ["11:00", "13:00"]]},
    {"0": [["00:00", "00:01"]] * 11},
]


@pytest.mark.parametrize("raw", WRONG, ids=str)
def test_what_is_no_week_is_refused(raw):
    with pytest.raises(InputInvalid) as refused:
        opening_hours(raw)
    assert refused.value.data == {"field": "opening_hours"}
