"""What OTRS's directory tells: versions, clock, secret, agents."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from bridge import __version__
from bridge.doctor.case import Case
from bridge.doctor.results import Result, finding, ok
from bridge.domain.channels import Channel, Level, level
from bridge.domain.directory import Directory
from bridge.domain.errors import OtrsError

MOST_DIFFERENCE = timedelta(seconds=30)
"""By so much the clocks may differ: the leeway with which tokens are read."""


def version(case: Case) -> Result:
    """Do the add-on and the service belong together?"""
    answer = case.directory.answer
    if isinstance(answer, OtrsError):
        return finding("version.unreadable", answer.message)
    if answer.add_on_version != __version__:
        found = f"add-on {answer.add_on_version}, service {__version__}"
        return finding("version.differs", found)
    return ok(f"{answer.framework}, add-on {answer.add_on_version}")


def clock(case: Case) -> Result:
    """Is it the same time on both machines?"""
    difference = case.directory.clock_difference
    seconds = difference.total_seconds()
    if abs(difference) > MOST_DIFFERENCE:
        return finding("clock.differs", f"OTRS's clock is {_signed(seconds)} the service's")
    return ok("the same time on both sides" if abs(seconds) < 1 else f"{abs(seconds):.0f} s apart")


def secret(case: Case) -> Result:
    """Do both sides have the same secret? OTRS proves it without telling it."""
    directory = _directory(case)
    if directory.secret_proof is None:
        return finding("secret.untold", f"add-on {directory.add_on_version} does not tell")
    name = directory.secret_key_id
    if not directory.secret_proof:
        return finding("secret.none", "OTRS has no usable secret")
    ours = case.settings.identity_secrets.get(name)
    if ours is None:
        known = ", ".join(case.settings.identity_secrets) or "none"
        return finding("secret.name", f"OTRS signs with the key {name}; the service has: {known}")
    text = f"chatbridge-proof:{int(directory.clock.timestamp())}"
    expected = hmac.new(ours.encode(), text.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, directory.secret_proof):
        return finding("secret.differs", f"the key {name} is not the same on both sides")
    return ok(f"the key {name} is the same on both sides")


def agents(case: Case) -> Result:
    """Does every channel have agents who can accept its requests?"""
    directory = _directory(case)
    with case.bridge.context.db.read() as tx:
        channels = [channel for channel in tx.channels.all() if channel.valid]
    if not channels:
        settings = case.settings
        channels = [Channel(0, settings.default_channel, settings.default_group, True, True, True)]
    levels = case.bridge.context.policy().levels
    counts = {}
    for channel in channels:
        if channel.group not in directory.groups:
            return finding("agents.group", f"the group {channel.group} of {channel.name} is not in OTRS")
        counts[channel.name] = sum(
            level(agent.groups, channel, levels) is Level.OWNER
            for agent in directory.agents
            if agent.login != case.settings.otrs_user
        )
        if not counts[channel.name]:
            return finding("agents.none", f"no agent has rw in {channel.group}, the group of {channel.name}")
    return ok(", ".join(f"{number} in {name}" for name, number in counts.items()))


def _directory(case: Case) -> Directory:
    answer = case.directory.answer
    if isinstance(answer, OtrsError):
        raise answer  # the check of the version went before
    return answer


def _signed(seconds: float) -> str:
    return f"{abs(seconds):.0f} s {'before' if seconds > 0 else 'behind'}"
