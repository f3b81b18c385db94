"""PDF by WeasyPrint, where it is installed: every script is shaped, and emoji have their colours."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn

import weasyprint
from fontTools.ttLib import TTFont, TTLibError

from bridge.domain.transcript import Transcript
from bridge.transcripts.fonts import Fonts
from bridge.transcripts.html import STYLE, page
from bridge.transcripts.parts import Part

EXTRA_FONTS = ("NotoSansCJK-Regular.ttc", "NotoColorEmoji.ttf")

_PAGE = """
@page { size: a4; margin: 2cm 2cm 2.2cm 2cm;
  @bottom-left { content: "%s " counter(page); color: #595959; font: 8pt "DejaVu Sans", sans-serif; } }
@page :first { counter-reset: page %d; }
body { font-family: "DejaVu Sans", "Noto Sans", sans-serif; }
"""


def read_font(file: Path) -> Collection[int]:
    """The characters of a font."""
    try:
        with TTFont(file, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError):
        return ()


def prepare(fonts: Fonts) -> None:
    """Nothing: it finds its fonts by fontconfig."""


def draw(of: Transcript, part: Part, first_page: int, fonts: Fonts) -> bytes:
    """One part as PDF; its pages are counted from ``first_page``."""
    style = STYLE + _PAGE % (part.foot, first_page)
    document = weasyprint.HTML(string=page(of, style, body=part.body), url_fetcher=_refuse)
    drawn: bytes = document.write_pdf()
    return drawn


def _refuse(url: str, *args: Any, **options: Any) -> NoReturn:
    raise ValueError("A transcript fetches nothing.")
