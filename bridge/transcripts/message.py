"""Mail as the mail server takes it: the conversation, and the question whether to send it."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from bridge.domain.errors import TranscriptFailed, TranscriptTooLong
from bridge.domain.transcript import Transcript, word_language
from bridge.services.ports.outgoing import Mail, Renderer
from bridge.transcripts.html import page
from bridge.transcripts.layout import file_name
from bridge.transcripts.text import as_text
from bridge.transcripts.words import WORDS


class Composer:
    """Writes the mails of this service.

    :param sender: the address, with or without a name, that they come from
    :param link: gives the address of the page where a mail is confirmed, by its id
    """

    def __init__(
        self, sender: str, renderer: Renderer, link: Callable[[str], str], clock: Callable[[], datetime]
    ) -> None:
        self._sender = sender
        self._renderer = renderer
        self._link = link
        self._clock = clock

    @property
    def domain(self) -> str:
        """The host that these mails come from."""
        return parseaddr(self._sender)[1].rpartition("@")[2]

    def transcript(self, to: Mail, of: Transcript) -> EmailMessage:
        """The conversation as text and web page, with a PDF; one too long for that as a file of text.

        :raises ServerBusy: too many PDFs are being made
        """
        words = WORDS[of.language]
        mail = self._new(to, words["mail_subject"].format(channel=of.channel), "chat")
        try:
            drawn = self._renderer.pdf(of)
        except (TranscriptTooLong, TranscriptFailed):
            mail.set_content(f"{words['mail_intro']} {words['mail_no_pdf']}\n")
            mail.add_attachment(as_text(of), filename=file_name(of, "txt"))
            return mail
        mail.set_content(f"{words['mail_intro']} {words['mail_attached']}\n\n{as_text(of)}")
        mail.add_alternative(page(of), subtype="html")
        mail.add_attachment(drawn, "application", "pdf", filename=file_name(of, "pdf"))
        return mail

    def question(self, to: Mail) -> EmailMessage:
        """Fixed words and a link: nothing in it was typed by somebody in a chat."""
        language = word_language(to.language)
        words, link = WORDS[language], self._link(to.id)
        mail = self._new(to, words["confirm_subject"], "question")
        mail.set_content(f"{words['confirm_text']}\n\n{link}\n\n{words['confirm_ignore']}\n")
        said = html.escape(words["confirm_text"]).replace("\n", "<br>")
        mail.add_alternative(
            f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"></head><body><p>{said}</p>'
            f'<p><a href="{html.escape(link)}">{html.escape(link)}</a></p>'
            f"<p>{html.escape(words['confirm_ignore'])}</p></body></html>",
            subtype="html",
        )
        return mail

    def _new(self, to: Mail, subject: str, part: str) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._sender
        mail["To"] = to.address
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self._clock())
        # The same whenever it is tried again: who gets it twice sees it once.
        mail["Message-ID"] = f"<{to.id}.{part}@{self.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        return mail
