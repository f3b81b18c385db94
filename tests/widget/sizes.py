"""What browsers load of the widget, as it comes over the wire: ``python -m tests.widget.sizes``."""

from __future__ import annotations

import json
import subprocess

from bridge.widget import FOLDER, Widget

LANGUAGES = ("en", "de", "ar")
GOALS = {"bubble": 12, "visitor": 30, "desk": 60}
"""What it should be at the most, KB of 1,000 bytes, packed as browsers ask for it (Brotli).

`bubble`: from the script to the bubble; `visitor`: with the chat; `desk`: the agent's, dialogs left out.
"""

_FIRST = ["chatbridge.js", "config.js", "modules.js"]
_BUBBLE = [*_FIRST, "i18n.js", "core/protocol.js", "core/storage.js"]
_BUBBLE += ["ui/dom.js", "ui/tokens.js", "visitor/launcher.js"]

_LISTS = """
import { DESK } from "WIDGET/desk/modules.js";
import { PANEL, paths } from "WIDGET/modules.js";
console.log(JSON.stringify({ desk: paths(DESK), panel: paths(PANEL) }));
"""


def sizes() -> dict[str, tuple[int, int]]:
    """`language part` → bytes of Brotli and of gzip, headers not counted."""
    lists = _lists()
    parts = {
        "bubble": _BUBBLE,
        "visitor": [*_BUBBLE, *lists["panel"]],
        "desk": [*_FIRST, "desk/modules.js", *lists["desk"]],
    }
    told = {}
    for language in LANGUAGES:
        for part, names in parts.items():
            words = [f"lang/{language}.js"]
            words += [f"lang/{more}/{language}.js" for more in ("later", "desk") if part == "desk"]
            told[f"{language} {part}"] = _sizes([*names, *words])
    return told


def _lists() -> dict[str, list[str]]:
    command = ["node", "--input-type=module", "--eval", _LISTS.replace("WIDGET", FOLDER.as_uri())]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    lists: dict[str, list[str]] = json.loads(told.stdout)
    return lists


def _sizes(names: list[str]) -> tuple[int, int]:
    assets = Widget().assets
    brotli, gzip = (
        sum(len(assets[name].packed({coding})[1]) for name in dict.fromkeys(names))
        for coding in ("br", "gzip")
    )
    return brotli, gzip


def main() -> None:
    """Print them beside what they should be."""
    print("KB            Brotli   gzip   goal")
    for name, (brotli, gzip) in sizes().items():
        print(f"{name:13}{brotli / 1000:7.1f}{gzip / 1000:7.1f}{GOALS[name.split()[-1]]:7}")


if __name__ == "__main__":
    main()
