"""The links of OTRS: each broken once, on the stand-in or on a small server that misbehaves."""

import time

import pytest
from werkzeug.wrappers import Response

from bridge.doctor.web_service import OPERATIONS
from tests.doctor.support import always, look, site, stand_in
from tests.env.processes import free_port
from tests.sandbox.server import CONFIG

OTRS = "CHATBRIDGE_OTRS_URL"


def service_agent(answer):
    return next(agent for agent in answer["Agents"] if agent["UserLogin"] == "chatbridge")


def test_all_is_well_with_the_stand_in(template_database):
    with stand_in() as url:
        for name in ("interface", "operations", "credentials", "rights", "version", "clock", "secret"):
            result = look(f"otrs.{name}", CHATBRIDGE_OTRS_URL=url)
            assert result.state == "ok", result
        assert look("otrs.agents", CHATBRIDGE_OTRS_URL=url, DATABASE_URL=template_database).state == "ok"


@pytest.mark.parametrize("name", ["otrs", "public"])
def test_an_address_that_leads_nowhere(name):
    setting = {"otrs": OTRS, "public": "CHATBRIDGE_PUBLIC_URL"}[name]
    assert look(f"{name}.address", **{setting: "http://no-such-host.invalid/x"}).finding == "address.unknown"
    closed = look(f"{name}.address", **{setting: f"http://127.0.0.1:{free_port()}/x"})
    assert closed.finding == "address.closed"


@pytest.mark.parametrize(
    ("respond", "finding"),
    [
        (lambda path: None, "interface.empty"),
        (always(200, b""), "interface.empty"),
        (always(404, b"Not Found"), "interface.not-found"),
        (always(403, b"Forbidden"), "interface.forbidden"),
        (always(401, b"Who are you?"), "interface.forbidden"),
        (always(301, b"", Location="https://help.example.com/otrs"), "interface.redirect"),
        (always(500, b"Could not read input data"), "interface.failed"),
        (always(503, b"Service Unavailable"), "interface.failed"),
        (always(200, b"<html>Log in</html>"), "interface.not-json"),
        (lambda path: time.sleep(1.5), "interface.late"),
        (always(500, b"Error while determine Operation for request URI '/Directory'."), ""),
    ],
)
def test_what_the_interface_says_or_does_not(respond, finding):
    seconds = "1" if finding == "interface.late" else "20"
    with site(respond) as url:
        result = look("otrs.interface", CHATBRIDGE_OTRS_URL=f"{url}/otrs", CHATBRIDGE_OTRS_TIMEOUT=seconds)
    assert result.finding == finding, result


def test_nothing_at_all_has_two_reasons_and_both_are_named():
    with stand_in() as url:
        result = look("otrs.interface", CHATBRIDGE_OTRS_URL=url, CHATBRIDGE_OTRS_WEBSERVICE="Other")
    assert result.finding == "interface.empty"
    assert "ChatBridge.yml" in result.remedy
    assert "librest-client-perl" in result.remedy


def test_operations_that_are_missing_are_named():
    unknown = Response("HTTP::REST Error while determine Operation for request URI '/x'.", 500)
    with stand_in(refuse={"Archive": unknown, "TicketSearch": unknown}) as url:
        result = look("otrs.operations", CHATBRIDGE_OTRS_URL=url)
    assert (result.finding, result.found) == ("operations.missing", "missing: TicketSearch, Archive")


def test_an_operation_that_fails_is_named_differently():
    with stand_in(refuse={"Archive": Response("Can't locate object method", 500)}) as url:
        assert look("otrs.operations", CHATBRIDGE_OTRS_URL=url).finding == "interface.failed"


def test_the_operations_are_asked_for_without_the_password():
    asked = []

    def respond(path):
        asked.append(path)
        return always(200, {"Error": {"ErrorCode": "Directory.AuthFail", "ErrorMessage": "no"}})(path)

    with site(respond) as url:
        assert look("otrs.operations", CHATBRIDGE_OTRS_URL=f"{url}/otrs").state == "ok"
    assert len(asked) == len(OPERATIONS) + 1
    assert not any(CONFIG.service_password in path for path in asked)


@pytest.mark.parametrize("wrong", [{"CHATBRIDGE_OTRS_PASSWORD": "wrong"}, {"CHATBRIDGE_OTRS_USER": "nobody"}])
def test_wrong_credentials(wrong):
    with stand_in() as url:
        assert look("otrs.credentials", CHATBRIDGE_OTRS_URL=url, **wrong).finding == "credentials.wrong"


def test_the_right_password_of_an_agent_without_the_right():
    anton = {"CHATBRIDGE_OTRS_USER": "anton", "CHATBRIDGE_OTRS_PASSWORD": "anton"}
    with stand_in() as url:
        assert look("otrs.credentials", CHATBRIDGE_OTRS_URL=url, **anton).state == "ok"
        assert look("otrs.rights", CHATBRIDGE_OTRS_URL=url, **anton).finding == "rights.missing"


def test_there_is_no_such_group():
    said = "Directory: there is no valid group chatbridge-service."
    answer = {"Error": {"ErrorCode": "Directory.AuthFail", "ErrorMessage": said}}
    with site(always(200, answer)) as url:
        result = look("otrs.rights", CHATBRIDGE_OTRS_URL=f"{url}/otrs")
    assert (result.finding, result.found) == ("rights.group", said.removeprefix("Directory: "))


def edited(name, change, **settings):
    with stand_in(change) as url:
        return look(f"otrs.{name}", CHATBRIDGE_OTRS_URL=url, **settings)


def test_more_rights_than_needed():
    result = edited("rights", lambda answer: service_agent(answer)["Groups"].update(users=["rw"]))
    assert (result.finding, result.state) == ("rights.many", "warning")
    assert "users" in result.found


def test_another_version_of_the_add_on():
    result = edited("version", lambda answer: answer.update(AddOnVersion="0.0.9"))
    assert (result.finding, result.state) == ("version.differs", "warning")
    assert "0.0.9" in result.found


def test_an_answer_that_is_not_understood():
    assert edited("version", lambda answer: answer.update(Groups="none")).finding == "version.unreadable"


@pytest.mark.parametrize(
    ("seconds", "said"), [(-3600, "s behind"), (40, "s before"), (-20, ""), (20, ""), (0, "")]
)
def test_clocks_that_differ(seconds, said):
    result = edited("clock", lambda answer: answer.update(Now=answer["Now"] + seconds))
    assert result.finding == ("clock.differs" if said else "")
    assert said in result.found


@pytest.mark.parametrize(
    ("change", "settings", "finding"),
    [
        (
            {},
            {"CHATBRIDGE_IDENTITY_SECRETS": "otrs-1:" + "another secret 0123456789 abcdefgh"},
            "secret.differs",
        ),
        ({}, {"CHATBRIDGE_IDENTITY_SECRETS": f"otrs-2:{CONFIG.secret}"}, "secret.name"),
        ({}, {"CHATBRIDGE_IDENTITY_SECRETS": f"otrs-0:{'0123456789' * 4},otrs-1:{CONFIG.secret}"}, ""),
        ({"SecretProof": ""}, {}, "secret.none"),
        ({"SecretProof": None}, {}, "secret.untold"),
    ],
)
def test_the_secret_of_both_sides(change, settings, finding):
    result = edited("secret", lambda answer: answer.update(change), **settings)
    assert result.finding == finding, result


@pytest.mark.parametrize(
    ("group", "finding"), [("users", ""), ("stats", "agents.none"), ("chat", "agents.group")]
)
def test_somebody_must_be_there_for_the_channel(template_database, group, finding):
    settings = {"CHATBRIDGE_DEFAULT_GROUP": group, "DATABASE_URL": template_database}
    assert edited("agents", lambda answer: None, **settings).finding == finding


def test_the_service_agent_is_nobody_for_the_channel(template_database):
    settings = {"CHATBRIDGE_DEFAULT_GROUP": "chatbridge-service", "DATABASE_URL": template_database}
    assert edited("agents", lambda answer: None, **settings).finding == "agents.none"
