"""Pictures of every state of the widget: `python -m tests.widget.shots FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from itertools import product
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.widget import shots_admin, shots_desk, shots_visitor
from tests.widget.fake_bridge import FakeBridge

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
Scene = Callable[["Studio"], Awaitable[None]]


class Studio:
    """A page, a bridge of its own, and the folder for pictures."""

    def __init__(self, browser: Browser, folder: Path, name: str, lang: str, scheme: str, width: int) -> None:
        self.browser, self.folder, self.name = browser, folder, name
        self.lang, self.scheme, self.width = lang, scheme, width
        self.bridge = FakeBridge()
        self.page: Page
        self.noise: list[str] = []

    async def open(self, page: str) -> Page:
        self.port = await self.bridge.start()
        height = 844 if self.width < 500 else 860
        context = await self.browser.new_context(
            viewport={"width": self.width, "height": height},
            color_scheme=self.scheme,
            locale=self.lang,
            timezone_id="Europe/Berlin",
            has_touch=self.width < 500,
        )
        self.page = await context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda message: self.noise.append(message.text))
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        suffix = "" if self.lang == "en" else f"-{self.lang}"
        await self.page.goto(f"http://127.0.0.1:{self.port}/{page}{suffix}.html")
        return self.page

    async def shoot(self, state: str) -> None:
        await self.page.wait_for_timeout(350)
        await self.page.screenshot(
            path=self.folder / f"{self.name}-{state}-{self.lang}-{self.scheme}-{self.width}.png"
        )


LONG = (
    "Hello! Since this morning the printer on the second floor prints only every other page, and the ones it "
    "prints have a grey stripe on the left. I have switched it off and on, see https://example.com/printers/2?floor=2."
)


async def visitor(studio: Studio) -> None:
    page, bridge = await studio.open("visitor"), studio.bridge
    await studio.shoot("1-bubble")
    await page.locator("[part=bubble]").click()
    await studio.shoot("2-form")
    await page.locator("[part=start]").click()
    await studio.shoot("2-form-missing")
    await page.locator("[part=name]").fill("Max Mustermann")
    await page.locator("[part=first-message]").fill(LONG)
    await page.locator("[part=start]").click()
    await page.locator("[part=withdraw]").wait_for()
    await studio.shoot("3-waiting")
    chat = next(iter(bridge.chats.values()))
    bridge.join(chat, "agent:anton", "Anton Agent")
    await bridge.spread(chat, chat.entries[-1:], changed=True)
    await bridge.say(chat, "agent:anton", "Good morning Max! 👋")
    await bridge.say(
        chat,
        "agent:anton",
        "That sounds like the drum. Which model is it? It stands on the label at the back.",
    )
    await page.locator("[part=composer]").fill("A LaserFast 4000")
    await page.keyboard.press("Enter")
    await page.locator("[part=composer]").fill("👍")
    await page.keyboard.press("Enter")
    await bridge.say(chat, "agent:anton", "<img src=x onerror=alert(1)> مرحبا بك")
    await studio.shoot("4-chat")
    await page.locator("[part=composer]").fill("x" * 41000)
    await studio.shoot("5-too-long")
    await page.locator("[part=composer]").fill("")
    await page.locator("[part=end]").click()
    await studio.shoot("6-end")
    await page.keyboard.press("Escape")
    bridge.mute = True
    await page.locator("[part=composer]").fill("Are you still there?")
    await page.keyboard.press("Enter")
    await studio.shoot("7-sending")
    bridge.mute = False
    chat.handover = {"state": "waiting", "kind": "phone_ticket", "attempts": 0, "since": "", "error": None}
    chat.state = "closing"
    await bridge.spread(chat, [chat.add("handover_requested", "agent:anton")], changed=True)
    await studio.shoot("8-closing")
    await bridge.advance(chat)
    await studio.shoot("9-ended")


async def desk(studio: Studio) -> None:
    bridge = studio.bridge
    bridge.channels = [{"id": 1, "name": "Support"}, {"id": 2, "name": "Sales"}]
    bridge.me = dict(bridge.me or {}, channels=[1, 2])
    bridge.put(
        "Carla Customer",
        ["Is the parcel on its way?", "Order 4711"],
        kind="customer",
        minutes=14,
        agent="agent:anton",
    )
    busy = bridge.put("Jens Ö. Sørensen", [LONG], minutes=8, agent="agent:anton", channel=1)
    for who, text in [
        ("agent:anton", "Good morning! Which model is it?"),
        ("visitor:Jens Ö. Sørensen", "LaserFast 4000"),
        ("visitor:Jens Ö. Sørensen", "The one by the window"),
        ("agent:anton", "Then it is the drum. I send somebody."),
    ]:
        busy.add("message", who, text, None, 6)
    page = await studio.open("agent")
    icon = page.locator("chatbridge-icon [part=icon]")
    await icon.wait_for()
    await studio.shoot("1-page")
    await icon.click()
    await studio.shoot("2-empty")
    first = bridge.put("Max Mustermann", [LONG], minutes=6)
    second = bridge.put(
        "Wilhelmine von und zu Hohenlohe-Langenburg",
        ["How much is the big wheelbarrow?"],
        minutes=0,
        channel=1,
    )
    await bridge.spread(first, [], changed=True)
    await bridge.spread(second, [], changed=True)
    await studio.shoot("3-requests")
    bridge.taken_by = "Berta"
    await page.locator("[part=accept]").first.click()
    await studio.shoot("4-taken")
    bridge.taken_by = ""
    await page.locator("[part=preview]").first.click()
    await studio.shoot("5-preview")
    await page.locator("[part=preview-accept]").click()
    await page.locator("[part=window].open [part=composer]").first.wait_for()
    await bridge.say(busy, "visitor:Jens Ö. Sørensen", "When will they be here?")
    await studio.shoot("6-window")
    if studio.width > 500:
        await page.locator("[part=window-head]").nth(1).click()
    await studio.shoot("7-windows")
    window = page.locator("[part=window].open").last
    await window.locator("[part=phone-ticket]").click()
    await page.locator("[part=queue]").select_option("2")
    await page.locator("[part=customer]").fill("car")
    await studio.shoot("8-phone-ticket")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await window.locator("[part=attach]").click()
    await studio.shoot("9-attach")
    await page.keyboard.press("Escape")
    await window.locator("[part=close-chat]").click()
    await studio.shoot("10-close")
    await page.keyboard.press("Escape")
    for number, outcome in enumerate(("stay", "waiting", "failed", "done"), 11):
        bridge.handover = outcome
        if outcome in ("stay", "failed"):
            if outcome == "failed":
                chat = next(one for one in bridge.chats.values() if one.state == "closing")
                await bridge.advance(chat)
            else:
                await window.locator("[part=phone-ticket]").click()
                await page.locator("[part=queue]").select_option("2")
                await page.locator("[part=submit]").click()
        elif outcome == "waiting":
            await bridge.advance(next(one for one in bridge.chats.values() if one.state == "closing"))
        else:
            await window.locator("[part=attach]").click()
            await page.locator("[part=ticket-list] li").first.click()
            await page.locator("[part=submit]").click()
        await studio.shoot(f"{number}-{outcome}")
    bridge.logged_in = False
    await bridge.drop(4401)
    await studio.shoot("15-logged-out")


async def reading(studio: Studio) -> None:
    """What is new, and what is long."""
    bridge = studio.bridge
    chat = bridge.put("Max Mustermann", ["Good morning"], minutes=9, agent="agent:anton")
    chat.add("message", "agent:anton", "What does the log say?", None, 8)
    page = await studio.open("agent")
    await page.locator("[part=window-head], chatbridge-icon [part=icon]").last.wait_for()
    log = "\n".join(f"10:0{line % 10} spooler[{400 + line}]: waiting for drum {line}" for line in range(40))
    await bridge.say(chat, "visitor:Max Mustermann", log)
    await bridge.say(chat, "visitor:Max Mustermann", "That is all of it")
    if studio.width > 500:
        await page.locator("[part=window-head]").click()
    else:
        await page.locator("chatbridge-icon [part=icon]").click()
        await page.locator("[part=chat]").click()
    await studio.shoot("1-folded")
    await page.locator("[part=fold]").click()
    await studio.shoot("2-unfolded")


SCENES: dict[str, Scene] = {
    "visitor": visitor,
    **shots_visitor.SCENES,
    "desk": desk,
    "reading": reading,
    **shots_desk.SCENES,
    **shots_admin.SCENES,
}


async def run(folder: Path, wanted: list[str], kind: type[Studio] = Studio) -> None:
    """All scenes in all looks, or those wanted: `desk`, `visitor-de-light-390`."""
    folder.mkdir(parents=True, exist_ok=True)
    looks = list(product(("en", "de", "ar"), ("light", "dark"), (1400, 390)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        for name, scene in SCENES.items():
            for lang, scheme, width in looks:
                if wanted and not {name, f"{name}-{lang}-{scheme}-{width}"} & set(wanted):
                    continue
                studio = kind(browser, folder, name, lang, scheme, width)
                try:
                    await scene(studio)
                finally:
                    print(name, lang, scheme, width, *studio.noise, flush=True)
                    await studio.page.context.close()
                    await studio.bridge.stop()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2:]))
