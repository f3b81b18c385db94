"""The way to a real mail server: encrypted as it is set, logged in, and right about what to try again."""

import socket
from collections.abc import Callable, Iterator

import pytest

from bridge.services.ports.outgoing import Mail, MailRefused, MailUnavailable
from bridge.settings import load
from bridge.transcripts.message import Composer
from bridge.transcripts.smtp import SmtpMailer
from tests.doctor.certificates import Authority
from tests.env.smtp import SmtpServer
from tests.transcripts.samples import START, a_transcript

SENDER = "Support <chat@example.com>"
TO = Mail("5d4c9a57", "0d5f2c0e", 1, "max@example.com", "en", "UTC", "confirming", 1, START)


class Drawn:
    """Makes PDFs of nothing."""

    def pdf(self, of):
        return b"%PDF-"


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def start() -> Iterator[Callable[..., SmtpServer]]:
    """Call it for a mail server."""
    running = []

    def start(*settings):
        running.append(SmtpServer(*settings).start())
        return running[-1]

    yield start
    for server in running:
        server.stop()


def mailer(url, ca_file=""):
    environ = {"CHATBRIDGE_SECRET_KEY": "x" * 40, "CHATBRIDGE_SMTP_URL": url, "CHATBRIDGE_MAIL_FROM": SENDER}
    server = load(environ).smtp
    composer = Composer(SENDER, Drawn(), lambda mail_id: f"https://help.example.com/{mail_id}", lambda: START)
    return SmtpMailer(server, composer, str(ca_file))


@pytest.mark.parametrize("tls", ["none", "starttls", "tls"])
def test_mail_goes_by_every_kind_of_connection(start, authority, tls):
    server = start(tls, authority.server())
    mailer(server.url, authority.file).send_transcript(TO, a_transcript("Grüße"))
    (mail,) = server.mails("max@example.com")
    assert (mail["Message-ID"], mail["To"]) == ("<5d4c9a57.chat@example.com>", "max@example.com")
    assert "Grüße" in mail.get_body(("plain",)).get_content()


def test_with_a_login(start, authority):
    server = start("starttls", authority.server(), ("chat", "right"))
    mailer(server.url, authority.file).send_question(TO)
    assert len(server.mails()) == 1
    with pytest.raises(MailUnavailable, match="login: 535"):
        mailer(server.url.replace("right", "wrong"), authority.file).send_question(TO)


def test_a_certificate_of_a_stranger_is_not_trusted(start, authority):
    for tls in ("starttls", "tls"):
        server = start(tls, authority.server())
        with pytest.raises(MailUnavailable, match="certificate verify failed"):
            mailer(server.url).send_question(TO)
        assert server.mails() == []


def test_a_server_without_encryption_gets_neither_password_nor_mail(start):
    server = start("none")
    with pytest.raises(MailUnavailable, match="STARTTLS"):
        mailer(server.url.replace("tls=none", "tls=starttls")).send_question(TO)
    assert server.mails() == []


@pytest.mark.parametrize(("answer", "expected"), [("451 later", MailUnavailable), ("554 spam", MailRefused)])
def test_what_the_server_says_decides_whether_to_try_again(start, answer, expected):
    server = start("none")
    server.refuse = answer
    with pytest.raises(expected, match=answer):
        mailer(server.url).send_question(TO)
    server.refuse, server.refuse_recipient = "", answer
    with pytest.raises(expected, match=answer):
        mailer(server.url).send_question(TO)


def test_what_was_taken_is_sent_also_without_a_good_bye(start, monkeypatch):
    server = start("none")

    async def gone(*_):
        raise ConnectionResetError

    monkeypatch.setattr("aiosmtpd.smtp.SMTP.smtp_QUIT", gone)
    mailer(server.url).send_question(TO)
    assert len(server.mails()) == 1


def test_nobody_there_is_no_crash():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        with pytest.raises(MailUnavailable, match="connecting: "):
            mailer(f"smtp://127.0.0.1:{listener.getsockname()[1]}?tls=none").send_question(TO)
