"""A transcript as JSON values, for the way to the process that draws it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from bridge.domain.people import Kind
from bridge.domain.transcript import Transcript, TranscriptLine


def dump(of: Transcript) -> dict[str, Any]:
    """As JSON values; times stay what they are, which the encoder writes in ISO 8601."""
    return asdict(of)


def load(values: dict[str, Any]) -> Transcript:
    """What :func:`dump` made, after its way through JSON."""
    ended = values["ended_at"]
    return Transcript(
        **{
            **values,
            "started_at": datetime.fromisoformat(values["started_at"]),
            "ended_at": None if ended is None else datetime.fromisoformat(ended),
            "people": tuple((name, Kind(kind)) for name, kind in values["people"]),
            "lines": tuple(
                TranscriptLine(
                    **{**line, "at": datetime.fromisoformat(line["at"]), "kind": Kind(line["kind"])}
                )
                for line in values["lines"]
            ),
        }
    )
