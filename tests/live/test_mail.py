"""Mail, transcripts and tickets of one's own, over real sockets, HTTP and SMTP."""

import re
from collections.abc import Iterator

import pytest
import requests

from tests.doctor.certificates import Authority
from tests.env.smtp import SmtpServer
from tests.live.client import identity_token, new_id
from tests.live.service import Service
from tests.transcripts.glyphs import text_of

GREETING = "Grüße Привет 你好"


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def smtp(authority) -> Iterator[SmtpServer]:
    """A mail server that wants STARTTLS and a login."""
    server = SmtpServer("starttls", authority.server(), ("chat", "smtp-pass")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def mailing(shared_otrs, authority, smtp) -> Iterator[Service]:
    settings = {
        "CHATBRIDGE_SMTP_URL": smtp.url,
        "CHATBRIDGE_SMTP_CA_FILE": str(authority.file),
        "CHATBRIDGE_MAIL_FROM": "Support <chat@example.com>",
    }
    running = Service(shared_otrs, settings=settings)
    running.start()
    yield running
    running.stop()


def customer(service, login, email):
    client = service.connect()
    assert (
        client.hello(token=identity_token("customer", login, "Carla Customer", email=email))["type"]
        == "welcome"
    )
    return client


def parts(mail):
    """Its text, its web page and what is attached."""
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return text, page, list(mail.iter_attachments())


def test_a_customer_gets_the_conversation_at_their_own_address(mailing, smtp):
    carla = customer(mailing, "carla", "carla@example.com")
    chat = carla.start_chat(GREETING)
    mail_id = new_id()
    sent = carla.ask("mail.send", chat=chat, mail=mail_id, zone="Europe/Berlin", language="de")
    assert sent["state"] == "waiting", sent
    assert carla.event("mail", mail=mail_id)["state"] == "done"
    (mail,) = smtp.wait_for("carla@example.com")
    assert (mail["From"], mail["Subject"]) == ("Support <chat@example.com>", "Ihr Chat: Support")
    assert mail["Message-ID"] == f"<{mail_id}.chat@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, page, (attached,) = parts(mail)
    for shown in (text, page, text_of(attached.get_content())):
        assert GREETING in shown
        assert "Europe/Berlin" in shown
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename().endswith(".pdf")
    assert carla.ask("mail.send", chat=chat, mail=mail_id)["state"] == "done"
    assert len(smtp.mails("carla@example.com")) == 1


def test_a_visitors_address_is_asked_first_in_fixed_words(mailing, smtp):
    max_ = mailing.visitor("Buy cheap pills at evil.example")
    chat = max_.start_chat("More pills")
    mail_id = new_id()
    answer = max_.ask("mail.send", chat=chat, mail=mail_id, address="max@example.com")
    assert answer["state"] == "unconfirmed"
    (question,) = smtp.wait_for("max@example.com")
    text, page, attached = parts(question)
    assert "pills" not in question.as_string() + text + page
    assert attached == []
    (link,) = re.findall(r"http\S+", text)
    assert link.startswith(f"{mailing.url}/mail/")
    shown = requests.get(link, timeout=60)
    assert shown.status_code == 200
    assert '<form method="post">' in shown.text
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    assert requests.get(link, timeout=60).text == shown.text, "looking sends nothing"
    confirmed = requests.post(link, headers={"Accept-Language": "de"}, timeout=60)
    assert "on its way" in confirmed.text
    assert max_.event("mail", mail=mail_id, state="waiting")
    assert max_.event("mail", mail=mail_id, state="done")
    _, conversation = smtp.wait_for("max@example.com", 2)
    assert "More pills" in parts(conversation)[0]
    assert "has been sent" in requests.post(link, timeout=60).text
    assert len(smtp.mails("max@example.com")) == 2


@pytest.mark.parametrize("end", ["x", ""])
def test_a_link_that_was_not_made_here_opens_nothing(mailing, end):
    for send in (requests.get, requests.post):
        answer = send(f"{mailing.url}/mail/eyJhbGciOiJub25lIn0.e30.{end}", timeout=60)
        assert answer.status_code in {404, 405}
        assert "form" not in answer.text


def test_a_transcript_can_be_fetched_in_every_format(mailing):
    anton, max_, chat = mailing.conversation()
    anton.say(chat, GREETING)
    anton.say(chat, "What a fuss", audience="agents")
    for form, kind in (("pdf", "application/pdf"), ("html", "text/html"), ("text", "text/plain")):
        for who, internal in ((max_, False), (max_, True), (anton, False), (anton, True)):
            if form == "pdf" and not internal:
                continue
            link = who.ask("transcript.link", chat=chat, format=form, internal=internal, zone="Asia/Tokyo")
            answer = requests.get(f"http://127.0.0.1:{mailing.port}{link['url']}", timeout=60)
            assert answer.status_code == 200, answer.text
            assert answer.headers["Content-Type"].startswith(kind)
            assert answer.headers["Content-Disposition"].startswith("attachment;")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
            shown = text_of(answer.content) if form == "pdf" else answer.content.decode()
            assert GREETING in shown
            assert "Asia/Tokyo" in shown
            assert ("What a fuss" in shown) is (who is anton and internal)


def test_strangers_get_no_transcript_and_no_mail(mailing, smtp):
    _, _, chat = mailing.conversation()
    stranger = mailing.visitor("Eve")
    assert stranger.ask("transcript.link", chat=chat, format="text")["code"] == "chat.not_found"
    refused = stranger.ask("mail.send", chat=chat, mail=new_id(), address="eve@example.com")
    assert refused["code"] == "chat.not_found"
    assert smtp.mails("eve@example.com") == []


@pytest.mark.parametrize("signed", ["x", "a.b.c"])
def test_a_transcripts_address_cannot_be_made_up(mailing, signed):
    answer = requests.get(f"{mailing.url}/transcript/{signed}", timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (404, "file.missing")


def test_a_mail_server_that_is_away_for_a_while_gets_each_mail_once(mailing, smtp):
    carla = customer(mailing, "karla", "away@example.com")
    chat = carla.start_chat()
    smtp.refuse = "451 later"
    mail_id = new_id()
    assert carla.ask("mail.send", chat=chat, mail=mail_id)["state"] == "waiting"
    smtp.refuse = ""
    assert carla.event("mail", mail=mail_id, timeout=60)["state"] == "done"
    assert len(smtp.mails("away@example.com")) == 1


def test_an_address_that_the_mail_server_refuses_has_failed(mailing, smtp):
    carla = customer(mailing, "ina", "nobody@example.com")
    chat = carla.start_chat()
    smtp.refuse_recipient = "550 no such user"
    try:
        mail_id = new_id()
        carla.ask("mail.send", chat=chat, mail=mail_id)
        assert carla.event("mail", mail=mail_id)["state"] == "failed"
    finally:
        smtp.clear()


def test_a_visitor_makes_a_ticket_while_nobody_answers(mailing, shared_otrs):
    max_ = mailing.visitor("Max")
    chat = max_.start_chat(f"Help {new_id()}")
    assert max_.ask("ticket.request", chat=chat, handover=new_id())["code"] == "input.invalid"
    title = f"Help {chat}"
    asked = max_.ask("ticket.request", chat=chat, handover=new_id(), title=title, email="max@example.com")
    assert asked["chat"]["state"] == "closing"
    assert asked["chat"]["handover"] == {"state": "waiting"}
    closed = max_.chat(chat, state="closed")
    (ticket,) = shared_otrs.tickets(title)
    assert closed["ticket"] == {"number": ticket["number"]}
    assert (ticket["queue"], ticket["customer"]) == ("Raw", "max@example.com")
