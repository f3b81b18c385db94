"""How many sockets the system lets a process have."""

import resource

import pytest

from bridge.server import with_room
from bridge.settings import load

SETTINGS = load({"CHATBRIDGE_SECRET_KEY": "x" * 40})
UNLIMITED = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("soft", "hard", "asked_for", "sockets"),
    [
        (1024, 524288, 11208, 10000),
        (524288, 524288, None, 10000),
        (1024, UNLIMITED, 11208, 10000),
        (UNLIMITED, UNLIMITED, None, 10000),
        (1024, 4096, 4096, 2888),
        (1024, 1024, 1024, 512),
    ],
)
def test_the_limit_of_open_files_is_raised_and_else_obeyed(monkeypatch, soft, hard, asked_for, sockets):
    limits = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: limits.append(pair))
    assert with_room(SETTINGS).sockets_max == sockets
    assert limits == ([] if asked_for is None else [(asked_for, hard)])
