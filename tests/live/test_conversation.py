"""A conversation from the first word to the ticket, over real sockets, with the stand-in for OTRS."""

import pytest

from tests.live.client import new_id


def test_a_visitor_and_an_agent_talk_and_the_chat_ends_on_a_phone_ticket(service, shared_otrs):
    visitor = service.visitor("Max")
    agent = service.agent("anton")
    agent.event("desk")
    chat = visitor.start_chat("My printer is on fire")
    asked = agent.chat(chat, state="requested")
    assert asked["first_message"] == "My printer is on fire"
    assert asked["may"] == ["read", "accept", "move"]

    assert agent.ask("chat.accept", chat=chat)["chat"]["state"] == "active"
    assert visitor.chat(chat, state="active")["participants"][1]["name"] == "Anton Agent"
    assert [e["kind"] for e in visitor.open(chat)["entries"]] == ["message", "joined"]
    agent.open(chat)
    assert agent.say(chat, "Hello Max <b>")["seq"] == 3
    assert visitor.entry(chat, seq=3)["text"] == "Hello Max <b>"
    assert agent.say(chat, "Which one?", audience="agents")["seq"] == 4
    assert visitor.say(chat, "The big one")["seq"] == 5
    assert agent.entry(chat, text="The big one")["author"]["name"] == "Max"

    options = agent.ask("otrs.options", queue_id="2")
    assert {"id": "2", "name": "Raw"} in options["queues"]
    title = f"Fire {chat}"
    target = {"kind": "phone_ticket", "queue_id": "2", "title": title, "customer": "carla"}
    handed_over = agent.hand_over(chat, **target, **options["defaults"])
    assert handed_over["chat"]["state"] == "closing"
    assert handed_over["chat"]["handover"]["state"] == "waiting"

    closed = agent.chat(chat, state="closed")
    (ticket,) = shared_otrs.tickets(title)
    assert closed["ticket"] == {"number": ticket["number"], "id": ticket["id"]}
    assert closed["handover"]["state"] == "done"
    assert visitor.chat(chat, state="closed")["ticket"] == {"number": ticket["number"]}
    assert visitor.entry(chat, kind="archived")["data"] == {"ticket_number": ticket["number"]}
    public, internal = ticket["articles"]
    assert "My printer is on fire" in str(public)
    assert "Which one?" not in str(public)
    assert "Which one?" in str(internal)
    assert (ticket["created_by"], ticket["customer"]) == ("anton", "carla")
    assert visitor.say(chat, "Too late")["code"] == "chat.closed"


def test_a_chat_is_added_to_a_ticket_that_the_agent_may_add_to(service, shared_otrs):
    agent, visitor, chat = service.conversation()
    found = agent.ask("otrs.tickets", query="Invoice")["tickets"]
    before = next(t for t in shared_otrs.tickets() if t["id"] == found[0]["id"])
    assert agent.hand_over(chat, kind="attach", ticket_id=found[0]["id"])["type"] == "result"
    assert agent.chat(chat, state="closed")["ticket"]["number"] == found[0]["number"]
    after = next(t for t in shared_otrs.tickets() if t["id"] == found[0]["id"])
    assert len(after["articles"]) == len(before["articles"]) + 1
    assert visitor.chat(chat, state="closed")


def test_what_otrs_refuses_makes_the_chat_active_again(service):
    agent, visitor, chat = service.conversation()
    assert agent.hand_over(chat, kind="attach", ticket_id="99999")["type"] == "result"
    refused = agent.until(lambda m: _handover(m, chat).get("state") == "failed")
    assert _handover(refused, chat)["error"]["code"] == "otrs.refused"
    (again,) = refused["upsert"]
    assert again["state"] == "active"
    assert "hand_over" in again["may"]
    assert visitor.say(chat, "Still here")["type"] == "ack"
    assert "handover_failed" not in [e["kind"] for e in visitor.entries(chat)]
    assert "handover_failed" in [e["kind"] for e in agent.entries(chat)]


@pytest.mark.parametrize("outage", ["down", "unavailable", "drop", "lose-answer"])
def test_while_otrs_is_away_the_agent_sees_it_and_then_there_is_one_ticket(start_service, otrs, outage):
    service = start_service(otrs)
    agent, visitor, chat = service.conversation()
    if outage == "down":
        otrs.stop()
    else:
        otrs.fail(outage)
    assert agent.hand_over(chat)["chat"]["state"] == "closing"
    waiting = agent.until(lambda m: _handover(m, chat).get("error"))
    shown = _handover(waiting, chat)
    assert (shown["state"], shown["error"]["code"]) == ("waiting", "otrs.unavailable")
    assert visitor.say(chat, "Hello?")["code"] == "chat.closing"
    assert agent.ask("otrs.tickets", query="")["code"] == "otrs.unavailable"

    if outage == "down":
        otrs.start()
    else:
        otrs.fail()
    assert agent.ask("handover.retry", chat=chat)["type"] == "result"
    closed = agent.chat(chat, state="closed")
    (ticket,) = otrs.tickets("Printer is on fire")
    assert closed["ticket"]["number"] == ticket["number"]
    assert len(ticket["articles"]) == 1
    assert agent.ask("handover.retry", chat=chat)["code"] in {"handover.none", "chat.closed"}


def test_a_hand_over_is_delivered_by_itself_when_otrs_is_back_also_after_a_restart(start_service, otrs):
    service = start_service(otrs)
    agent, _, chat = service.conversation()
    otrs.stop()
    agent.hand_over(chat)
    agent.until(lambda m: _handover(m, chat).get("error"))
    service.kill("serve")
    otrs.start()
    service.start("serve")
    again = service.agent("anton")
    shown = next(c for c in again.event("desk")["chats"] if c["id"] == chat)
    assert shown["state"] == "closing"
    assert again.chat(chat, state="closed")["ticket"]
    assert len(otrs.tickets("Printer is on fire")) == 1


def test_a_request_is_withdrawn_and_a_second_agent_is_too_late(service):
    visitor, anton, cem = service.visitor("Mia"), service.agent("anton"), service.agent("cem", "Cem Can")
    chat = visitor.start_chat()
    for agent in (anton, cem):
        agent.until(lambda m: chat in str(m))
    assert anton.ask("chat.accept", chat=chat)["type"] == "result"
    late = cem.ask("chat.accept", chat=chat)
    assert (late["code"], late["data"]) == ("chat.taken", {"by": "Anton Agent"})
    assert cem.until(lambda m: m["type"] == "desk.delta" and chat in m["remove"])
    assert visitor.ask("chat.close", chat=chat)["chat"]["state"] == "closed"
    assert anton.chat(chat, state="closed")

    second = visitor.start_chat("Once more")
    cem.chat(second, state="requested")
    assert visitor.ask("chat.close", chat=second)["chat"]["state"] == "closed"
    assert cem.until(lambda m: m["type"] == "desk.delta" and second in m["remove"])
    assert cem.ask("chat.accept", chat=second)["code"] in {"chat.closed", "chat.not_found"}


def test_a_customer_is_known_by_name_and_comes_back_to_the_chat(service):
    customer = service.customer("carla")
    chat = customer.start_chat("About my invoice")
    second = customer.ask("chat.start", chat=new_id(), client_id=new_id(), text="And another")
    assert (second["code"], second["data"]) == ("chat.already_open", {"chat": chat})
    again = service.customer("carla")
    assert [c["id"] for c in again.welcome["chats"]] == [chat]
    assert again.ask("chat.close", chat=chat)["chat"]["state"] == "closed"
    assert customer.chat(chat, state="closed")


def test_commands_of_one_connection_keep_their_order_even_when_they_are_sent_at_once(service):
    agent, visitor, chat = service.conversation()
    last_words = visitor.tell("message.send", chat=chat, client_id=new_id(), text="Good-bye")
    closed = visitor.tell("chat.close", chat=chat)
    assert visitor.reply(last_words)["type"] == "ack"
    assert visitor.reply(closed)["chat"]["state"] == "closed"
    assert agent.entry(chat, kind="closed")["seq"] == 4


def test_a_client_need_not_wait_for_the_welcome(service):
    visitor = service.connect()
    hello = visitor.tell("hello", version=1, visitor={"name": "Max"})
    ping = visitor.tell("ping")
    assert visitor.reply(hello)["type"] == "welcome"
    assert visitor.reply(ping)["type"] == "result"


def _handover(message, chat):
    for shown in message.get("upsert", []):
        if shown["id"] == chat:
            return shown["handover"] or {}
    return {}
