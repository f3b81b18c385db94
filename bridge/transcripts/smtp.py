"""The way to the mail server: SMTP with STARTTLS, TLS or neither, and a login."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.message import EmailMessage
from email.utils import parseaddr
from typing import TYPE_CHECKING

from bridge.services.ports.outgoing import MailRefused, MailUnavailable

if TYPE_CHECKING:
    from bridge.domain.transcript import Transcript
    from bridge.parsing import MailServer
    from bridge.services.ports.outgoing import Mail
    from bridge.transcripts.message import Composer

_SECONDS = 20
_NEVER = range(500, 600)


class SmtpMailer:
    """Implements the port ``Mailer``."""

    ready = True

    def __init__(self, server: MailServer, composer: Composer, ca_file: str) -> None:
        self._server = server
        self._composer = composer
        self._ca_file = ca_file

    def send_transcript(self, to: Mail, transcript: Transcript) -> None:
        """The conversation as text, web page and PDF."""
        self._send(self._composer.transcript(to, transcript), to.address)

    def send_question(self, to: Mail) -> None:
        """Fixed words and a link."""
        self._send(self._composer.question(to), to.address)

    def _send(self, mail: EmailMessage, address: str) -> None:
        sender = parseaddr(mail["From"])[1]
        with signed_in(self._server, self._ca_file, self._composer.domain) as smtp, _told(address):
            smtp.send_message(mail, sender, [address])


@contextmanager
def signed_in(server: MailServer, ca_file: str, own_name: str) -> Iterator[smtplib.SMTP]:
    """A connection to the server, encrypted and logged in as the settings want it.

    :param own_name: what the service calls itself
    :raises MailUnavailable: it cannot be had; the text says which step failed
    """
    step = "connecting"
    with ExitStack() as undo:
        try:
            trust = ssl.create_default_context(cafile=ca_file or None)
            smtp = _connected(server, trust, own_name)
            undo.callback(smtp.close)
            if server.tls == "starttls":
                step = "STARTTLS"
                smtp.starttls(context=trust)
            if server.user:
                step = "login"
                smtp.login(server.user, server.password)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailUnavailable(f"{step}: {_reason(error)}") from error
        try:
            yield smtp
        finally:
            # What was taken is taken, also if the server does not say good-bye.
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()


def _connected(server: MailServer, trust: ssl.SSLContext, own_name: str) -> smtplib.SMTP:
    if server.tls == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=_SECONDS, context=trust)
    return smtplib.SMTP(server.host, server.port, own_name, timeout=_SECONDS)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Whether to try again, from what the server says."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, text = error.recipients[address]
        raise _kind(code)(f"{code} {_line(text)}") from error
    except smtplib.SMTPResponseException as error:
        raise _kind(error.smtp_code)(_reason(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnavailable(_reason(error)) from error


def _kind(code: int) -> type[MailRefused] | type[MailUnavailable]:
    return MailRefused if code in _NEVER else MailUnavailable


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_line(error.smtp_error)}"
    return str(error) or type(error).__name__


def _line(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:300]
