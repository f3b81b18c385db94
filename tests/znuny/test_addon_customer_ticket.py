"""A chat that no agent took, in a real OTRS: a ticket as from the portal, and one reply to the customer."""

import base64
import uuid
from pathlib import Path

import pytest

from tests.znuny.addon import archive, attached, line, perl
from tests.znuny.test_addon_archive import rows

CRASH = Path(__file__).with_name("addon_crash.pl").read_text()

REPLIES = """
    SELECT a.id FROM article a
    JOIN article_sender_type s ON s.id = a.article_sender_type_id
    JOIN communication_channel c ON c.id = a.communication_channel_id
    WHERE a.ticket_id = %s AND s.name = 'system' AND c.name = 'Email'
"""
MAILS = "SELECT raw_message FROM mail_queue WHERE recipient LIKE %s"


def customers(title, **more):
    """The target of a chat that becomes a customer's own ticket."""
    return {"Type": "Customer", "Queue": "Junk", "Title": title, "CustomerUser": "carla", **more}


def untaken(znuny, title, *messages, **fields):
    """Archive a chat that no agent took."""
    target = customers(title, **fields.pop("Target", {}))
    return archive(znuny, *(messages or [line("Hello?")]), ActingUserLogin="", Target=target, **fields)


@pytest.fixture(scope="module")
def replying(znuny):
    """The queue Junk answers new tickets."""
    rows(
        znuny,
        """INSERT INTO queue_auto_response
               (queue_id, auto_response_id, create_time, create_by, change_time, change_by)
           SELECT q.id, r.id, now(), 1, now(), 1 FROM queue q, auto_response r
           JOIN auto_response_type t ON t.id = r.type_id AND t.name = 'auto reply'
           WHERE q.name = 'Junk' ORDER BY r.id LIMIT 1 RETURNING 1""",
    )
    znuny.console("Maint::Cache::Delete")


def test_it_is_the_ticket_that_the_portal_would_have_made(znuny):
    answer = untaken(znuny, "as in the portal")
    assert rows(
        znuny,
        """SELECT t.create_by, t.user_id, l.name, s.name, p.name, t.customer_user_id, t.customer_id
           FROM ticket t JOIN ticket_lock_type l ON l.id = t.ticket_lock_id
           JOIN ticket_state s ON s.id = t.ticket_state_id
           JOIN ticket_priority p ON p.id = t.ticket_priority_id WHERE t.id = %s""",
        answer["TicketID"],
    ) == [(1, 1, "unlock", "new", "3 normal", "carla", "acme")]
    assert rows(
        znuny,
        """SELECT a.create_by, s.name, a.is_visible_for_customer, c.name FROM article a
           JOIN article_sender_type s ON s.id = a.article_sender_type_id
           JOIN communication_channel c ON c.id = a.communication_channel_id WHERE a.id = %s""",
        answer["ArticleID"],
    ) == [(1, "customer", 1, "Chat")]


def test_the_customer_gets_the_queues_reply_once(znuny, replying):
    before = len(rows(znuny, MAILS, "%carla@example.com%"))
    key = str(uuid.uuid4())
    answer = untaken(znuny, "replied", Key=key)
    assert untaken(znuny, "replied", Key=key)["Repeated"] == 1
    assert len(rows(znuny, REPLIES, answer["TicketID"])) == 1
    new = [base64.b64decode(mail) for (mail,) in rows(znuny, MAILS, "%carla@example.com%")[before:]]
    assert len(new) == 1
    assert answer["TicketNumber"].encode() in new[0]


def test_a_visitor_with_an_address_gets_it_too(znuny, replying):
    name = 'Max "the Visitor" <anton@example.com>'
    target = {"CustomerUser": "max@example.net", "CustomerName": name}
    answer = untaken(znuny, "visitor", line("Hello?", name=name), Target=target)
    assert len(rows(znuny, REPLIES, answer["TicketID"])) == 1
    assert rows(znuny, MAILS, "%max@example.net%")
    (to,) = rows(
        znuny,
        """SELECT m.a_to FROM article_data_mime m JOIN article a ON a.id = m.article_id
           JOIN communication_channel c ON c.id = a.communication_channel_id
           WHERE a.ticket_id = %s AND c.name = 'Email'""",
        answer["TicketID"],
    )
    assert to[0].endswith("<max@example.net>")
    assert "<anton" not in to[0]


def test_nobody_to_reply_to_is_no_mistake(znuny, replying):
    answer = untaken(znuny, "nobody", Target={"CustomerUser": "", "CustomerName": "Max"})
    assert rows(znuny, REPLIES, answer["TicketID"]) == []


def test_where_the_portal_gets_no_reply_the_chat_gets_none(znuny, replying):
    znuny.set_config("AutoResponseForWebTickets", "0")
    try:
        answer = untaken(znuny, "no reply")
    finally:
        znuny.set_config("AutoResponseForWebTickets", "1")
    assert rows(znuny, REPLIES, answer["TicketID"]) == []


def test_a_crash_at_any_write_doubles_and_loses_nothing(znuny, replying):
    """The reply's article, too; a mail whose article was written and that was not queued yet is lost."""
    chat = {
        "UserLogin": "chatbridge",
        "Password": znuny.addon.password,
        "ActingUserLogin": "",
        "Key": "crash-untaken-%s",
        # OTRS replies to one address 40 times a day.
        "Target": customers("untaken %s", CustomerUser="max%s@example.net"),
        "Messages": [line("one"), line("two")],
        "Files": [attached("one.txt")],
    }
    results = perl(znuny, CRASH, [chat])
    assert len(results) > 20
    for entry in results:
        answer = entry["result"]
        assert "Error" not in answer, entry
        tickets = rows(znuny, "SELECT id FROM ticket WHERE title = %s", f"untaken {entry['write']}")
        assert tickets == [(int(answer["TicketID"]),)]
        articles = rows(
            znuny,
            """SELECT a.id, (SELECT count(*) FROM article_data_otrs_chat c WHERE c.article_id = a.id),
                      (SELECT count(*) FROM article_data_mime_attachment f WHERE f.article_id = a.id)
               FROM article a JOIN communication_channel c ON c.id = a.communication_channel_id
               WHERE a.ticket_id = %s AND c.name <> 'Email' ORDER BY a.id""",
            answer["TicketID"],
        )
        assert articles == [(int(answer["ArticleID"]), 2, 0), (int(answer["FileArticleID"]), 0, 1)], entry
        assert len(rows(znuny, REPLIES, answer["TicketID"])) == 1, entry
