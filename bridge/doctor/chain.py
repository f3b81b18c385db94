"""The chain in its order: from the service's own settings to what a browser sees."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bridge.doctor import (
    own_settings,
    pages,
    processes,
    public,
    service_agent,
    storage,
    taking_along,
    the_directory,
    upgrade,
    way_to_otrs,
    web_service,
    without_add_on,
)
from bridge.doctor.case import Case
from bridge.doctor.findings import State
from bridge.doctor.redaction import redactor
from bridge.doctor.results import Result, finding, skipped

log = logging.getLogger(__name__)

SECONDS = 20.0
"""How long a check may take; those that ask OTRS may take CHATBRIDGE_OTRS_TIMEOUT more."""


@dataclass(frozen=True, slots=True)
class Check:
    """One link.

    :ivar needs: checks without which this one makes no sense
    :ivar of_otrs: it makes no sense without an OTRS
    :ivar way: the CHATBRIDGE_OTRS_WAY that it belongs to; empty: both
    """

    name: str
    run: Callable[[Case], Result]
    needs: tuple[str, ...] = ()
    of_otrs: bool = False
    way: str = ""


CHECKS = (
    Check("settings.public-url", own_settings.public_url),
    Check("settings.secrets", own_settings.secrets),
    Check("settings.origins", own_settings.origins),
    Check("settings.ca-file", own_settings.ca_file),
    Check("database", storage.database),
    Check("database.schema", storage.schema, ("database",)),
    Check("redis", storage.redis),
    Check("service", processes.service),
    Check("worker", processes.worker, ("redis",)),
    Check("otrs", way_to_otrs.connected),
    Check("otrs.address", way_to_otrs.address, of_otrs=True),
    Check("otrs.tls", way_to_otrs.tls, ("otrs.address",), of_otrs=True),
    Check("otrs.interface", web_service.interface, ("otrs.address", "otrs.tls"), of_otrs=True),
    Check("otrs.operations", web_service.operations, ("otrs.interface",), of_otrs=True),
    Check("otrs.credentials", service_agent.credentials, ("otrs.operations",), of_otrs=True, way="addon"),
    Check("otrs.rights", service_agent.rights, ("otrs.credentials",), of_otrs=True, way="addon"),
    Check("otrs.version", the_directory.version, ("otrs.rights",), of_otrs=True, way="addon"),
    Check("otrs.clock", the_directory.clock, ("otrs.version",), of_otrs=True, way="addon"),
    Check("otrs.secret", the_directory.secret, ("otrs.version",), of_otrs=True, way="addon"),
    Check(
        "otrs.agents", the_directory.agents, ("otrs.version", "database.schema"), of_otrs=True, way="addon"
    ),
    Check("otrs.members", without_add_on.members, ("database.schema",), of_otrs=True, way="stock"),
    Check("otrs.service-agent", without_add_on.service, ("otrs.operations",), of_otrs=True, way="stock"),
    Check("otrs.csp", pages.policy, ("otrs.address", "otrs.tls"), of_otrs=True),
    Check("beat", processes.beat, ("service", "worker", "database.schema", "otrs.version"), of_otrs=True),
    Check("outbox", storage.outbox, ("database.schema",)),
    Check("mail", taking_along.mail),
    Check("pdf.fonts", taking_along.fonts),
    Check("public.address", public.address),
    Check("public.tls", public.tls, ("public.address",)),
    Check("public.health", public.health, ("public.address", "public.tls")),
    Check("public.widget", public.widget, ("public.health",)),
    Check("public.socket", upgrade.socket, ("public.health",)),
)


def examine(case: Case, checks: tuple[Check, ...] = CHECKS) -> Iterator[Result]:
    """The results in the chain's order, each as soon as it is there. Secrets are taken out of the texts."""
    redact = redactor(case.settings)
    states: dict[str, State] = {}
    for check in checks:
        other_way = _other_way(check, case)
        why_not = other_way or _obstacle(check, case, states)
        result = skipped(why_not) if why_not else _in_time(check, case)
        states[check.name] = State.OK if other_way else result.state
        yield replace(result, name=check.name, found=redact(result.found), remedy=redact(result.remedy))


def _other_way(check: Check, case: Case) -> str:
    if not check.way or not case.settings.otrs_url or check.way == case.settings.otrs_way:
        return ""
    return "only with the add-on" if check.way == "addon" else "only without the add-on"


def _obstacle(check: Check, case: Case, states: dict[str, State]) -> str:
    if check.of_otrs and not case.settings.otrs_url:
        return "there is no OTRS"
    missing = [name for name in check.needs if states[name] in {State.WRONG, State.SKIPPED}]
    return f"needs {missing[0]}" if missing else ""


def _in_time(check: Check, case: Case) -> Result:
    results: list[Result] = []

    def run() -> None:
        try:
            results.append(check.run(case))
        except Exception as error:
            log.debug("the check %s failed", check.name, exc_info=True)
            results.append(finding("doctor.failed", f"{type(error).__name__}: {error}"))

    # A thread that hangs must not keep the command from ending.
    thread = threading.Thread(target=run, name=check.name, daemon=True)
    thread.start()
    seconds = SECONDS + (case.settings.otrs_timeout if check.of_otrs else 0)
    thread.join(seconds)
    return results[0] if results else finding("doctor.late", f"no result after {seconds:g} s")
