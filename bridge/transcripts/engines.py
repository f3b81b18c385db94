"""Which library makes the PDFs."""

from __future__ import annotations

import importlib
from typing import cast

from bridge.transcripts.parts import Engine


def find_engine(wanted: str) -> Engine:
    """The library of that name; with ``auto`` WeasyPrint where it is installed, otherwise xhtml2pdf.

    :raises ImportError, OSError: it, or a library of the system that it needs, is not installed
    """
    if wanted == "auto":
        try:
            return find_engine("weasyprint")
        except (ImportError, OSError):
            return find_engine("xhtml2pdf")
    return cast(Engine, importlib.import_module(f"bridge.transcripts.by_{wanted}"))
