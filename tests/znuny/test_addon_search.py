"""OTRS's own search finds what was said in a chat, for those who may read it."""

import re
import uuid

import pytest

from tests.znuny.addon import archive, browser, line, page, said_by_anton


@pytest.fixture(scope="module")
def chat(znuny):
    """A chat with words of its own: (the customer's, the agents', the archived chat)."""
    said, secret = (f"zebra{uuid.uuid4().hex[:8]}" for _ in range(2))
    answer = archive(
        znuny,
        line(
            f"first line\nthe <b>{said}</b> & https://example.com/{said}path is broken",
            "Customer",
            "carla",
            "",
        ),
        InternalMessages=[said_by_anton(f"he means the {secret}")],
        title="to be found",
    )
    znuny.console("Maint::Ticket::FulltextIndex", "--rebuild")
    znuny.console("Maint::Ticket::FulltextIndexRebuildWorker", "--force-pid")
    return said, secret, answer


def numbers(znuny, user, script, action, word):
    """The tickets that the search of that person finds by the word."""
    html = page(znuny, browser(znuny, user, script), f"{action};Subaction=Search;{word}", script)
    # Newer ones show the ticket itself when there is one hit.
    return set(re.findall(r"(?:TicketNumber=|>\s*|Ticket#)(\d{16})\b", html))


def agent_finds(znuny, word, field="Fulltext"):
    return numbers(
        znuny, "anton", "index.pl", "AgentTicketSearch", f"{field}={word};ShownAttributes=Label{field}"
    )


def customer_finds(znuny, word):
    return numbers(znuny, "carla", "customer.pl", "CustomerTicketSearch", f"Chat_MessageText={word}")


def test_agents_find_what_was_said(znuny, chat):
    said, secret, answer = chat
    number = {answer["TicketNumber"]}
    assert agent_finds(znuny, said) == number
    assert agent_finds(znuny, secret) == number
    assert agent_finds(znuny, said, "Chat_MessageText") == number
    assert agent_finds(znuny, "zebracrossing") == set()


def test_customers_find_what_they_may_read(znuny, chat):
    said, secret, answer = chat
    assert customer_finds(znuny, said) == {answer["TicketNumber"]}
    assert customer_finds(znuny, secret) == set()


def test_the_index_has_words_and_no_markup(znuny, chat):
    with znuny.db() as connection:
        stored = connection.execute(
            "SELECT article_value FROM article_search_index WHERE article_id = %s AND article_key = %s",
            (chat[2]["ArticleID"], "Chat_MessageText"),
        ).fetchall()
    assert len(stored) == 1
    for part in ("href", "noopener", "amp", "lt"):
        assert part not in stored[0][0].split()
