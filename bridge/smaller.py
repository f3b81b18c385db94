"""Scripts without what only people need: comments, white space, long names of what a module keeps to itself.

``python -m bridge.smaller``: a JSON list of modules in, the same list out, each still a module with the same
imports and exports. It is a process of its own because the minifier is written in Go, whose runtime brings
threads and does not outlive a fork.
"""

from __future__ import annotations

import json
import re
import sys

try:
    import minify
except ImportError:  # not built for this sort of machine: what was written goes out, only larger
    minify = None

_SHEET = re.compile(r"(?<=\bsheet\(`)[^`]*(?=`\))")
"""Style sheets stand in texts, which the minifier lets be."""


def smaller(source: str) -> str:
    """The same module in fewer characters.

    :raises minify.MinifyError: it is not a script; says which line
    """
    if minify is None:
        return source
    script: str = minify.string("text/javascript", source)
    return _SHEET.sub(_sheet, script)


def _sheet(css: re.Match[str]) -> str:
    text = re.sub(r"\s+", " ", css[0]).strip()
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    return text.replace(": ", ":").replace(";}", "}")


if __name__ == "__main__":
    json.dump([smaller(source) for source in json.load(sys.stdin)], sys.stdout)
