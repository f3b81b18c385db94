"""The gateway on answers of every shape: IDs that are strings or numbers, and what is no answer at all."""

from datetime import UTC, date, datetime

import pytest

from bridge.domain.directory import Choice, CustomerHit, OwnerChoice
from bridge.domain.errors import OtrsMisconfigured
from bridge.domain.handover import ArchiveOrder, ArchiveReceipt, ArticleLine, ExistingTicket, NewPhoneTicket
from bridge.otrs import OtrsGateway


class Answering:
    """A client that gives one answer and keeps what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = None

    def call(self, operation, fields):
        self.asked = (operation, fields)
        return self.answer


def gateway(answer):
    return OtrsGateway(Answering(answer))


AGENT = {
    "UserID": 2,
    "UserLogin": "anton",
    "UserFullname": "Anton Agent",
    "UserEmail": "anton@example.com",
    "UserLanguage": None,
    "OutOfOffice": "1",
    "OutOfOfficeUntil": "2026-12-24",
    "Online": 1,
    "LastRequest": "1795372790",
    "Groups": {"users": ["ro", "rw"]},
}
DIRECTORY = {
    "AddOnVersion": "0.1.0",
    "Framework": "Znuny 6.5.1",
    "TimeZone": "UTC",
    "Now": 1795372800,
    "Agents": [AGENT],
    "Groups": [{"GroupID": "1", "Name": "users"}],
    "CustomersOnline": [
        {
            "CustomerUserLogin": "carla",
            "UserFullname": "Carla",
            "UserEmail": "carla@example.com",
            "CustomerID": "acme",
            "LastRequest": 1795372790,
        }
    ],
    "Queues": [{"QueueID": 2, "Name": "Raw"}],
    "SomethingNew": True,
}


def test_a_directory():
    directory = gateway(DIRECTORY).directory()
    assert directory.clock == datetime(2026, 11, 22, 18, 40, tzinfo=UTC)
    assert directory.groups == ("users",)
    (agent,) = directory.agents
    assert (agent.otrs_id, agent.language, agent.online) == ("2", "", True)
    assert agent.out_of_office_until == date(2026, 12, 24)
    assert agent.last_request == datetime(2026, 11, 22, 18, 39, 50, tzinfo=UTC)
    assert agent.groups == {"users": frozenset({"ro", "rw"})}
    (carla,) = directory.customers_online
    assert (carla.login, carla.email, carla.customer_id) == ("carla", "carla@example.com", "acme")
    assert directory.queues == (Choice("2", "Raw"),)


def test_an_agent_who_is_here():
    here = AGENT | {"OutOfOffice": 0, "Online": "0", "LastRequest": 0}
    (agent,) = gateway(DIRECTORY | {"Agents": [here]}).directory().agents
    assert (agent.out_of_office_until, agent.online, agent.last_request) == (None, False, None)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"Agents": None}, "Directory.Agents"),
        ({"Agents": {}}, "Directory.Agents"),
        ({"Agents": ["anton"]}, r"Directory\.Agents\[0\]"),
        ({"Agents": [AGENT | {"UserLogin": ""}]}, r"Directory\.Agents\[0\]\.UserLogin"),
        ({"Agents": [AGENT | {"UserID": True}]}, "UserID"),
        ({"Agents": [AGENT | {"UserID": 1.5}]}, "UserID"),
        ({"Agents": [AGENT | {"Online": "yes"}]}, "Online"),
        ({"Agents": [AGENT | {"Online": []}]}, "Online"),
        ({"Agents": [AGENT | {"LastRequest": "soon"}]}, "LastRequest"),
        ({"Agents": [AGENT | {"LastRequest": 10**30}]}, "LastRequest"),
        ({"Agents": [AGENT | {"OutOfOfficeUntil": "24.12."}]}, "OutOfOfficeUntil"),
        ({"Agents": [AGENT | {"Groups": []}]}, "Groups"),
        ({"Agents": [AGENT | {"Groups": {"users": "rw"}}]}, r"Groups\.users"),
        ({"Agents": [AGENT | {"Groups": {"users": [1]}}]}, r"Groups\.users"),
        ({"Groups": "users"}, "Directory.Groups"),
        ({"Now": None}, "Now"),
        ({"Now": ""}, "Now"),
    ],
    ids=str,
)
def test_a_directory_that_cannot_be_one(change, place):
    with pytest.raises(OtrsMisconfigured, match=place):
        gateway(DIRECTORY | change).directory()


def test_options():
    talk = gateway(
        {
            "Queues": [{"QueueID": 2, "Name": "Raw"}],
            "Priorities": [],
            "States": [{"StateID": "4", "Name": "open"}],
            "Owners": [{"UserID": 2, "UserLogin": "anton", "UserFullname": "Anton Agent"}],
            "Defaults": {"PriorityID": "", "StateID": 4},
        }
    )
    options = talk.ticket_options("anton", "2")
    assert talk._client.asked == ("TicketOptions", {"ActingUserLogin": "anton", "QueueID": "2"})
    assert options.queues == (Choice("2", "Raw"),)
    assert options.owners == (OwnerChoice("anton", "Anton Agent"),)
    assert (options.default_priority_id, options.default_state_id) == ("", "4")
    talk.ticket_options("anton", None)
    assert "QueueID" not in talk._client.asked[1]


def test_searches():
    talk = gateway({"Customers": [{"CustomerUserLogin": "carla"}], "Tickets": []})
    assert talk.customers("anton", "car\0la") == [CustomerHit("carla", "", "", "")]
    assert talk._client.asked[1] == {"ActingUserLogin": "anton", "Query": "carla", "Limit": 20}
    assert talk.tickets("anton", "") == []
    with pytest.raises(OtrsMisconfigured):
        gateway({}).tickets("anton", "x")


LINE = ArticleLine("visitor", "visitor-1", "Max\0", "a\r\nb\rc\0\x1b\ud800", datetime.now(UTC), system=False)
DONE = {"TicketID": 7, "TicketNumber": "2026", "ArticleID": "12", "InternalArticleID": "", "Repeated": 0}


def order(**changes):
    values = {
        "key": "8d0c6c1e-6f2b-4d3e-9a64-0d6d1d1f7f10",
        "agent": "anton",
        "target": ExistingTicket("5"),
        "customer_name": "Max",
        "started_by": "customer",
        "lines": (LINE,),
        "internal_lines": (),
    }
    return ArchiveOrder(**(values | changes))


def test_an_archive():
    talk = gateway(DONE)
    assert talk.archive(order()) == ArchiveReceipt("7", "2026", "12", None, False)
    operation, fields = talk._client.asked
    assert operation == "Archive"
    assert fields["Target"] == {"Type": "Existing", "TicketID": "5"}
    assert fields["InternalMessages"] == []
    assert fields["Messages"] == [
        {
            "ChatterType": "Public",
            "ChatterID": "visitor-1",
            "ChatterName": "Max",
            "Text": "a\nb\nc",
            "Time": int(LINE.at.timestamp()),
            "SystemGenerated": 0,
        }
    ]
    assert fields["Files"] == []


def test_an_archive_on_a_new_ticket():
    talk = gateway(DONE | {"InternalArticleID": 13, "Repeated": "1"})
    receipt = talk.archive(order(target=NewPhoneTicket("2", "Title", "carla", "3", "4", None)))
    assert (receipt.internal_article_id, receipt.repeated) == ("13", True)
    assert talk._client.asked[1]["Target"] == {
        "Type": "New",
        "QueueID": "2",
        "Title": "Title",
        "CustomerUser": "carla",
        "CustomerName": "Max",
        "PriorityID": "3",
        "StateID": "4",
        "OwnerLogin": "",
    }


@pytest.mark.parametrize("change", [{"TicketID": None}, {"TicketNumber": ""}, {"ArticleID": []}], ids=str)
def test_a_receipt_without_a_place_is_none(change):
    with pytest.raises(OtrsMisconfigured):
        gateway(DONE | change).archive(order())


def test_a_time_without_a_zone_is_a_mistake():
    line = ArticleLine("agent", "anton", "Anton", "x", datetime(2026, 11, 22), system=False)
    with pytest.raises(ValueError, match="zone"):
        gateway(DONE).archive(order(lines=(line,)))
