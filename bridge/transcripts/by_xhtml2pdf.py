"""PDF by xhtml2pdf, which needs nothing but Python. It draws most scripts right, and emoji in black."""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts
from xhtml2pdf import default, pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from bridge.domain.transcript import Transcript
from bridge.transcripts.fonts import Fonts, bold_of
from bridge.transcripts.html import STYLE, page
from bridge.transcripts.parts import Part

EXTRA_FONTS = ()

_PAGE = """
@page { size: a4; margin: 2cm 2cm 2.2cm 2cm;
  @frame foot { -pdf-frame-content: foot; bottom: 1cm; left: 2cm; right: 2cm; height: 0.8cm; } }
body { font-family: %s; }
#foot { color: #595959; font-size: 8pt; }
"""


def read_font(file: Path) -> Collection[int]:
    """The characters of a font, which can be used from now on."""
    try:
        font = ttfonts.TTFont(_name(file), str(file), subfontIndex=0)
    except ttfonts.TTFError:  # outlines that it cannot embed
        return ()
    pdfmetrics.registerFont(font)
    characters: Collection[int] = font.face.charToGlyph
    return characters


def prepare(fonts: Fonts) -> None:
    """Give the fonts that a text needs the names under which the style asks for them."""
    ttfonts.makeToUnicodeCMap = _to_unicode
    for file in fonts.used:
        heavy = bold_of(file)
        if heavy != file:
            pdfmetrics.registerFont(ttfonts.TTFont(_name(heavy), str(heavy)))
        for italic in (0, 1):
            addMapping(_name(file), 0, italic, _name(file))
            addMapping(_name(file), 1, italic, _name(heavy))
        default.DEFAULT_FONT[_name(file)] = _name(file)


def draw(of: Transcript, part: Part, first_page: int, fonts: Fonts) -> bytes:
    """One part as PDF; its pages are counted from ``first_page``."""
    families = ", ".join(map(_name, fonts.used)) or "helvetica"
    foot = f'<div id="foot">{part.foot} <pdf:pagenumber/></div>'
    begin = f'<pdf:resetpagenumber value="{first_page}"/>' if first_page > 1 else ""
    out = io.BytesIO()
    nothing = ResourceAccessPolicy.server(allow_remote=False)
    done = pisa.pisaDocument(
        page(of, STYLE + _PAGE % families, body=begin + part.body + foot), out, resource_policy=nothing
    )
    if done.err:
        raise RuntimeError(f"xhtml2pdf: {done.log}")
    return out.getvalue()


def _name(file: Path) -> str:
    return file.stem.lower()


def _to_unicode(name: str, subset: list[int]) -> str:
    """The table by which text is copied out of a PDF.

    reportlab's own is wrong for what lies beyond the first 65,536 characters, such as emoji: those are
    written as two numbers (PDF 1.7, 9.10.3).
    """
    codes = [chr(code).encode("utf-16-be", "replace").hex() for code in subset]
    pairs = [f"<{place:02X}> <{code}>" for place, code in enumerate(codes)]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    chars = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *chars,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
