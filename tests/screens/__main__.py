"""All pictures, made small, and the page that shows them: ``make screens``.

``docs/screens`` keeps every state in two looks and the main ones in more. With ``ALL=1`` in the environment
everything in every look goes to ``build/screens`` instead.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from itertools import product
from pathlib import Path

from PIL import Image

from tests.browser import pictures
from tests.screens.book import LOOKS, MORE, Look, looks_of, page
from tests.screens.captions import MAIN, STATES
from tests.widget.shots import SCENES, Studio, run

ROOT = Path(__file__).parents[2]
ALL: tuple[Look, ...] = tuple(product(("en", "de", "ar"), ("light", "dark"), (1400, 390)))


class Everything(Studio):
    """Keeps every state; one without words in ``captions.py`` is an error."""

    async def shoot(self, state: str) -> None:
        if f"{self.name}-{state}" not in STATES:
            raise LookupError(f"tests/screens/captions.py says nothing of {self.name}-{state}")
        await super().shoot(state)


class Chosen(Everything):
    """Keeps what docs/screens shows."""

    async def shoot(self, state: str) -> None:
        if (self.lang, self.scheme, self.width) in looks_of(f"{self.name}-{state}"):
            await super().shoot(state)
        else:
            await self.page.wait_for_timeout(350)  # as long as a picture takes


def scenes(looks: tuple[Look, ...], more: tuple[Look, ...] = ()) -> list[str]:
    """Every scene in these looks, those with a main state also in ``more``; as ``shots.run`` wants them."""
    main = {name for name in SCENES if any(state.startswith(f"{name}-") for state in MAIN)}
    wanted = [(name, look) for name in SCENES for look in looks + (more if name in main else ())]
    return ["-".join([name, *map(str, look)]) for name, look in wanted]


def small(folder: Path) -> int:
    """Give every picture at most 256 colours; bytes of all of them."""
    for file in folder.rglob("*.png"):
        with Image.open(file) as picture:
            reduced = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        reduced.save(file, optimize=True)
    return sum(file.stat().st_size for file in folder.rglob("*.png"))


def main() -> int:
    """Take them anew; those of before are gone."""
    everything = os.environ.get("ALL", "") not in ("", "0")
    folder = ROOT / ("build" if everything else "docs") / "screens"
    shutil.rmtree(folder, ignore_errors=True)
    wanted = scenes(ALL) if everything else scenes(LOOKS, MORE)
    asyncio.run(run(folder / "widget", wanted, Everything if everything else Chosen))
    pictures.take(folder / "znuny")
    size = small(folder)
    (folder / "README.md").write_text(page(folder), encoding="utf-8")
    print(f"{folder.relative_to(ROOT)}: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
