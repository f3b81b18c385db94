"""An SMTP server that keeps what it is sent."""

import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.env.processes import EnvError, free_port


class SmtpServer:
    """Takes every mail. ``refuse`` (for example ``451 later``) makes it answer that instead."""

    def __init__(self) -> None:
        self.port = free_port()
        self.refuse = ""
        self._mails: list[tuple[list[str], EmailMessage]] = []
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """What aiosmtpd calls with each mail."""
        if self.refuse:
            return self.refuse
        content: Any = envelope.content
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        with self._lock:
            self._mails.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    def start(self) -> "SmtpServer":
        """Start in a thread."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def mails(self, recipient: str = "") -> list[EmailMessage]:
        """What came so far, oldest first; only what went to ``recipient`` when one is named."""
        with self._lock:
            return [mail for receivers, mail in self._mails if not recipient or recipient in receivers]

    def wait_for(self, recipient: str, count: int = 1, timeout: float = 10) -> list[EmailMessage]:
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
        self.refuse = ""

    def stop(self) -> None:
        """Stop it."""
        if self._controller:
            self._controller.stop()
        self._controller = None
