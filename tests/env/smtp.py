"""An SMTP server that keeps what it is sent."""

import ssl
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.env.processes import EnvError, free_port
from tests.patience import SECONDS


class SmtpServer:
    """Takes every mail. ``refuse`` (for example ``451 later``) makes it answer that instead.

    :param tls: the server's side of ``starttls`` (then nothing goes without) or ``tls``; by default ``none``
    :param login: user and password without which it takes nothing; only with TLS
    :ivar refuse_recipient: as ``refuse``, in answer to the address
    :ivar after_taking: called when a mail was taken and before that is said
    """

    def __init__(
        self, tls: str = "none", context: ssl.SSLContext | None = None, login: tuple[str, str] | None = None
    ) -> None:
        self.port = free_port()
        self.refuse = ""
        self.refuse_recipient = ""
        self.after_taking: Any = lambda: None
        self._tls = tls
        self._context = context
        self._login = login
        self._mails: list[tuple[list[str], EmailMessage]] = []
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """Its address."""
        who = f"{self._login[0]}:{self._login[1]}@" if self._login else ""
        return f"smtp://{who}127.0.0.1:{self.port}?tls={self._tls}"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """What aiosmtpd calls with each address."""
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """What aiosmtpd calls with each mail."""
        if self.refuse:
            return self.refuse
        content: Any = envelope.content
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        with self._lock:
            self._mails.append((list(envelope.rcpt_tos), message))
        self.after_taking()
        return "250 OK"

    def _authenticate(self, server: Any, session: Any, envelope: Any, method: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode())
        return AuthResult(success=right == self._login, handled=False)

    def start(self) -> "SmtpServer":
        """Start in a thread."""
        options: dict[str, Any] = {"data_size_limit": 64 << 20}
        if self._tls == "starttls":
            options |= {"tls_context": self._context, "require_starttls": True}
        if self._login:
            options |= {"authenticator": self._authenticate, "auth_required": True}
            options |= {"auth_require_tls": self._tls == "starttls"}
        within = self._context if self._tls == "tls" else None
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, ssl_context=within, **options
        )
        self._controller.start()
        return self

    def mails(self, recipient: str = "") -> list[EmailMessage]:
        """What came so far, oldest first; only what went to ``recipient`` when one is named."""
        with self._lock:
            return [mail for receivers, mail in self._mails if not recipient or recipient in receivers]

    def wait_for(self, recipient: str, count: int = 1, timeout: float = SECONDS) -> list[EmailMessage]:
        """Wait until ``count`` mails to ``recipient`` are here. EnvError after ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        while len(found := self.mails(recipient)) < count:
            if time.monotonic() > deadline:
                raise EnvError(f"{len(found)} of {count} mails to {recipient} came in {timeout:.0f} s")
            time.sleep(0.05)
        return found

    def clear(self) -> None:
        """Forget all mails and take mail again."""
        with self._lock:
            self._mails.clear()
        self.refuse = self.refuse_recipient = ""

    def stop(self) -> None:
        """Stop it."""
        if self._controller:
            self._controller.stop()
        self._controller = None
