"""What the use cases need for mail and PDFs. ``store`` and ``transcripts`` implement it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bridge.domain.people import Person
from bridge.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Mail:
    """A conversation on its way to an e-mail address.

    :ivar asked_by: number of the participant
    :ivar zone: IANA name of the time zone of its times
    :ivar state: ``confirming`` (the question whether to send it is to be sent), ``unconfirmed`` (it was, and
        waits for an answer), ``waiting`` (the conversation is to be sent), ``done`` or ``failed``
    """

    id: str
    chat_id: str
    asked_by: int
    address: str
    language: str
    zone: str
    state: str
    attempts: int
    created_at: datetime


class Mails(Protocol):
    """Mail: what is here survives everything, and is sent by one worker at a time."""

    def add(self, new: Mail) -> None:
        """Store a new one, due at once."""

    def get(self, mail_id: str) -> Mail | None:
        """One by its id."""

    def confirm(self, mail_id: str, now: datetime) -> bool:
        """It is wanted: due now. ``False``, and nothing done, when nobody had to be asked any more."""

    def claim(self, mail_id: str, now: datetime, until: datetime) -> Mail | None:
        """Take one that is due, with ``attempts`` raised; ``None`` if it is taken, over or not due."""

    def later(self, claimed: Mail, due_at: datetime, error: str) -> bool:
        """Give it back, to be tried again; ``False`` when somebody else has it or it has moved on."""

    def finish(self, claimed: Mail, state: str, at: datetime, error: str = "") -> bool:
        """What was to be sent is sent, or never will be; ``False`` as in :meth:`later`."""

    def due(self, now: datetime, limit: int) -> list[str]:
        """Ids of those whose time has come and that nobody is sending, oldest first."""

    def expire(self, before: datetime, at: datetime) -> int:
        """Give up what nobody has confirmed since; how many."""

    def addresses(self, chat_id: str) -> set[str]:
        """The addresses that were ever asked for in the chat."""

    def sent_to(self, address: str, since: datetime) -> list[datetime]:
        """When mail to that address was asked for since then, oldest first."""

    def unanswered(self, address: str, since: datetime) -> list[datetime]:
        """When that address was asked since then and has not answered, oldest first."""

    def asked_by(self, person: Person, since: datetime) -> list[datetime]:
        """When that person asked for mail since then, oldest first."""


class Renderer(Protocol):
    """Makes PDFs."""

    def pdf(self, of: Transcript) -> bytes:
        """The transcript as PDF.

        :raises bridge.domain.errors.TranscriptTooLong: it would be over all bounds
        :raises bridge.domain.errors.TranscriptFailed: it could not be made, or not in time
        :raises bridge.domain.errors.ServerBusy: others are being made
        """


class MailUnavailable(Exception):
    """The mail server cannot be reached, or will not take it now; try again."""


class MailRefused(Exception):
    """The mail server said no for good."""


class Mailer(Protocol):
    """Sends mail. The same :attr:`Mail.id` gives the same ``Message-ID``.

    Both calls can raise :class:`MailUnavailable` and :class:`MailRefused`.

    :ivar ready: there is a mail server
    """

    @property
    def ready(self) -> bool: ...

    def send_transcript(self, to: Mail, transcript: Transcript) -> None:
        """The conversation as text, web page and PDF."""

    def send_question(self, to: Mail) -> None:
        """Fixed words and a link: shall the conversation be sent?"""


class NoMail:
    """Where there is no mail server (:class:`Mailer`)."""

    ready = False

    def send_transcript(self, to: Mail, transcript: Transcript) -> None:
        """Later, when there is one."""
        raise MailUnavailable("there is no mail server")

    def send_question(self, to: Mail) -> None:
        """Later, when there is one."""
        raise MailUnavailable("there is no mail server")
