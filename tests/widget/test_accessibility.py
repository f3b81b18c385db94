"""Every screen under axe-core: WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import pytest

from tests.env.fixtures import need
from tests.widget.shots import SCENES, Studio, run

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
  const names = ["chatbridge-widget", "chatbridge-desk", "chatbridge-icon"];
  const hosts = names.filter((name) => document.querySelector(name));
  const { violations } = await axe.run({ include: hosts.map((host) => [host]) }, { runOnly: rules });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}"""


class Examined(Studio):
    """Instead of taking a picture, axe-core looks."""

    found: ClassVar[list[str]] = []

    async def shoot(self, state: str) -> None:
        await self.page.emulate_media(reduced_motion="reduce")
        await self.page.wait_for_timeout(300)
        await self.page.evaluate(AXE.read_text())
        for violation in await self.page.evaluate(RUN, RULES):
            self.found.append(f"{self.name} {state}: {violation}")


@pytest.mark.parametrize("look", ["en-light-1400", "de-dark-390"])
@pytest.mark.parametrize("scene", sorted(SCENES))
def test_no_violation_on_any_screen(scene: str, look: str, tmp_path: Path) -> None:
    need("chromium")
    if not AXE.exists():
        reason = "axe-core is not installed (npm install)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    Examined.found.clear()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run(tmp_path, [f"{scene}-{look}"], Examined)).result()
    assert not Examined.found
