"""OTRS's GenericInterface: does it answer, and has it the operations? Asked without credentials."""

from __future__ import annotations

from bridge.doctor.case import Case
from bridge.doctor.http import NoReply, Reply
from bridge.doctor.results import Result, finding, ok

OPERATIONS = ("Directory", "TicketOptions", "CustomerSearch", "TicketSearch", "TicketContext", "Archive")
"""Those of docs/otrs-operations.md."""

STOCK_OPERATIONS = (
    "SessionCreate",
    "SessionGet",
    "TicketCreate",
    "TicketGet",
    "TicketSearch",
    "TicketUpdate",
)
"""Those of docs/without-add-on.md."""

_NOBODY: dict[str, object] = {"UserLogin": "", "Password": ""}
_NO_REPLY = {
    "unknown": "address.unknown",
    "closed": "address.closed",
    "late": "interface.late",
    "empty": "interface.empty",
    "tls": "tls.failed",
    "other": "interface.failed",
}


def call(case: Case, operation: str, fields: dict[str, object]) -> Reply:
    """The answer of an operation.

    :raises NoReply: there is none
    """
    settings = case.settings
    root = f"{settings.otrs_url}/nph-genericinterface.pl/Webservice/{settings.otrs_webservice}"
    return case.otrs.post(f"{root}/{operation}", fields)


def no_reply(error: NoReply, of: str) -> Result:
    """What it means that there was no answer."""
    return finding(_NO_REPLY[error.kind], f"{of}: {error}")


def interface(case: Case) -> Result:
    """Does the web service answer at all?"""
    try:
        reply = call(case, _wanted(case)[0], _NOBODY)
    except NoReply as error:
        return no_reply(error, f"the web service {case.settings.otrs_webservice}")
    problem = _problem(reply)
    if problem:
        return problem
    return ok(f"the web service {case.settings.otrs_webservice} answers")


def operations(case: Case) -> Result:
    """Does it have every operation?"""
    missing = []
    for operation in _wanted(case):
        try:
            reply = call(case, operation, _NOBODY)
        except NoReply as error:
            return no_reply(error, f"the operation {operation}")
        if _unknown(reply):
            missing.append(operation)
        elif problem := _problem(reply):
            return problem
    if missing:
        return finding("operations.missing", f"missing: {', '.join(missing)}")
    return ok(", ".join(_wanted(case)))


def _wanted(case: Case) -> tuple[str, ...]:
    return STOCK_OPERATIONS if case.settings.otrs_way == "stock" else OPERATIONS


def _unknown(reply: Reply) -> bool:
    return reply.status == 500 and b"determine Operation" in reply.body


def _problem(reply: Reply) -> Result | None:
    status = reply.status
    if status == 200:
        if not reply.body:
            return finding("interface.empty", "an answer without content")
        return None if reply.json() is not None else finding("interface.not-json", f"no JSON: {reply.text}")
    if 300 <= status < 400:
        return finding("interface.redirect", f"HTTP {status} to {reply.location}")
    if status in {401, 403}:
        return finding("interface.forbidden", f"HTTP {status}")
    if status in {404, 405}:
        return finding("interface.not-found", f"HTTP {status}")
    return None if _unknown(reply) else finding("interface.failed", f"HTTP {status}: {reply.text}")
