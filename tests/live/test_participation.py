"""Who comes, goes, watches and writes, over real sockets."""

import pytest

from tests.live.client import new_id


def calls(asker, kind, login, **fields):
    """An agent asks for a chat; its id."""
    chat = new_id()
    to = {"kind": kind, "login": login}
    reply = asker.ask("chat.start", chat=chat, client_id=new_id(), text="A minute?", to=to, **fields)
    assert reply["type"] == "result", reply
    return chat


def names(chat):
    return [one["name"] for one in chat["participants"] if one["present"]]


@pytest.fixture
def cem(service):
    return service.agent("cem", "Cem Can")


def test_an_agent_asks_an_agent_and_they_talk(service, cem):
    anton = service.agent("anton")
    chat = calls(anton, "agent", "cem")
    assert cem.chat(chat, state="requested")["may"] == ["read", "accept", "decline"]
    assert cem.ask("chat.accept", chat=chat)["chat"]["state"] == "active"
    assert anton.chat(chat, state="active")
    for one in (anton, cem):
        one.open(chat)
    anton.say(chat, "Do you know printers?")
    assert cem.entry(chat, text="Do you know printers?")
    assert cem.ask("chat.leave", chat=chat)["type"] == "result"
    assert anton.chat(chat, state="closed")
    assert cem.open(chat)["chat"]["may"] == ["hand_over", "mail", "transcript", "review"]


def test_an_agent_asks_a_customer_from_a_ticket_and_it_ends_on_it(service, shared_otrs):
    anton, carla = service.agent("anton"), service.customer("carla")
    ticket = next(
        one for one in shared_otrs.tickets() if one["customer"] == "carla" and one["queue"] == "Raw"
    )
    chat = calls(anton, "customer", "carla", about=ticket["number"])
    asked = carla.chat(chat, state="requested")
    assert (asked["may"], asked["about"]) == (["read", "accept", "decline"], {"number": ticket["number"]})
    assert carla.ask("chat.accept", chat=chat)["chat"]["state"] == "active"
    carla.open(chat)
    anton.open(chat)
    carla.say(chat, "Yes?")
    assert anton.entry(chat, text="Yes?")
    assert anton.hand_over(chat, kind="attach", ticket_id=ticket["id"])["type"] == "result"
    assert anton.chat(chat, state="closed")["ticket"]["number"] == ticket["number"]
    assert carla.chat(chat, state="closed")["ticket"] == {"number": ticket["number"]}
    assert carla.ask("chats.mine", before=None)["chats"][0]["id"] == chat


def test_a_customer_declines_and_the_request_is_gone_in_every_tab(service):
    anton, carla, other_tab = service.agent("anton"), service.customer("carla"), service.customer("carla")
    chat = calls(anton, "customer", "carla")
    other_tab.chat(chat)
    assert carla.ask("chat.decline", chat=chat)["type"] == "result"
    assert other_tab.event("chat.gone")["chat"] == chat
    assert anton.chat(chat, state="closed")


def test_an_observer_sees_all_and_the_customer_sees_no_observer(service, cem):
    anton, max_, chat = service.conversation()
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "observer"})
    assert cem.chat(chat, state="active")["participants"][-1]["invited_as"] == "observer"
    assert cem.ask("chat.accept", chat=chat)["type"] == "result"
    cem.open(chat)
    max_.say(chat, "Hello?")
    assert cem.entry(chat, text="Hello?")
    assert cem.say(chat, "psst")["code"] == "permission.denied"
    cem.ask("chat.role", chat=chat, role="participant")
    assert max_.entry(chat, kind="joined")["author"]["name"] == "Cem Can"
    cem.ask("chat.role", chat=chat, role="observer")
    assert max_.entry(chat, kind="left")["author"]["name"] == "Cem Can"
    assert names(max_.open(chat)["chat"]) == ["Max", "Anton Agent"]
    assert names(anton.open(chat)["chat"]) == ["Max", "Anton Agent", "Cem Can"]


def test_a_chat_is_handed_to_a_colleague_and_then_to_the_team(service, cem):
    anton, max_, chat = service.conversation()
    assert anton.ask("chat.leave", chat=chat)["code"] == "chat.last_agent"
    anton.ask("chat.invite", chat=chat, login="cem", **{"as": "owner"})
    cem.chat(chat, state="active")
    assert cem.ask("chat.accept", chat=chat)["chat"]["you"] == 3
    assert anton.until(lambda m: m["type"] == "desk.delta" and chat in m["remove"])
    assert names(max_.open(chat)["chat"]) == ["Max", "Cem Can"]

    channel = cem.open(chat)["chat"]["channel"]["id"]
    moved = cem.ask("chat.move", chat=chat, channel=channel, release=True)["chat"]
    assert (moved["state"], moved["accepted_at"]) == ("requested", None)
    assert max_.chat(chat, state="requested")
    assert max_.say(chat, "Is anybody there?")["type"] == "ack"
    assert anton.chat(chat, state="requested")
    assert anton.ask("chat.accept", chat=chat)["type"] == "result"
    assert cem.ask("chat.accept", chat=chat)["data"] == {"by": "Anton Agent"}


def test_who_reads_and_who_writes_is_seen(service):
    anton, max_, chat = service.conversation()
    said = anton.say(chat, "Hello Max")
    assert max_.ask("typing", chat=chat, on=True)["type"] == "result"
    assert anton.event("typing", chat=chat) == {"type": "typing", "chat": chat, "no": 1, "on": True}
    assert max_.ask("chat.read", chat=chat, seq=said["seq"])["type"] == "result"
    assert anton.event("read", chat=chat) == {"type": "read", "chat": chat, "no": 1, "seq": said["seq"]}
    assert anton.open(chat)["chat"]["participants"][0]["read_seq"] == said["seq"]


def test_what_a_visitor_closed_is_on_the_desk_after_a_new_log_in_until_it_is_dismissed(service):
    anton, max_, chat = service.conversation()
    max_.ask("chat.close", chat=chat)
    assert "hand_over" in anton.chat(chat, state="closed")["may"]
    anton.close()
    again = service.agent("anton")
    assert chat in [one["id"] for one in again.event("desk")["chats"]]
    assert again.ask("chat.dismiss", chat=chat)["type"] == "result"
    assert chat not in [one["id"] for one in service.agent("anton").event("desk")["chats"]]


def test_two_hundred_requests_each_accepted_by_three_agents_at_once(service):
    agents = [service.agent("anton"), service.agent("cem", "Cem Can"), service.agent("anton")]
    people = {"Anton Agent", "Cem Can"}
    for round_ in range(200):
        visitor = service.visitor(f"Max {round_}")
        chat = visitor.start_chat()
        asked = [one.tell("chat.accept", chat=chat) for one in agents]
        replies = [one.reply(number) for one, number in zip(agents, asked, strict=True)]
        won = [reply["chat"] for reply in replies if reply["type"] == "result"]
        lost = [reply for reply in replies if reply["type"] == "error"]
        (owner,) = {one["participants"][1]["name"] for one in won}
        assert owner in people
        assert len(won) == (2 if owner == "Anton Agent" else 1), replies
        assert all((one["code"], one["data"]) == ("chat.taken", {"by": owner}) for one in lost), lost
        visitor.ask("chat.close", chat=chat)
        agents[0 if owner == "Anton Agent" else 1].ask("chat.dismiss", chat=chat)
        visitor.close()
        for one in agents:
            one.events.clear()
