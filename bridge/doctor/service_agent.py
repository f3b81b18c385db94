"""The service agent: is it who it says, and may it what it must?"""

from __future__ import annotations

from bridge.doctor.case import Case
from bridge.doctor.http import NoReply
from bridge.doctor.results import Result, finding, ok
from bridge.doctor.web_service import call, no_reply
from bridge.domain.directory import Directory

SERVICE_GROUP = "chatbridge-service"


def credentials(case: Case) -> Result:
    """Does OTRS accept login and password?"""
    login = case.settings.otrs_user
    fields: dict[str, object] = {"UserLogin": login, "Password": case.settings.otrs_password}
    try:
        answer = call(case, "Directory", fields).json() or {}
    except NoReply as silence:
        return no_reply(silence, "the operation Directory")
    error = answer.get("Error")
    if isinstance(error, dict):
        message = str(error.get("ErrorMessage"))
        if error.get("ErrorCode") != "Directory.AuthFail":
            return finding("interface.failed", message)
        if SERVICE_GROUP not in message:
            return finding("credentials.wrong", f"OTRS refuses the agent {login} with this password")
        case.objection = message
    elif "Agents" not in answer:
        return finding("interface.failed", "the operation Directory answers without agents")
    return ok(f"OTRS knows the agent {login}")


def rights(case: Case) -> Result:
    """Has it the one right that it needs, and no other?"""
    login = case.settings.otrs_user
    if case.objection:
        code = "rights.group" if "no valid group" in case.objection else "rights.missing"
        return finding(code, case.objection.removeprefix("Directory: "))
    directory = case.directory.answer
    agents = directory.agents if isinstance(directory, Directory) else ()
    others = sorted(
        group for agent in agents if agent.login == login for group in agent.groups if group != SERVICE_GROUP
    )
    if others:
        return finding("rights.many", f"{login} has rights in {', '.join(others)}, too")
    return ok(f"{login} has rw in {SERVICE_GROUP}, and nothing else")
