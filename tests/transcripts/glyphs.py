"""Reads a PDF: its text, and the characters for which it draws the box of a missing glyph."""

import io
import subprocess
import unicodedata

from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject


def text_of(pdf):
    """What one gets when one copies everything, shapes of Arabic letters put back to the letters."""
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    marks = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"))
    return unicodedata.normalize("NFKC", read.translate(marks)).replace("\u00a0", " ")


def boxes(pdf):
    """(font, code) of everything drawn with a font's first glyph, which is the box."""
    found = set()
    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        fonts = {name: font.get_object() for name, font in page["/Resources"]["/Font"].items()}
        current = None
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                current = operands[0]
            elif operator in {b"Tj", b"TJ", b"'"} and current is not None:
                drawn = b"".join(_bytes(one) for one in _strings(operands[0]))
                found |= {(fonts[current]["/BaseFont"], code) for code in _missing(fonts[current], drawn)}
    return found


def _strings(operand):
    return operand if isinstance(operand, list) else [operand]


def _bytes(operand):
    if isinstance(operand, ByteStringObject):
        return bytes(operand)
    return operand.original_bytes if isinstance(operand, TextStringObject) else b""


def _missing(font, drawn):
    if font["/Subtype"] == "/Type0":  # two bytes a glyph, by number
        return {0 for place in range(0, len(drawn), 2) if drawn[place : place + 2] == b"\0\0"}
    if font["/Subtype"] != "/TrueType":
        return set()
    file = font["/FontDescriptor"]["/FontFile2"].get_object().get_data()
    glyphs = TTFont(io.BytesIO(file))["cmap"].tables[0].cmap
    blank = {32}
    return {code for code in set(drawn) - blank if glyphs.get(code, ".notdef") in {".notdef", "glyph00000"}}
