"""The links of the way without the add-on: each broken once, on a small server that answers like OTRS."""

from __future__ import annotations

import json

import pytest

from bridge.doctor.chain import examine
from tests.doctor.support import case, look, site

OPERATIONS = ("SessionCreate", "SessionGet", "TicketCreate", "TicketGet", "TicketSearch", "TicketUpdate")
STOCK = {
    "CHATBRIDGE_OTRS_WAY": "stock",
    "CHATBRIDGE_OTRS_WEBSERVICE": "ChatBridgeStock",
    "CHATBRIDGE_IDENTITY_SECRETS": "",
    "CHATBRIDGE_OTRS_PASSWORD": "",
    "CHATBRIDGE_STOCK_AGENTS": "anton:rw,berta:note",
}


def otrs(operations=OPERATIONS, answer=None):
    """Says what OTRS says to somebody without credentials, or this answer."""

    def respond(path):
        operation = path.rpartition("/")[2]
        if operation not in operations:
            return 500, {}, b"HTTP::REST Error while determine Operation for request URI"
        missing = {"Error": {"ErrorCode": f"{operation}.MissingParameter", "ErrorMessage": "missing"}}
        return 200, {"Content-Type": "application/json"}, json.dumps(answer or missing).encode()

    return site(respond)


def test_the_operations_are_otrs_s_own():
    with otrs() as url:
        for name in ("interface", "operations"):
            result = look(f"otrs.{name}", CHATBRIDGE_OTRS_URL=url, **STOCK)
            assert result.state == "ok", result
    assert result.found == ", ".join(OPERATIONS)


def test_an_operation_that_is_missing_is_named():
    with otrs(OPERATIONS[:-1]) as url:
        result = look("otrs.operations", CHATBRIDGE_OTRS_URL=url, **STOCK)
    assert result.finding == "operations.missing"
    assert "TicketUpdate" in result.found
    assert "ChatBridgeStock.yml" in result.remedy


def test_no_secret_and_no_service_agent_are_needed():
    with otrs() as url:
        assert look("settings.secrets", CHATBRIDGE_OTRS_URL=url, **STOCK).state == "ok"
        assert look("otrs.service-agent", CHATBRIDGE_OTRS_URL=url, **STOCK).state == "ok"


def test_the_way_is_said():
    with otrs() as url:
        assert "without the add-on" in look("otrs", CHATBRIDGE_OTRS_URL=url, **STOCK).found


def test_a_service_agent_is_asked_for(template_database):
    settings = STOCK | {"CHATBRIDGE_OTRS_PASSWORD": "correct horse battery"}
    refusal = {"Error": {"ErrorCode": "TicketSearch.AuthFail", "ErrorMessage": "Authorization failing!"}}
    with otrs(answer=refusal) as url:
        result = look("otrs.service-agent", CHATBRIDGE_OTRS_URL=url, **settings)
    assert result.finding == "service-agent.wrong"
    with otrs(answer={"TicketID": []}) as url:
        assert look("otrs.service-agent", CHATBRIDGE_OTRS_URL=url, **settings).state == "ok"


@pytest.mark.parametrize("listed", ["", "anton:note", "anton:rw@elsewhere"])
def test_a_channel_without_a_member_who_can_accept(template_database, listed):
    settings = STOCK | {"CHATBRIDGE_STOCK_AGENTS": listed, "DATABASE_URL": template_database}
    with otrs() as url:
        assert look("otrs.members", CHATBRIDGE_OTRS_URL=url, **settings).finding == "members.none"
        good = look("otrs.members", CHATBRIDGE_OTRS_URL=url, **STOCK | {"DATABASE_URL": template_database})
    assert good.state == "ok"
    assert good.found == "1 in Support"


def test_links_of_the_other_way_are_skipped_and_stop_nothing():
    with otrs() as url:
        results = {one.name: one for one in examine(case(CHATBRIDGE_OTRS_URL=url, **STOCK))}
    for name in ("credentials", "rights", "version", "clock", "secret", "agents"):
        assert results[f"otrs.{name}"].found == "only with the add-on"
    assert "otrs.version" not in results["beat"].found
