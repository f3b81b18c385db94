"""A transcript as plain text."""

from __future__ import annotations

from bridge.domain.transcript import Transcript
from bridge.transcripts.layout import head, sections
from bridge.transcripts.words import WORDS


def as_text(of: Transcript) -> str:
    """The whole of it, lines ended by ``\\n``."""
    words = WORDS[of.language]
    out = [words["title"], ""]
    out += [f"{label}: {value}" for label, value in head(of)]
    for section in sections(of):
        out += ["", f"--- {section.heading}", ""]
        for time, line in section.lines:
            if line.system:
                out.append(f"[{time}] * {line.text}")
                continue
            mark = f" ({words['internal']})" if line.internal else ""
            # What was written is set in, so that nobody can write a line that looks like somebody else's.
            out.append(f"[{time}] {line.author}{mark}:")
            out += [f"    {part}" for part in line.text.split("\n")]
    return "\n".join(out) + "\n"
