"""The way without the add-on: the members of the channels, and the service's own agent."""

from __future__ import annotations

from bridge.doctor.case import Case
from bridge.doctor.http import NoReply
from bridge.doctor.results import Result, finding, ok
from bridge.doctor.web_service import call, no_reply
from bridge.domain.channels import Channel, Level, level


def members(case: Case) -> Result:
    """Has every channel an agent in the settings who can accept its requests?"""
    settings = case.settings
    with case.bridge.context.db.read() as tx:
        channels = [channel for channel in tx.channels.all() if channel.valid]
    if not channels:
        channels = [Channel(0, settings.default_channel, settings.default_group, True, True, True)]
    counts = {}
    for channel in channels:
        listed = settings.stock_groups.values()
        counts[channel.name] = sum(level(groups, channel) is Level.OWNER for groups in listed)
        if not counts[channel.name]:
            return finding("members.none", f"nobody is listed with rw for {channel.name} ({channel.group})")
    return ok(", ".join(f"{number} in {name}" for name, number in counts.items()))


def service(case: Case) -> Result:
    """Does OTRS accept the agent for the service, if there is one?"""
    settings = case.settings
    if not settings.otrs_password:
        return ok("none; visitors and customers cannot make tickets of their own")
    # Looks for nothing: a sign-in would leave a session in OTRS.
    fields: dict[str, object] = {"UserLogin": settings.otrs_user, "Password": settings.otrs_password}
    try:
        answer = call(case, "TicketSearch", fields | {"TicketNumber": "-"}).json() or {}
    except NoReply as silence:
        return no_reply(silence, "the operation TicketSearch")
    if "Error" in answer:
        refused = f"OTRS refuses the agent {settings.otrs_user} with this password"
        return finding("service-agent.wrong", refused)
    return ok(f"OTRS knows the agent {settings.otrs_user}")
