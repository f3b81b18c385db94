"""``docs/operations/production.md``: the jobs of the clock are those of the code."""

import re
from pathlib import Path

from bridge.settings import load
from tasks.app import make_celery

TEXT = (Path(__file__).parents[2] / "docs/operations/production.md").read_text(encoding="utf-8")
DIRECTORY_SECONDS = 77
SETTINGS = {
    "CHATBRIDGE_SECRET_KEY": "k" * 40,
    "CHATBRIDGE_OTRS_URL": "https://help.example.com/otrs",
    "CHATBRIDGE_SMTP_URL": "smtp://mail.example.com",
    "CHATBRIDGE_MAIL_FROM": "chat@example.com",
    "CHATBRIDGE_DIRECTORY_SECONDS": str(DIRECTORY_SECONDS),
}
UNITS = {"s": 1, "min": 60, "h": 3600}


def seconds(cell):
    if cell == "`CHATBRIDGE_DIRECTORY_SECONDS`":
        return DIRECTORY_SECONDS
    number, unit = cell.split()
    return int(number) * UNITS[unit]


def test_every_job_of_the_clock_is_there_with_its_time():
    section = re.search(r"^## What runs by the clock\n(.*?)^## ", TEXT, re.DOTALL | re.MULTILINE)[1]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE)[1:]
    schedule = make_celery(load(SETTINGS)).conf.beat_schedule
    assert {name: seconds(cell) for name, cell in rows} == {
        name: job["schedule"] for name, job in schedule.items()
    }
