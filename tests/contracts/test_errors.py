"""How refusals look on the wire, and what the client makes of them."""

import pytest
import requests

from bridge.domain.errors import OtrsMisconfigured
from tests.contracts.support import again

OPERATIONS = ["Directory", "TicketOptions", "CustomerSearch", "TicketSearch", "TicketContext", "Archive"]


def error_code(answer):
    assert list(answer) == ["Error"]
    assert answer["Error"]["ErrorMessage"].startswith(answer["Error"]["ErrorCode"].partition(".")[0] + ": ")
    return answer["Error"]["ErrorCode"]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "credentials",
    [
        {"UserLogin": "chatbridge", "Password": "wrong"},
        {"UserLogin": "nobody", "Password": "nobody"},
        {"UserLogin": "anton", "Password": "anton"},
        {"CustomerUserLogin": "carla", "Password": "carla"},
        {"UserLogin": "chatbridge"},
        {"UserLogin": "", "Password": ""},
        {"SessionID": "x"},
    ],
    ids=str,
)
def test_only_the_service_agent_is_let_in(otrs, operation, credentials):
    response = requests.post(otrs.address(operation), json=credentials, timeout=60)
    assert response.status_code == 200
    assert error_code(response.json()) == f"{operation}.AuthFail"


def test_only_right_credentials_learn_which_right_is_missing(otrs):
    for user, password, named in (("anton", "anton", True), ("anton", "wrong", False)):
        error = otrs.call("Directory", UserLogin=user, Password=password)["Error"]
        assert ("chatbridge-service" in error["ErrorMessage"]) is named


def test_wrong_credentials_are_a_matter_of_the_settings(otrs):
    with pytest.raises(OtrsMisconfigured, match="chatbridge-service"):
        otrs.gateway(password="wrong").directory()


def test_a_web_service_that_is_not_there_is_a_matter_of_the_settings(otrs):
    with pytest.raises(OtrsMisconfigured, match=r"no web service 'Other'.*ChatBridge\.yml"):
        otrs.gateway(webservice="Other").directory()


NEW = {"Type": "New", "QueueID": "2", "Title": "x"}
LINE = {
    "ChatterType": "Public",
    "ChatterID": "visitor-1",
    "ChatterName": "Max",
    "Text": "x",
    "Time": 1795372800,
}
CUSTOMERS = {"Type": "Customer", "Queue": "Raw", "Title": "x", "CustomerUser": "carla"}
FILE = {"Filename": "a.txt", "ContentType": "text/plain", "Content": "YQ==", "VisibleForCustomer": 1}
CHAT = {"ActingUserLogin": "anton", "Key": "a-key-of-errors", "Target": NEW, "Messages": [LINE]}


@pytest.mark.parametrize(
    ("operation", "fields", "kind"),
    [
        ("TicketOptions", {}, "MissingParameter"),
        ("CustomerSearch", {"Query": "x"}, "MissingParameter"),
        ("CustomerSearch", {"ActingUserLogin": "anton"}, "MissingParameter"),
        ("CustomerSearch", {"ActingUserLogin": "anton", "Query": ["x"]}, "InvalidParameter"),
        ("CustomerSearch", {"ActingUserLogin": "anton", "Query": "x" * 201}, "InvalidParameter"),
        ("TicketSearch", {"Query": "x"}, "MissingParameter"),
        ("TicketSearch", {"ActingUserLogin": "anton", "Query": "x", "Limit": 51}, "InvalidParameter"),
        ("TicketSearch", {"ActingUserLogin": "anton", "Query": "x", "Limit": 0}, "InvalidParameter"),
        ("TicketSearch", {"ActingUserLogin": "anton", "Query": "x", "Limit": "ten"}, "InvalidParameter"),
        ("TicketSearch", {"ActingUserLogin": "nobody", "Query": "x"}, "AccessDenied"),
        ("TicketOptions", {"ActingUserLogin": {"a": 1}}, "InvalidParameter"),
        ("TicketOptions", {"ActingUserLogin": "anton", "QueueID": "99999"}, "AccessDenied"),
        ("TicketContext", {"ActingUserLogin": "anton"}, "MissingParameter"),
        ("TicketContext", {"TicketID": "1"}, "MissingParameter"),
        ("TicketContext", {"ActingUserLogin": "anton", "TicketID": "one"}, "InvalidParameter"),
        ("TicketContext", {"ActingUserLogin": "nobody", "TicketID": "1"}, "AccessDenied"),
        ("TicketContext", {"ActingUserLogin": "anton", "TicketID": "99999"}, "AccessDenied"),
        ("Archive", CHAT | {"Key": ""}, "MissingParameter"),
        ("Archive", CHAT | {"Key": ["a-key-of-errors"]}, "InvalidParameter"),
        ("Archive", CHAT | {"ActingUserLogin": ""}, "MissingParameter"),
        ("Archive", CHAT | {"ActingUserLogin": "carla"}, "AccessDenied"),
        ("Archive", CHAT | {"SenderType": "system"}, "InvalidParameter"),
        ("Archive", CHAT | {"Target": None}, "MissingParameter"),
        ("Archive", CHAT | {"Target": "New"}, "InvalidParameter"),
        ("Archive", CHAT | {"Target": {"Type": "Other"}}, "InvalidParameter"),
        ("Archive", CHAT | {"Target": {"Type": "Existing"}}, "MissingParameter"),
        ("Archive", CHAT | {"Target": NEW | {"QueueID": ""}}, "MissingParameter"),
        ("Archive", CHAT | {"Target": NEW | {"Title": ""}}, "MissingParameter"),
        ("Archive", CHAT | {"Target": NEW | {"QueueID": "99999"}}, "AccessDenied"),
        ("Archive", CHAT | {"Target": CUSTOMERS}, "InvalidParameter"),
        ("Archive", CHAT | {"ActingUserLogin": "", "Target": CUSTOMERS | {"Queue": ""}}, "MissingParameter"),
        (
            "Archive",
            CHAT | {"ActingUserLogin": "", "Target": CUSTOMERS | {"Queue": "No"}},
            "InvalidParameter",
        ),
        (
            "Archive",
            CHAT | {"ActingUserLogin": "", "Target": CUSTOMERS | {"QueueID": "99999"}},
            "InvalidParameter",
        ),
        ("Archive", CHAT | {"ActingUserLogin": "", "Target": CUSTOMERS | {"Title": " "}}, "MissingParameter"),
        (
            "Archive",
            CHAT | {"ActingUserLogin": "", "Target": CUSTOMERS | {"CustomerUser": "no one"}},
            "InvalidParameter",
        ),
        ("Archive", CHAT | {"Files": "x"}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": ["x"]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE] * 201}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"Filename": ""}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"Filename": None}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"Filename": "x" * 256}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"ContentType": "picture"}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"ContentType": "a/b\r\nX-Y: z"}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"Content": "not Base64!"}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"Content": "YQ"}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Files": [FILE | {"VisibleForCustomer": "perhaps"}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": None}, "MissingParameter"),
        ("Archive", CHAT | {"Messages": []}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": "x"}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": ["x"]}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": [LINE | {"ChatterType": "Robot"}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": [LINE | {"ChatterID": ""}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": [LINE | {"Text": None}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": [LINE | {"Text": {"a": 1}}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": [LINE | {"Time": "2026-11-22"}]}, "InvalidParameter"),
        ("Archive", CHAT | {"Messages": [LINE | {"Time": 1795372800123}]}, "InvalidParameter"),
        ("Archive", CHAT | {"InternalMessages": [LINE | {"Time": -1}]}, "InvalidParameter"),
    ],
)
def test_refusals_have_their_kind(otrs, operation, fields, kind):
    assert error_code(otrs.call(operation, **fields)) == f"{operation}.{kind}"


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"route": "Nope"}, 500, "determine Operation"),
        ({"route": "Archive/5"}, 500, "determine Operation"),
        ({"method": "GET"}, 500, "determine Operation"),
        ({"data": b"{not json"}, 500, "Error while decoding request content"),
        ({"data": b"{}"}, 500, "Unsupported request content structure"),
        ({"type": "application/x-www-form-urlencoded"}, 500, "Could not read input data"),
    ],
    ids=str,
)
def test_what_the_transport_refuses_is_plain_text(otrs, change, status, text):
    if "type" in change and " 6.0." in otrs.gateway().directory().framework:
        pytest.skip("OTRS 6.0 reads forms as JSON")
    response = requests.request(
        change.get("method", "POST"),
        otrs.address(change.get("route", "Directory")),
        data=change.get("data", b'{"UserLogin": "x", "Password": "x"}'),
        headers={"Content-Type": change.get("type", "application/json; charset=utf-8")},
        timeout=60,
    )
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/plain")
    assert text in response.text


def test_a_body_that_is_too_long_is_refused(otrs):
    response = requests.post(
        otrs.address("Directory"),
        data=b" " * 52428801,
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    assert response.status_code == 413
    assert response.headers["Content-Type"].startswith("text/plain")


def test_numbers_and_strings_are_the_same(otrs, order):
    gateway = otrs.gateway()
    ticket = gateway.archive(order)
    line = {
        "ChatterType": "Customer",
        "ChatterID": "carla",
        "ChatterName": "Carla Customer",
        "Text": 5,
        "Time": "1795372800",
        "SystemGenerated": "0",
    }
    answer = otrs.call(
        "Archive",
        ActingUserLogin="anton",
        Key=again(order).key,
        Target={"Type": "Existing", "TicketID": int(ticket.ticket_id)},
        Messages=[line],
    )
    assert str(answer["TicketID"]) == ticket.ticket_id
