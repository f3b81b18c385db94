"""The PDF beside the HTML article of a chat."""

from __future__ import annotations

import logging

from bridge.domain.errors import OtrsUnavailable, ServerBusy, TranscriptFailed, TranscriptTooLong
from bridge.domain.handover import ArchiveOrder
from bridge.domain.people import Kind
from bridge.domain.transcript import Transcript, TranscriptLine
from bridge.otrs.stock_article import attachment, marker
from bridge.otrs.stock_sessions import StockSessions
from bridge.services.ports.outgoing import Renderer

log = logging.getLogger(__name__)


class StockPdf:
    """Draws what customers may see of a chat."""

    def __init__(self, renderer: Renderer, sessions: StockSessions) -> None:
        self._renderer = renderer
        self._sessions = sessions

    def attachments(self, order: ArchiveOrder) -> list[dict[str, object]]:
        """The PDF as the operations take it; none where it cannot be drawn: the article has all of it.

        :raises OtrsUnavailable: too many are being drawn; try again
        """
        if not order.lines:
            return []
        try:
            content = self._renderer.pdf(self._transcript(order))
        except ServerBusy as error:
            raise OtrsUnavailable(error.message) from error
        except (TranscriptFailed, TranscriptTooLong) as error:
            log.warning("%s goes to OTRS without a PDF: %s", marker(order.key), error.message)
            return []
        return [attachment(f"{marker(order.key).lower().replace(' ', '-')}.pdf", "application/pdf", content)]

    def _transcript(self, order: ArchiveOrder) -> Transcript:
        lines = tuple(
            TranscriptLine(
                at=line.at,
                author=line.chatter_name,
                kind=Kind(line.chatter_kind),
                text=line.text,
                system=line.system,
                internal=False,
            )
            for line in order.lines
        )
        return Transcript(
            chat_id=order.key,
            channel=marker(order.key),
            started_at=lines[0].at,
            ended_at=lines[-1].at,
            people=tuple(dict.fromkeys((line.author, line.kind) for line in lines)),
            ticket_number=None,
            zone="UTC",
            language="de" if self._sessions.language(order.agent).startswith("de") else "en",
            lines=lines,
        )
