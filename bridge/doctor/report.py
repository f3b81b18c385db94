"""The results for people, one line each, and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import orjson

from bridge import __version__
from bridge.doctor.findings import State
from bridge.doctor.results import Result, exit_code

_STATE_WIDTH = 8
_NAME_WIDTH = 20


def line(result: Result) -> str:
    """One result in one line: state, name, what was found, and the remedy after an arrow."""
    start = f"{result.state:<{_STATE_WIDTH}} {result.name:<{_NAME_WIDTH}} "
    said = " ".join(result.found.split())
    return f"{start}{said} → {result.remedy}" if result.remedy else start + said


def summary(results: Sequence[Result]) -> str:
    """How many there are of each state."""
    count = Counter(result.state for result in results)
    return ", ".join(f"{count[state]} {state}" for state in State)


def as_json(results: Sequence[Result]) -> str:
    """``{"version", "exit_code", "results": [{"name", "state", "found", "finding", "remedy"}]}``."""
    view = {
        "version": __version__,
        "exit_code": exit_code(results),
        "results": [asdict(result) for result in results],
    }
    return orjson.dumps(view, option=orjson.OPT_INDENT_2).decode()
