"""What people can take along: mail, and PDFs with every script."""

from __future__ import annotations

from email.utils import parseaddr

from bridge.doctor.case import Case
from bridge.doctor.results import Result, finding, ok
from bridge.services.ports.outgoing import MailUnavailable
from bridge.transcripts.engines import find_engine
from bridge.transcripts.fonts import SAMPLES, Fonts
from bridge.transcripts.smtp import signed_in

_HERE = {"localhost", "127.0.0.1", "::1"}


def mail(case: Case) -> Result:
    """Does the mail server take our login, over an encrypted connection? Nothing is sent."""
    settings = case.settings
    server = settings.smtp
    if server is None:
        return ok("not used: CHATBRIDGE_SMTP_URL is not set")
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    try:
        with signed_in(server, settings.smtp_ca_file, domain) as smtp:
            smtp.noop()
    except MailUnavailable as error:
        said = str(error)
        if said.startswith("login:"):
            return finding("mail.login", said)
        if said.startswith("STARTTLS:") or "SSL" in said:
            return finding("mail.tls", said)
        return finding("mail.unreachable", said)
    if server.tls == "none" and server.host not in _HERE:
        return finding("mail.plain", f"{server.host}:{server.port} takes mail, without encryption")
    return ok(f"{server.host}:{server.port} takes mail")


def fonts(case: Case) -> Result:
    """Can PDFs be made, and is there a font for every script?"""
    settings = case.settings
    try:
        engine = find_engine(settings.pdf_engine)
    except (ImportError, OSError) as error:
        return finding("pdf.engine", f"{settings.pdf_engine} cannot be used: {error}")
    known = Fonts(settings.font_dirs, engine.read_font, engine.EXTRA_FONTS)
    lacking = [script for script, sample in SAMPLES.items() if known.missing(sample)]
    if lacking:
        return finding("pdf.fonts", f"no font for {', '.join(lacking)}")
    return ok("every script has a font")
