"""The commands that remove something, beside a service that runs."""

import sqlite3

import requests
from click.testing import CliRunner

from bridge.cli import main
from tests.live.client import ORIGIN, new_id


def ran(service, *words):
    """``bridge WORDS`` with the service's settings, in this process: exit code and output."""
    database_url = f"sqlite:///{service.folder}/chat.db"
    done = CliRunner().invoke(main, words, env={**service.settings, "DATABASE_URL": database_url})
    return done.exit_code, done.output


def database(service, statement, *values):
    connection = sqlite3.connect(service.folder / "chat.db", timeout=10)
    with connection:
        rows = connection.execute(statement, values).fetchall()
    connection.close()
    return rows


def keeps(service, hours, days):
    database(service, "UPDATE channel SET keep_closed_hours = ?, keep_all_days = ?", hours, days)


def sends_a_file(service, client, chat):
    reply = client.ask("file.offer", chat=chat, file=new_id(), name="pin.txt", size=4, audience="everyone")
    url = f"http://127.0.0.1:{service.port}{reply['url']}"
    assert requests.put(url, data=b"4711", headers={"Origin": ORIGIN}, timeout=60).status_code == 201


def test_a_chat_whose_time_is_over_vanishes_from_the_desk(start_service, shared_otrs):
    service = start_service(shared_otrs)
    agent, visitor, chat = service.conversation()
    sends_a_file(service, visitor, chat)
    assert ran(service, "retention") == (0, "Every channel keeps its chats for ever.\n")
    keeps(service, None, 30)
    assert ran(service, "retention", "--dry-run") == (0, "Support: 0 chats would go.\n")
    database(service, "UPDATE chat SET created_at = '2020-01-01 00:00:00.000000'")
    assert ran(service, "retention", "--dry-run") == (0, "Support: 1 chats would go.\n")
    assert agent.say(chat, "Still here")["type"] == "ack"
    assert "Support: 1 chats removed." in ran(service, "retention")[1]
    agent.until(lambda message: message["type"] == "desk.delta" and chat in message["remove"])
    assert agent.say(chat, "Hello?")["code"] == "chat.not_found"
    assert visitor.say(chat, "Hello?")["code"] == "chat.not_found"
    assert database(service, "SELECT COUNT(*) FROM file_part") == [(0,)]
    assert visitor.ask("chat.start", chat=new_id(), client_id=new_id(), text="Again")["type"] == "result"


def test_a_persons_words_are_removed_by_command(service):
    agent, visitor, chat = service.conversation(visitor="Maximilian")
    visitor.say(chat, "My PIN is 4711")
    sends_a_file(service, visitor, chat)
    code, output = ran(service, "forget", "visitor", "--chat", chat)
    assert (code, chat in output) == (1, True), "not while it goes on"
    agent.ask("chat.close", chat=chat)
    assert ran(service, "forget", "visitor", "--chat", chat, "--dry-run")[0] == 0
    assert "PIN" in str(agent.entries(chat))
    code, output = ran(service, "forget", "visitor", "--chat", chat, "--name", " Somebody\n")
    assert (code, "1 chats" in output) == (0, True), output
    seen = str(agent.entries(chat))
    assert "[removed]" in seen
    assert "Somebody" in seen
    left = str(
        [database(service, f"SELECT * FROM {table}") for table in ("chat", "entry", "participant", "file")]
    )
    for trace in ("PIN", "Maximilian", "pin.txt"):
        assert trace not in seen + left
    assert visitor.open(chat)["code"] == "chat.not_found"


def test_one_has_to_say_who(service):
    for words in (["visitor"], ["visitor", "x", "--chat", "y"], ["agent", "anton", "--name", " "]):
        code, output = ran(service, "forget", *words)
        assert code == 1
        assert output.startswith(("Say who", "--name")), output
    assert ran(service, "forget", "visitor", "--ticket", "999") == (1, "There is no chat of a visitor.\n")
    assert ran(service, "forget", "robot", "x")[0] == 2
