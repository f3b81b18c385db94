"""The words around a transcript, and how a day is written, in English and German."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Chat transcript",
        "channel": "Channel",
        "people": "People",
        "ticket": "Ticket",
        "started": "Started",
        "ended": "Ended",
        "zone": "Time zone",
        "agent": "agent",
        "customer": "customer",
        "visitor": "visitor",
        "internal": "only for agents",
        "page": "Page",
        "missing": "The server has no font for some characters. They appear as their number: {which}.",
        "mail_subject": "Your chat: {channel}",
        "mail_intro": "This is the conversation that was asked for.",
        "mail_attached": "It is attached as PDF, too.",
        "mail_no_pdf": "It is too long for a PDF.",
        "confirm_subject": "Please confirm: your chat by e-mail",
        "confirm_text": "Somebody in a chat with us asked to have the conversation sent to this address.\n"
        "If that was you, open this link and confirm it within 24 hours:",
        "confirm_ignore": "If it was not you, do nothing: then nothing more is sent.",
    },
    "de": {
        "title": "Chatprotokoll",
        "channel": "Kanal",
        "people": "Personen",
        "ticket": "Ticket",
        "started": "Beginn",
        "ended": "Ende",
        "zone": "Zeitzone",
        "agent": "Agent",
        "customer": "Kunde",
        "visitor": "Besucher",
        "internal": "nur für Agenten",
        "page": "Seite",
        "missing": "Auf dem Server fehlt die Schrift für einige Zeichen. Sie stehen hier als ihre Nummer: "
        "{which}.",
        "mail_subject": "Ihr Chat: {channel}",
        "mail_intro": "Dies ist das gewünschte Gespräch.",
        "mail_attached": "Es liegt auch als PDF bei.",
        "mail_no_pdf": "Für ein PDF ist es zu lang.",
        "confirm_subject": "Bitte bestätigen: Ihr Chat per E-Mail",
        "confirm_text": "Jemand hat in einem Chat mit uns darum gebeten, das Gespräch an diese Adresse zu "
        "senden.\nWenn Sie das waren, öffnen Sie diesen Link und bestätigen es innerhalb von 24 Stunden:",
        "confirm_ignore": "Wenn Sie es nicht waren, tun Sie nichts: Dann wird nichts weiter gesendet.",
    },
}

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


def day(of: date, language: str) -> str:
    """A day with its month spelled out, the same to everybody."""
    month = _MONTHS[language].split()[of.month - 1]
    return f"{of.day}. {month} {of.year}" if language == "de" else f"{of.day} {month} {of.year}"
