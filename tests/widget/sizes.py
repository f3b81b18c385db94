"""What browsers load of the widget, compressed: ``python -m tests.widget.sizes``."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

WIDGET = Path(__file__).resolve().parents[2] / "widget"
LANGUAGES = ("en", "de", "ar")
GOALS = {"bubble": 12, "visitor": 30, "desk": 60}
"""What it should be, KB of 1,000 bytes. `bubble`: from the script to the bubble; `visitor`: with the chat."""

_TELL = """
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { DESK, PANEL, paths } from "WIDGET/modules.js";
const text = JSON.parse(readFileSync(0, "utf8"));
const first = ["chatbridge.js", "config.js", "modules.js"];
const bubble = [...first, ..."core/protocol core/storage i18n ui/dom ui/icons ui/tokens visitor/launcher"
  .split(" ").map((name) => `${name}.js`)];
const parts = { bubble, visitor: [...bubble, ...paths(PANEL)], desk: [...first, ...paths(DESK)] };
const sum = (names, pack) => names.reduce((all, name) => all + pack(Buffer.from(text[name])).length, 0);
const gzip = (bytes) => gzipSync(bytes, { level: 9 });
const told = {};
for (const language of LANGUAGES) {
  for (const [part, modules] of Object.entries(parts)) {
    const words = [`lang/${language}.js`, ...(part === "desk" ? [`lang/desk/${language}.js`] : [])];
    const names = [...modules, ...words];
    told[`${language} ${part}`] = [sum(names, brotliCompressSync), sum(names, gzip)];
  }
}
told["stream"] = [sum(["core/stream.js"], brotliCompressSync), sum(["core/stream.js"], gzip)];
console.log(JSON.stringify(told));
"""


def sizes() -> dict[str, tuple[int, int]]:
    """`language part` → bytes of Brotli and of gzip, each file by itself, headers not counted."""
    texts = {str(path.relative_to(WIDGET)): path.read_text() for path in WIDGET.rglob("*.js")}
    code = _TELL.replace("WIDGET", WIDGET.as_uri()).replace("LANGUAGES", json.dumps(LANGUAGES))
    command = ["node", "--input-type=module", "--eval", code]
    told = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


def main() -> None:
    """Print them beside what they should be."""
    print("KB            Brotli   gzip   goal")
    for name, (brotli, gzip) in sizes().items():
        goal = GOALS.get(name.split()[-1], "")
        print(f"{name:13}{brotli / 1000:7.1f}{gzip / 1000:7.1f}{goal:7}")


if __name__ == "__main__":
    main()
