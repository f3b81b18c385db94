"""The add-on in an OTRS on MariaDB: what people write arrives as on PostgreSQL, and once."""

import re
from html import unescape
from pathlib import Path

import pytest

from tests.env.fixtures import need
from tests.env.znuny_mariadb import ZnunyOnMariaDB
from tests.znuny.addon import archive, attached, browser, line, new_ticket, page, perl, said_by_anton

CRASH = Path(__file__).with_name("addon_crash.pl").read_text()

BYTES = bytes(range(256)) * 100
TEXTS = [
    "Grüße aus Überlingen, ça va? Žluťoučký kůň",
    "😀 👩‍👩‍👧 🇩🇪 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "مرحبا بالعالم – עברית – 你好，世界 – ไทย",
    'a < b & "c" \\ \' % _ \\0 \\n -- ; DROP TABLE ticket',
    "wörter ümläuté " * 1400,  # 21,000 characters
    "ß" * 20_000,
    "😀" * 5_000,
]


@pytest.fixture(scope="module")
def znuny():
    need("znuny")
    need("mariadbd")
    server = ZnunyOnMariaDB("6.5.1")
    try:
        yield server.start().prepare()
    finally:
        server.stop()


def stored(znuny, article):
    """The lines of a chat article as people read them: (name, text)."""
    found = znuny.rows(
        """SELECT chat_participant_name, message_text FROM article_data_otrs_chat
           WHERE article_id = %s ORDER BY id""",
        article,
    )
    return [(name, unescape(text.replace("<br/>", "\n"))) for name, text in found]


def test_every_text_arrives_whole(znuny):
    for text in TEXTS:
        answer = archive(znuny, line(text, name="Jürgen Groß 😀"), title="Drucker kaputt – schön 😀")
        lines = stored(znuny, answer["ArticleID"])
        assert "".join(part for _, part in lines) == text.strip()
        assert {name for name, _ in lines} == {"Jürgen Groß"}
        (title,) = znuny.rows("SELECT title FROM ticket WHERE id = %s", answer["TicketID"])
        assert title[0].startswith("Drucker kaputt – schön")


def test_people_see_it_on_the_page(znuny):
    answer = archive(znuny, *[line(text) for text in TEXTS[:4]], title="Seite")
    ids = f"TicketID={answer['TicketID']};ArticleID={answer['ArticleID']}"
    html = unescape(unescape(page(znuny, browser(znuny), f"AgentTicketZoom;{ids}")))
    for text in TEXTS[:4]:
        assert text in html


def test_a_huge_chat_is_stored(znuny):
    answer = archive(znuny, *[line(f"Nachricht {n} ü 😀") for n in range(2000)])
    assert [text for _, text in stored(znuny, answer["ArticleID"])] == [
        f"Nachricht {n} ü 😀" for n in range(2000)
    ]


def test_a_crash_at_any_write_doubles_and_loses_nothing(znuny):
    chat = {
        "UserLogin": "chatbridge",
        "Password": znuny.addon.password,
        "ActingUserLogin": "anton",
        "Key": "crash-new-%s",
        "Target": new_ticket("crash %s", OwnerLogin="anna"),
        "Messages": [line("one ü"), said_by_anton("two 😀")],
        "InternalMessages": [said_by_anton("secret")],
        "Files": [attached("Grüße.bin", BYTES), attached("secret.txt", for_customer=False)],
    }
    results = perl(znuny, CRASH, [chat])
    assert len(results) > 20
    assert [r["crashed"] for r in results] == [True] * (len(results) - 1) + [False]
    for entry in results:
        answer = entry["result"]
        assert "Error" not in answer, entry
        tickets = znuny.rows("SELECT id FROM ticket WHERE title = %s", f"crash {entry['write']}")
        assert tickets == [(int(answer["TicketID"]),)]
        articles = znuny.rows("SELECT id FROM article WHERE ticket_id = %s ORDER BY id", answer["TicketID"])
        names = ("ArticleID", "InternalArticleID", "FileArticleID", "InternalFileArticleID")
        assert [str(number) for (number,) in articles] == [answer[name] for name in names]
        assert [len(stored(znuny, number)) for (number,) in articles] == [2, 1, 0, 0]
        files = znuny.rows(
            """SELECT a.id, f.filename, f.content FROM article_data_mime_attachment f
               JOIN article a ON a.id = f.article_id WHERE a.ticket_id = %s ORDER BY f.id""",
            answer["TicketID"],
        )
        assert files == [(articles[2][0], "Grüße.bin", BYTES), (articles[3][0], "secret.txt", b"content")]


def test_the_package_leaves_no_table_behind(znuny):
    znuny.console("Admin::Package::Uninstall", "ChatBridge")
    assert not znuny.rows("SHOW TABLES LIKE 'chatbridge%%'")
    assert not [p for p in znuny.home.rglob("*ChatBridge*") if p.is_file() and "Cache" not in p.parts]
    assert not re.search("ChatBridge", " ".join(znuny.web_services()))
