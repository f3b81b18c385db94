"""What browsers load of the widget, in KB of gzip: ``python -m tests.widget.sizes``."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

from widget.served import served

WIDGET = Path(__file__).resolve().parents[2] / "widget"
LIMITS = {"bubble": 12, "visitor": 30, "desk": 60}
"""KB of 1,000 bytes. `bubble`: from the script to the bubble; `visitor`: that and the whole chat."""

_TELL = """
import { DESK, PANEL, paths } from "WIDGET/modules.js";
const first = ["chatbridge.js", "config.js", "modules.js"];
const bubble = [...first, ..."core/protocol core/storage i18n ui/dom ui/icons ui/tokens visitor/launcher"
  .split(" ").map((name) => `${name}.js`)];
console.log(JSON.stringify({ bubble, visitor: [...bubble, ...paths(PANEL)],
  desk: [...new Set([...first, ...paths(DESK)])] }));
"""


def modules() -> dict[str, list[str]]:
    """Part → the modules that it loads, from the lists in modules.js, without the language."""
    code = _TELL.replace("WIDGET", WIDGET.as_uri())
    told = subprocess.run(
        ["node", "--input-type=module", "--eval", code], capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


def size(name: str) -> int:
    """Bytes of one file on its way, headers not counted."""
    return len(gzip.compress(served((WIDGET / name).read_text()).encode(), 9, mtime=0))


def sizes(language: str) -> dict[str, int]:
    """Part → bytes, with the words of that language."""
    words = {part: [f"lang/{language}.js"] for part in LIMITS}
    words["desk"].append(f"lang/desk/{language}.js")
    return {part: sum(map(size, names + words[part])) for part, names in modules().items()}


def main() -> int:
    """Print them; 1 when one is over its limit."""
    over = False
    for language in ("en", "de", "ar"):
        for part, total in sizes(language).items():
            over |= total > LIMITS[part] * 1000
            print(f"{language}  {part:8}{total / 1000:6.1f} KB of {LIMITS[part]}")
    print(f"where WebSockets are blocked, {size('core/stream.js') / 1000:.1f} KB more")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
