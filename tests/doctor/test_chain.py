"""The chain itself: order, what needs what, time limits, faults of a check, exit codes."""

import threading

import pytest

from bridge.doctor import as_json, chain, line, summary
from bridge.doctor.chain import CHECKS, examine
from bridge.doctor.results import exit_code, finding, ok, skipped
from tests.doctor.support import KEY, case, check


def test_what_a_check_needs_comes_before_it():
    seen: set[str] = set()
    for one in CHECKS:
        assert set(one.needs) <= seen, one.name
        seen.add(one.name)
    assert len(seen) == len(CHECKS)


def test_what_cannot_be_checked_is_skipped_and_says_why():
    links = (
        check("a", lambda _: finding("tls.soon", "soon")),
        check("b", lambda _: finding("redis.unreachable", "away"), "a"),
        check("c", lambda _: pytest.fail("not to be called"), "a", "b"),
        check("d", lambda _: pytest.fail("not to be called"), "c"),
    )
    results = list(examine(case(), links))
    assert [(r.name, r.state) for r in results] == [
        ("a", "warning"),
        ("b", "wrong"),
        ("c", "skipped"),
        ("d", "skipped"),
    ]
    assert results[2].found == "needs b"


def test_a_check_that_fails_or_hangs_is_no_end(monkeypatch):
    monkeypatch.setattr(chain, "SECONDS", 0.1)
    never = threading.Event()

    def fails(_):
        raise RuntimeError(f"with {KEY} in it")

    def hangs(_):
        never.wait(20)
        return ok("late")

    results = list(
        examine(case(), (check("a", fails), check("b", hangs), check("c", lambda _: ok("fine"), "a")))
    )
    never.set()
    assert [r.finding for r in results] == ["doctor.failed", "doctor.late", ""]
    assert results[0].found == "RuntimeError: with *** in it"
    assert results[2].state == "skipped"
    assert exit_code(results) == 2


def test_the_exit_code_tells():
    assert exit_code([ok("x"), skipped("y"), finding("tls.soon", "z")]) == 0
    assert exit_code([ok("x"), finding("schema.old", "z"), finding("doctor.late", "z")]) == 1
    assert exit_code([ok("x"), finding("doctor.late", "z")]) == 2
    assert exit_code([finding("settings.unusable", "z")]) == 2


def test_a_result_is_one_line():
    (result,) = examine(case(), (check("database", lambda _: finding("schema.old", "two\nlines")),))
    assert line(result) == (
        "wrong    database             two lines → Run `bridge migrate`, then restart the service."
    )
    assert summary([result, result]) == "0 ok, 0 warning, 2 wrong, 0 skipped"
    assert '"finding": "schema.old"' in as_json([result])
