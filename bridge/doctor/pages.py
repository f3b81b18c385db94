"""OTRS's pages: does their Content-Security-Policy let the chat in?"""

from __future__ import annotations

from bridge.doctor.case import Case
from bridge.doctor.csp import blocking
from bridge.doctor.http import NoReply
from bridge.doctor.own_settings import on_this_machine
from bridge.doctor.results import Result, finding, ok, skipped
from bridge.parsing import origin_of


def policy(case: Case) -> Result:
    """May OTRS's pages load the widget and connect to the service?"""
    settings = case.settings
    try:
        page = case.otrs.get(f"{settings.otrs_url}/index.pl")
    except NoReply as error:
        return skipped(f"no login page of OTRS: {error}")
    if page.status != 200:
        return skipped(f"no login page of OTRS: HTTP {page.status}")
    policies = page.headers.getlist("Content-Security-Policy")
    if not policies:
        return ok("OTRS's pages have none")
    # An address on this machine is a short cut of the service's: people open OTRS beside the public address.
    short_cut = on_this_machine(settings.otrs_url) and not on_this_machine(settings.public_url)
    origin = origin_of(settings.public_url if short_cut else settings.otrs_url)
    script = f"{settings.public_url}/widget/chatbridge.js"
    socket = f"ws{settings.public_url.removeprefix('http')}/socket"
    found = [
        blocking(policies, "script-src", origin, script),
        blocking(policies, "connect-src", origin, socket),
    ]
    if any(found):
        blocked = " and ".join(dict.fromkeys(filter(None, found)))
        return finding("csp.blocks", f"on pages of {origin}, {blocked} keeps out {settings.public_url}")
    return ok("OTRS's pages let the chat in")
