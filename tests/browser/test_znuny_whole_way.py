"""The whole way on a real Znuny: from a question on another origin to a ticket, by Celery over Redis."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.browser.screens import Agent, Visitor

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]

HOSTILE = [
    "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>",
    "]]> <!-- --> {{ 7*7 }} [% Data.Secret %] %s & &amp; \"quotes\" 'and' \\ backslash",
    "<br>" * 300,
    "Emoji 👩‍👩‍👧‍👦🇩🇪, Arabic مرحبا بالعالم, Hebrew שלום, Thai สวัสดี, umlauts äöüß, 漢字",
    "javascript:alert(1) and data:text/html,<script>alert(1)</script>",
]


@pytest.fixture
def max_(bridge_with_znuny, visitor_site, open_page):
    return Visitor(open_page(visitor_site.url), "Max")


@pytest.fixture
def anna(bridge_with_znuny, znuny, open_page, log_in):
    page = open_page(f"{znuny.url}/index.pl")
    log_in(page, "anna")
    return Agent(page)


@pytest.fixture
def carla(bridge_with_znuny, znuny, open_page, log_in):
    page = open_page(f"{znuny.url}/customer.pl")
    log_in(page, "carla")
    return Visitor(page, "Carla Customer")


def tickets_titled(znuny, title):
    with znuny.db() as connection:
        return connection.execute("SELECT id, tn FROM ticket WHERE title = %s", [title]).fetchall()


def articles_of(znuny, ticket_id):
    with znuny.db() as connection:
        query = "SELECT id FROM article WHERE ticket_id = %s"
        return connection.execute(query, [ticket_id]).fetchall()


def shown_lines(article):
    """What the people said, as the page shows it, without times and names."""
    return [line.strip() for line in article.locator(".Text, .ChatMessageText").all_inner_texts()]


def test_a_visitors_chat_becomes_one_phone_ticket(znuny, max_, anna):
    max_.ask("My printer is on fire")
    anna.accept("Max")
    anna.write("Max", "Hello Max, which one?")
    expect(max_.conversation).to_contain_text("Hello Max, which one?")
    max_.write("The one on the second floor")
    expect(anna.conversation("Max")).to_contain_text("The one on the second floor")

    anna.create_phone_ticket("Max", queue="Raw", title="Printer on fire", customer="Carla Customer")
    expect(anna.window("Max")).to_contain_text("The chat is on ticket")
    expect(max_.page.get_by_text("Your ticket number is")).to_be_visible()

    anna.ticket_link.click()
    expect(anna.page).to_have_url(re.compile("AgentTicketZoom"))
    said = r"Max\s+My printer is on fire.*Anna Agent\s+Hello Max, which one\?.*Max\s+The one on the second"
    expect(anna.page.locator(".ArticleChat")).to_contain_text(re.compile(said, re.DOTALL))
    ((ticket_id, _),) = tickets_titled(znuny, "Printer on fire")
    assert len(articles_of(znuny, ticket_id)) == 1


def test_times_in_the_article_are_those_of_the_chat(znuny, max_, anna):
    max_.ask("What time is it?")
    anna.accept("Max")
    anna.create_phone_ticket("Max", queue="Raw", title="Times", customer="Carla Customer")
    expect(anna.window("Max")).to_contain_text("The chat is on ticket")
    ((ticket_id, _),) = tickets_titled(znuny, "Times")
    with znuny.db() as connection:
        query = """SELECT abs(extract(epoch FROM now() AT TIME ZONE 'UTC' - c.create_time))
                   FROM article_data_otrs_chat c JOIN article a ON a.id = article_id
                   WHERE ticket_id = %s"""
        ages = [float(age) for (age,) in connection.execute(query, [ticket_id])]
    assert ages
    assert all(age < 300 for age in ages)


def test_hostile_text_is_shown_as_text_everywhere(znuny, carla, anna):
    carla.ask("Hostile from here on")
    anna.accept("Carla Customer")
    for text in HOSTILE:
        carla.write(text)
        expect(anna.conversation("Carla Customer")).to_contain_text(text[-40:])
    anna.create_phone_ticket("Carla Customer", queue="Raw", title="Hostile", customer="Carla Customer")
    expect(anna.window("Carla Customer")).to_contain_text("The chat is on ticket")
    ((ticket_id, number),) = tickets_titled(znuny, "Hostile")

    anna.page.goto(f"{znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket_id}")
    carla.page.goto(f"{znuny.url}/customer.pl?Action=CustomerTicketZoom;TicketNumber={number}")
    for page in (anna.page, carla.page):
        article = page.locator(".ArticleChat").first
        expect(article).to_contain_text("Hostile from here on")
        for text in HOSTILE:
            expect(article).to_contain_text(text)
        assert article.locator("img, script").count() == 0
        assert "owned" not in page.title()


def test_twenty_thousand_characters_arrive_whole(znuny, max_, anna):
    words = " ".join(f"word{number:04}" for number in range(2200))[:20_000]
    assert len(words) > 19_000
    max_.ask("A long one follows")
    anna.accept("Max")
    max_.write(words)
    expect(anna.conversation("Max")).to_contain_text(words[-30:])
    anna.create_phone_ticket("Max", queue="Raw", title="Long", customer="Carla Customer")
    expect(anna.window("Max")).to_contain_text("The chat is on ticket")
    ((ticket_id, _),) = tickets_titled(znuny, "Long")
    anna.page.goto(f"{znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket_id}")
    shown = re.findall(r"word\d{4}", anna.page.locator(".ArticleChat").inner_text())
    assert shown == re.findall(r"word\d{4}", words)


def test_the_otrs_session_leaves_the_browser_nowhere(znuny, max_, anna):
    """Of all that the widget sends, only the token's address, which is OTRS's own, gets OTRS's cookie."""
    page = anna.page
    session = page.evaluate("Core.Config.Get('SessionID')")
    assert len(session) > 20
    seen: list[str] = []
    page.on("request", lambda r: seen.append(f"{r.url}\n{r.all_headers()}\n{r.post_data}"))
    page.on("websocket", lambda s: s.on("framesent", lambda frame: seen.append(f"frame {frame}")))
    page.reload()
    max_.ask("Who is there?")
    anna.accept("Max")
    anna.write("Max", "Me")
    anna.create_phone_ticket("Max", queue="Raw", title="Session", customer="Carla Customer")
    expect(anna.window("Max")).to_contain_text("The chat is on ticket")

    to_the_bridge = [
        sent for sent in seen if "/chatbridge/" in sent.split("\n")[0] or sent.startswith("frame")
    ]
    assert len(to_the_bridge) > 5
    assert not [sent for sent in to_the_bridge if session in sent]
    assert not [sent for sent in seen if session in sent.split("\n")[0]]


def test_otrs_stopped_during_the_hand_over_delivers_once_when_it_is_back(znuny, max_, anna):
    max_.ask("Before the power cut")
    anna.accept("Max")
    script = znuny.home / "bin/cgi-bin/nph-genericinterface.pl"
    away = script.with_suffix(".away")
    anna.fill_phone_ticket("Max", queue="Raw", title="Power cut", customer="Carla Customer")
    shutil.move(script, away)
    try:
        anna.submit_phone_ticket()
        expect(anna.window("Max")).to_contain_text("Waiting for OTRS")
    finally:
        shutil.move(away, script)
    anna.window("Max").get_by_role("button", name="Try again now").click()
    expect(anna.window("Max")).to_contain_text("The chat is on ticket")
    assert len(tickets_titled(znuny, "Power cut")) == 1


def test_a_chat_is_attached_to_the_ticket_that_is_open(znuny, max_, anna):
    ticket_id = znuny.add_ticket("Printer makes noise", "carla", owner="anna")
    max_.ask("About the noise")
    anna.page.goto(f"{znuny.url}/index.pl?Action=AgentTicketZoom;TicketID={ticket_id}")
    before = len(articles_of(znuny, ticket_id))
    anna.accept("Max")
    anna.attach_to_ticket("Max", "Printer makes noise")
    expect(anna.window("Max")).to_contain_text("The chat is on ticket")
    assert len(articles_of(znuny, ticket_id)) == before + 1
