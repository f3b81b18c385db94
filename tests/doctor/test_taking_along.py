"""Mail and PDF: the doctor says which step fails, and which script has no font."""

import sys
from collections.abc import Callable, Iterator

import pytest

from bridge import app
from bridge.doctor.case import Case
from bridge.parsing import MailServer
from bridge.settings import load
from tests.doctor.certificates import Authority
from tests.doctor.support import SETTINGS, look, look_at
from tests.env.fixtures import need
from tests.env.processes import free_port
from tests.env.smtp import SmtpServer


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


def mail(url, ca_file=""):
    return look(
        "mail",
        CHATBRIDGE_SMTP_URL=url,
        CHATBRIDGE_SMTP_CA_FILE=str(ca_file),
        CHATBRIDGE_MAIL_FROM="Support <chat@example.com>",
    )


def test_without_a_mail_server_there_is_nothing_to_check():
    assert look("mail").state == "ok"


def test_a_mail_server_that_takes_the_login_gets_no_mail(start, authority):
    server = start("starttls", authority.server(), ("chat", "right-pass"))
    assert mail(server.url, authority.file).state == "ok"
    assert server.mails() == []
    refused = mail(server.url.replace("right-pass", "wrong-pass"), authority.file)
    assert refused.finding == "mail.login"
    assert "wrong-pass" not in refused.found


def test_a_mail_server_that_is_not_there():
    assert mail(f"smtp://127.0.0.1:{free_port()}?tls=none").finding == "mail.unreachable"


@pytest.mark.parametrize(("offers", "wanted"), [("none", "starttls"), ("none", "tls"), ("tls", "tls")])
def test_encryption_that_does_not_come_about(start, authority, offers, wanted):
    server = start(offers, authority.server())
    assert mail(server.url.replace(f"tls={offers}", f"tls={wanted}")).finding == "mail.tls"


def test_mail_without_encryption_is_for_this_machine_only(start, monkeypatch):
    server = start("none")
    assert mail(server.url).state == "ok"
    examined = Case(app.build(load({**SETTINGS})))
    elsewhere = MailServer("127.0.0.2", server.port, "", "", "none")
    monkeypatch.setattr("bridge.doctor.taking_along._HERE", {"localhost"})
    object.__setattr__(examined.bridge.settings, "smtp", elsewhere._replace(host="127.0.0.1"))
    assert look_at(examined, "mail").finding == "mail.plain"


def test_every_script_has_a_font():
    need("fc-list")
    result = look("pdf.fonts", CHATBRIDGE_PDF_ENGINE="xhtml2pdf")
    assert (result.state, result.found) == ("ok", "every script has a font")


def test_scripts_without_a_font_are_named(tmp_path):
    result = look("pdf.fonts", CHATBRIDGE_PDF_ENGINE="xhtml2pdf", CHATBRIDGE_FONT_DIRS=str(tmp_path))
    assert result.finding == "pdf.fonts"
    assert "Latin, Greek, Cyrillic" in result.found


def test_a_library_that_is_not_there(monkeypatch):
    monkeypatch.setitem(sys.modules, "bridge.transcripts.by_weasyprint", None)
    assert look("pdf.fonts", CHATBRIDGE_PDF_ENGINE="weasyprint").finding == "pdf.engine"
