"""What a check says, and what all of them together mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bridge.doctor.findings import FINDINGS, UNCHECKED, State

ALL_WELL, SOMETHING_WRONG, COULD_NOT_CHECK = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Result:
    """One link of the chain.

    :ivar name: the check's name, ``public.socket``
    :ivar found: what was found, in a few words
    :ivar finding: a key of :data:`bridge.doctor.findings.FINDINGS`; empty when nothing is the matter
    :ivar remedy: what to do; empty when there is nothing to do
    """

    name: str
    state: State
    found: str
    finding: str = ""
    remedy: str = ""


def ok(found: str) -> Result:
    """All is well. The chain adds the check's name, here and below."""
    return Result("", State.OK, found)


def skipped(why: str) -> Result:
    """Not checked."""
    return Result("", State.SKIPPED, why)


def finding(code: str, found: str) -> Result:
    """Something is the matter: one of :data:`bridge.doctor.findings.FINDINGS`."""
    known = FINDINGS[code]
    return Result("", known.state, found, code, known.remedy)


def exit_code(results: Iterable[Result]) -> int:
    """0: all well, warnings aside. 1: something is wrong. 2: nothing wrong was seen, but not all could be."""
    seen = list(results)
    if any(result.finding == "settings.unusable" for result in seen):
        return COULD_NOT_CHECK
    if any(result.state is State.WRONG for result in seen):
        return SOMETHING_WRONG
    return COULD_NOT_CHECK if any(result.finding in UNCHECKED for result in seen) else ALL_WELL
