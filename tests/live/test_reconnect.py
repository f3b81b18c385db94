"""What a client gets back after the service, the network or the page was gone: everything, once, in order."""

import signal
import threading

from websockets.exceptions import ConnectionClosed

from tests.live.client import new_id


def test_nothing_acked_is_lost_and_nothing_doubled_when_the_service_is_killed_in_the_middle(
    start_service, shared_otrs
):
    service = start_service(shared_otrs)
    _, visitor, chat = service.conversation()
    unacked = {new_id(): f"message {number}" for number in range(600)}
    in_order = list(unacked.values())
    acked: dict[str, int] = {}
    kills = 0
    while unacked:
        try:
            for client_id, text in unacked.items():
                visitor.tell("message.send", chat=chat, client_id=client_id, text=text)
            while unacked:
                ack = visitor.until(lambda m: m.get("type") in {"ack", "error"})
                assert ack["type"] == "ack", ack
                acked[ack["client_id"]] = ack["seq"]
                unacked.pop(ack["client_id"], None)
                if kills < 3 and len(acked) > 50 + kills * 150:
                    kills += 1
                    threading.Thread(target=service.processes["serve"].kill).start()
        except (ConnectionClosed, OSError):
            service.processes["serve"].kill()
            service.start("serve")
            visitor = service.back(visitor)
    assert kills == 3
    stored = [e for e in visitor.entries(chat) if e["text"].startswith("message ")]
    assert {e["client_id"]: e["seq"] for e in stored} == acked
    assert [e["text"] for e in stored] == in_order


def test_who_was_away_asks_for_what_came_after(service):
    agent, visitor, chat = service.conversation()
    for number in range(3):
        agent.say(chat, f"before {number}")
    last = visitor.entry(chat, text="before 2")["seq"]
    visitor.socket.socket.close()
    for number in range(250):
        agent.tell("message.send", chat=chat, client_id=new_id(), text=f"while away {number}")
    agent.say(chat, "the last one")
    again = service.back(visitor)
    (shown,) = again.welcome["chats"]
    assert shown["id"] == chat
    first_page = again.open(chat, last)
    assert first_page["more"]
    assert len(first_page["entries"]) == 200
    texts = [e["text"] for e in again.entries(chat, last)]
    assert texts == [f"while away {number}" for number in range(250)] + ["the last one"]
    agent.say(chat, "and now live")
    assert again.entry(chat, text="and now live")


def test_the_same_message_again_is_acked_as_the_first_time(service):
    agent, visitor, chat = service.conversation()
    name = new_id()
    first = visitor.say(chat, "once", client_id=name)
    again = service.back(visitor).say(chat, "once", client_id=name)
    assert (again["type"], again["seq"], again["at"]) == ("ack", first["seq"], first["at"])
    assert [e["text"] for e in agent.entries(chat)].count("once") == 1


def test_a_restart_says_so_and_keeps_tokens_and_chats(start_service, shared_otrs):
    service = start_service(shared_otrs)
    agent, visitor, chat = service.conversation()
    service.processes.pop("serve").stop()
    for client in (agent, visitor):
        assert client.end() == 1012
    service.start("serve")
    visitor = service.back(visitor)
    assert [c["id"] for c in visitor.welcome["chats"]] == [chat]
    agent = service.agent("anton")
    assert [c["id"] for c in agent.event("desk")["chats"]] == [chat]
    agent.open(chat)
    visitor.say(chat, "Still here")
    assert agent.entry(chat, text="Still here")


def test_what_was_sent_before_the_end_is_stored_before_the_end(start_service, shared_otrs):
    service = start_service(shared_otrs)
    _, visitor, chat = service.conversation()
    sent = {new_id(): number for number in range(300)}
    for client_id, number in sent.items():
        visitor.tell("message.send", chat=chat, client_id=client_id, text=f"{number}")
    service.processes["serve"].send(signal.SIGTERM)
    assert visitor.end() == 1012
    acked = {message["client_id"] for message in visitor.events if message["type"] == "ack"}
    service.processes.pop("serve").stop()
    service.start("serve")
    stored = {e["client_id"] for e in service.back(visitor).entries(chat)}
    assert acked <= stored
