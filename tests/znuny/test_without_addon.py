"""A real Znuny without the add-on, with nothing but the web service imported: every chat ends there once."""

from __future__ import annotations

import base64
import time
from dataclasses import replace

import pytest

from bridge.domain.chats import State
from bridge.domain.errors import IdentityRefused, OtrsRefused, OtrsSignIn, OtrsUnavailable
from bridge.domain.handover import ArchivedFile, ArchiveOrder, CustomerTicket, ExistingTicket, NewPhoneTicket
from bridge.domain.people import Kind
from bridge.otrs.client import GenericInterfaceClient
from bridge.otrs.stock import StockGateway
from bridge.otrs.stock_archive import StockArchive, StockChoices, id_of
from bridge.otrs.stock_calls import StockCalls
from bridge.otrs.stock_once import QUIET, Once
from bridge.otrs.stock_pdf import StockPdf
from bridge.otrs.stock_sessions import StockSessions
from bridge.otrs.stock_sign_in import StockLogins
from bridge.services import handover, sign_in
from bridge.settings import load
from bridge.transcripts.renderer import PdfRenderer
from tests.databases import engine, migrated_mariadb, migrated_postgres, template  # noqa: F401
from tests.otrs.stock_support import said
from tests.people import ANTON, RW, new_id
from tests.world import World, at_once, emptied, shared
from tests.znuny.lossy import LossyWay
from tests.znuny.stock import WEB_SERVICE

PRINTER = NewPhoneTicket(
    id_of("Raw"), "Printer is on fire", "carla", id_of("3 normal"), id_of("open"), "anton"
)
KEY = "CHATBRIDGE-TESTS-CHATBRIDGE-TESTS"


@pytest.fixture
def way(stock_znuny):
    with LossyWay(stock_znuny) as way:
        yield way


class StockWorld(World):
    """The services over a real OTRS without the add-on."""

    def __init__(self, database, way):
        super().__init__(database)
        self.way = way
        self.client = GenericInterfaceClient(way.url, WEB_SERVICE, "", "", 10)
        self.sessions = StockSessions(self.context.db, KEY, self.clock)
        self.calls = StockCalls(self.client, self.sessions, ("service", "service"))
        choices = StockChoices(("Raw", "Misc"), ("3 normal", "5 very high"), ("open", "closed successful"))
        pdf = StockPdf(PdfRenderer("auto", load({"CHATBRIDGE_SECRET_KEY": KEY}).font_dirs), self.sessions)
        archive = StockArchive(self.calls, Once(self.context.db, self.clock), choices, pdf)
        listed = {"anton": {"users": RW}, "anna": {"users": RW}}
        self.otrs = StockGateway(self.calls, self.sessions, archive, choices, listed, self.clock)
        self.logins = StockLogins(self.client, self.sessions)
        self.context = replace(self.context, otrs=self.otrs)

    def signs_in(self, login, password="", kind=Kind.AGENT):
        return sign_in.enter(self.context, self.logins, kind, login, password or login)

    def works_until_done(self, most=20):
        """The clock goes round, with time passing, until the hand-over is done; how many rounds."""
        for rounds in range(1, most):
            if True in self.works():
                return rounds
            self.clock.forward(seconds=60)
            handover.deliver_due(self.context)
        raise AssertionError("the hand-over is never done")


@pytest.fixture
def world(template, way):  # noqa: F811
    world = StockWorld(emptied(shared(template)), way)
    world.signs_in("anton")
    yield world
    world.client.close()


@pytest.fixture
def in_otrs(stock_znuny):
    """Title → its articles as (channel, subject, visible, sender, who made it), of tickets made since."""
    with stock_znuny.db() as connection:
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM ticket").fetchone()
        (last_article,) = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()

    def look():
        with stock_znuny.db() as connection:
            tickets = connection.execute(
                "SELECT t.id, t.title FROM ticket t WHERE t.id > %s ORDER BY t.id", (last,)
            ).fetchall()
            articles = connection.execute(
                "SELECT a.ticket_id, c.name, m.a_subject, a.is_visible_for_customer, s.name, u.login"
                " FROM article a JOIN communication_channel c ON c.id = a.communication_channel_id"
                " JOIN article_sender_type s ON s.id = a.article_sender_type_id"
                " JOIN users u ON u.id = a.create_by"
                " JOIN article_data_mime m ON m.article_id = a.id WHERE a.id > %s ORDER BY a.id",
                (last_article,),
            ).fetchall()
        return [title for _, title in tickets], [tuple(article[1:]) for article in articles]

    return look


def order(target, **more):
    lines = (said("My printer is on fire <b>!</b> \U0001f600"),)
    return ArchiveOrder(new_id(), "anton", target, "Carla Customer", "customer", lines, (), **more)


# The way when all goes well.


def test_a_chat_becomes_a_ticket_with_the_agents_own_rights(world, in_otrs):
    chat = world.talking()
    world.says(ANTON, chat, "Use water")
    world.says(ANTON, chat, "She has the old model", internal=True)
    world.hands_over(chat, target=PRINTER)
    assert world.works() == [True]
    ended = world.look(chat)
    assert ended.state is State.CLOSED
    titles, articles = in_otrs()
    assert len(titles) == 1
    assert titles[0].startswith("Printer is on fire [Chat ")
    sign = titles[0].partition("[")[2].rstrip("]")
    assert articles == [
        ("Phone", sign, 1, "customer", "anton"),
        ("Internal", f"{sign} (internal)", 0, "agent", "anton"),
    ]
    ticket = world.otrs.ticket_context(Kind.AGENT, "anton", ticket_id=ended.ticket.id)
    assert (ticket.number, ticket.queue, ticket.customer) == (ended.ticket.number, "Raw", "carla")
    assert ("anton", "Anton Agent", "owner") in [(p.login, p.name, p.part) for p in ticket.people]


def test_a_chat_goes_onto_a_ticket_that_is_there(world, stock_znuny, in_otrs):
    ticket = str(stock_znuny.add_ticket("Old printer", "carla"))
    chat = world.talking()
    world.hands_over(chat, target=ExistingTicket(ticket))
    assert world.works() == [True]
    assert world.look(chat).ticket.id == ticket
    titles, articles = in_otrs()
    assert titles == ["Old printer"]
    assert [article[0] for article in articles] == ["Phone", "Phone"]


def test_what_is_written_is_text_and_files_are_files(world, stock_znuny):
    pdf = b"%PDF-1.7 " + bytes(range(256))
    files = (
        ArchivedFile("bericht-äöü.pdf", "application/pdf", pdf, for_customer=True),
        ArchivedFile("intern.txt", "text/plain", b"for us", for_customer=False),
    )
    receipt = world.otrs.archive(order(PRINTER, files=files))
    asked = {"TicketID": receipt.ticket_id, "AllArticles": 1, "Attachments": 1, "HTMLBodyAsAttachment": 1}
    (ticket,) = world.calls.call("anton", "TicketGet", asked).items("Ticket")
    outer, inner = ticket.items("Article")
    assert "My printer is on fire <b>!</b> \U0001f600" in outer.text("Body")
    kept = {one.text("Filename"): one.text("Content") for one in outer.items("Attachment")}
    assert base64.b64decode(kept["bericht-äöü.pdf"]) == pdf
    (drawn,) = [name for name in kept if name.startswith("chat-")]
    assert drawn == f"{outer.text('Subject').lower().replace(' ', '-')}.pdf"
    assert base64.b64decode(kept[drawn]).startswith(b"%PDF-")
    html = base64.b64decode(kept["file-2"]).decode()
    assert "&lt;b&gt;!&lt;/b&gt; &#128512;" in html
    assert "18:40:00" in html
    assert "(UTC)" in html
    assert [one.text("Filename") for one in inner.items("Attachment")] == ["file-2", "intern.txt"]
    assert inner.text("IsVisibleForCustomer") == "0"


def test_what_is_offered_can_be_chosen_and_nothing_else(world):
    options = world.otrs.ticket_options("anton", id_of("Raw"))
    assert [one.name for one in options.queues] == ["Raw", "Misc"]
    assert PRINTER.queue_id == options.queues[0].id
    assert PRINTER.priority_id == options.default_priority_id
    assert PRINTER.state_id == options.default_state_id
    assert [one.login for one in options.owners] == ["anton"]
    for change in ({"queue_id": "2"}, {"priority_id": "3"}, {"state_id": id_of("merged")}):
        with pytest.raises(OtrsRefused, match="not offered"):
            world.otrs.archive(order(replace(PRINTER, **change)))
    with pytest.raises(OtrsRefused, match="customer"):
        world.otrs.archive(order(replace(PRINTER, customer="")))


def test_the_chat_channel_is_refused_by_the_stock_operations(world, stock_znuny):
    ticket = str(stock_znuny.add_ticket("Old printer", "carla"))
    article = {"CommunicationChannel": "Chat", "Subject": "Chat", "Body": "x"}
    article["ContentType"] = "text/plain; charset=utf-8"
    with pytest.raises(OtrsRefused, match="invalid or not supported"):
        world.calls.call("anton", "TicketUpdate", {"TicketID": ticket, "Article": article})


def test_a_visitor_makes_a_ticket_of_the_own_through_the_services_agent(world, in_otrs):
    target = CustomerTicket("Misc", "Nobody was there", "max@example.net", "Max")
    asked = replace(order(target), agent="")
    receipt = world.otrs.archive(asked)
    assert world.otrs.archive(asked) == replace(receipt, repeated=True)
    titles, articles = in_otrs()
    assert len(titles) == len(articles) == 1
    assert articles[0][4] == "service"


# Exactly once.


@pytest.mark.parametrize("lost", ["TicketCreate", "TicketSearch", "TicketGet", "TicketUpdate"])
def test_a_lost_answer_makes_no_second_ticket_or_article(world, in_otrs, lost):
    chat = world.talking()
    world.says(ANTON, chat, "For us alone", internal=True)
    world.way.lose += [lost] * (2 if lost in {"TicketSearch", "TicketGet"} else 1)
    world.hands_over(chat, target=PRINTER)
    world.works_until_done()
    titles, articles = in_otrs()
    assert len(titles) == 1
    assert [article[0] for article in articles] == ["Phone", "Internal"]
    assert world.look(chat).state is State.CLOSED


def test_a_crash_after_otrs_has_committed_makes_no_second_article(world, stock_znuny, in_otrs):
    ticket = str(stock_znuny.add_ticket("Old printer", "carla"))
    world.way.lose.append("TicketUpdate")
    asked = order(ExistingTicket(ticket))
    with pytest.raises(OtrsUnavailable):
        world.otrs.archive(asked)
    # Another process, which knows nothing but the database, comes along.
    again = StockWorld(world.engine, world.way)
    receipt = again.otrs.archive(asked)
    assert receipt.repeated
    assert len(in_otrs()[1]) == 2


def test_a_request_that_arrives_late_makes_no_second_ticket(world, in_otrs):
    asked = order(PRINTER)
    world.way.late.append("TicketCreate")
    with pytest.raises(OtrsUnavailable):
        world.otrs.archive(asked)
    for _ in range(3):  # OTRS answers, and has no trace of it; but not for long enough
        with pytest.raises(OtrsUnavailable, match="earlier attempt"):
            world.otrs.archive(asked)
        world.clock.forward(seconds=QUIET.total_seconds() / 4)
    world.way.down = True
    with pytest.raises(OtrsUnavailable):
        world.otrs.archive(asked)
    world.way.down = False
    world.clock.forward(seconds=3600)
    with pytest.raises(OtrsUnavailable, match="earlier attempt"):
        world.otrs.archive(asked)  # it answers again only since now
    world.way.arrive()
    assert world.otrs.archive(asked).repeated
    titles, articles = in_otrs()
    assert (len(titles), len(articles)) == (1, 1)


def test_a_request_that_never_arrived_is_sent_again(world, in_otrs):
    asked = order(PRINTER)
    world.way.late.append("TicketCreate")
    with pytest.raises(OtrsUnavailable):
        world.otrs.archive(asked)
    with pytest.raises(OtrsUnavailable, match="earlier attempt"):
        world.otrs.archive(asked)
    world.clock.forward(seconds=QUIET.total_seconds())
    assert not world.otrs.archive(asked).repeated
    assert len(in_otrs()[0]) == 1


def test_a_ticket_whose_article_was_not_made_gets_it_later(world, stock_znuny, in_otrs):
    asked = order(PRINTER)
    receipt = world.otrs.archive(asked)
    stock_znuny.console("Maint::Cache::Delete")
    with stock_znuny.db() as connection:  # as if OTRS had died in between
        parts = ("flag", "search_index", "data_mime_attachment", "data_mime")
        for table in (*(f"article_{part}" for part in parts), "ticket_history"):
            connection.execute(f"DELETE FROM {table} WHERE article_id = %s", (receipt.article_id,))
        connection.execute("DELETE FROM article WHERE id = %s", (receipt.article_id,))
    stock_znuny.console("Maint::Cache::Delete")
    with pytest.raises(OtrsUnavailable, match="earlier attempt"):
        world.otrs.archive(asked)
    world.clock.forward(seconds=QUIET.total_seconds())
    again = world.otrs.archive(asked)
    assert again.ticket_id == receipt.ticket_id
    assert again.article_id != receipt.article_id
    titles, articles = in_otrs()
    assert (len(titles), len(articles)) == (1, 1)


def test_two_workers_at_once_make_one_ticket(world, in_otrs):
    asked = order(PRINTER)
    at_once(*[lambda: world.otrs.archive(asked)] * 4)
    assert world.otrs.archive(asked).repeated
    titles, articles = in_otrs()
    assert (len(titles), len(articles)) == (1, 1)


# Rights and sessions.


def test_an_agent_has_the_own_rights_and_no_more(world, stock_znuny, in_otrs):
    world.signs_in("dora")
    with pytest.raises(OtrsRefused, match="Can not create tickets"):
        world.otrs.archive(replace(order(PRINTER), agent="dora"))
    ticket = str(stock_znuny.add_ticket("Old printer", "carla"))
    with pytest.raises(OtrsRefused, match="permissions to create new articles"):
        world.otrs.archive(replace(order(ExistingTicket(ticket)), agent="dora"))
    world.signs_in("berta")
    with pytest.raises(OtrsRefused):
        world.otrs.archive(replace(order(ExistingTicket(ticket)), agent="berta"))
    assert world.otrs.tickets("berta", "printer") == []
    assert len(in_otrs()[1]) == 1


def test_a_hand_over_waits_until_the_agent_has_signed_in_again(world, stock_znuny, in_otrs):
    chat = world.talking()
    stock_znuny.console("Maint::Session::DeleteAll")
    world.hands_over(chat, target=PRINTER)
    assert world.works() == [False]
    waiting = world.look(chat)
    assert waiting.state is State.CLOSING
    assert waiting.handover.error_code == "otrs.sign_in"
    assert "sign in" in waiting.handover.error_message
    assert in_otrs()[0] == []
    world.signs_in("anton")
    assert world.works() == [True]
    assert len(in_otrs()[0]) == 1


def test_an_agent_who_never_signed_in_is_asked_to(world):
    with pytest.raises(OtrsSignIn, match="sign in"):
        world.otrs.tickets("anna", "printer")


@pytest.mark.parametrize(
    ("kind", "login", "password"),
    [
        (Kind.AGENT, "anton", "wrong"),
        (Kind.AGENT, "nobody", "anton"),
        (Kind.AGENT, "carla", "carla"),
        (Kind.CUSTOMER, "anton", "anton"),
        (Kind.CUSTOMER, "carla", ""),
        (Kind.AGENT, "", ""),
        (Kind.AGENT, "anton' OR 1=1 --", "x"),
    ],
)
def test_all_who_are_refused_are_told_the_same(world, kind, login, password):
    with pytest.raises(IdentityRefused) as refused:
        world.logins.check(kind, login, password)
    assert refused.value.message == "OTRS does not accept this login and password."


def test_people_are_who_otrs_says(world):
    carla = world.signs_in("carla", kind=Kind.CUSTOMER)
    assert (carla.id, carla.name, carla.email) == ("customer:carla", "Carla Customer", "carla@example.com")
    assert carla.customer_id == "acme"
    anton = world.signs_in("anton")
    assert (anton.id, anton.name, anton.language) == ("agent:anton", "Anton Agent", "de")
    world.signs_in("berta")  # has a login in OTRS, but is no member of a channel
    assert [one.login for one in world.otrs.directory().agents] == ["anton"]


def test_sessions_are_encrypted_in_the_database(world):
    session = world.sessions.of("anton")
    with world.context.db.read() as tx:
        stored = tx.sign_ins.get("anton").session
    assert session.id not in stored
    other = StockSessions(world.context.db, KEY[::-1], world.clock)
    with pytest.raises(OtrsSignIn):
        other.of("anton")


# Looking things up.


def test_tickets_and_customers_are_found(world, stock_znuny):
    monitor = f"Monitor{new_id()[:8]}"
    first = str(stock_znuny.add_ticket(f'{monitor} (19") flackert', "carla"))
    time.sleep(1.1)  # OTRS knows the age of tickets in whole seconds
    second = str(stock_znuny.add_ticket(f"{monitor} dunkel", "karl"))
    assert [one.id for one in world.otrs.tickets("anton", monitor.lower())] == [second, first]
    (hit,) = world.otrs.tickets("anton", f'{monitor} (19") & flackert')
    assert (hit.id, hit.customer, hit.state, hit.queue) == (first, "carla", "open", "Raw")
    assert [one.id for one in world.otrs.tickets("anton", hit.number)] == [first]
    assert world.otrs.tickets("anton", "*%_ (") == []
    assert [one.login for one in world.otrs.customers("anton", "arl")] == ["karl", "carla"]
    assert world.otrs.customers("anton", "nobody") == []


def test_a_customer_sees_the_context_of_own_tickets_only(world, stock_znuny):
    ticket = str(stock_znuny.add_ticket("Old printer", "carla"))
    assert world.otrs.ticket_context(Kind.CUSTOMER, "carla", ticket_id=ticket).people == ()
    with pytest.raises(OtrsRefused):
        world.otrs.ticket_context(Kind.CUSTOMER, "karl", ticket_id=ticket)
    with pytest.raises(OtrsRefused):
        world.otrs.ticket_context(Kind.AGENT, "anton", ticket_id="99999")
