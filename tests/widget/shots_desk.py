"""The pictures of what agents have besides list and windows: panels, people, partners, canned replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.widget.fake_chat import stamp

if TYPE_CHECKING:
    from tests.widget.fake_chat import Chat
    from tests.widget.shots import Studio

ICON = "chatbridge-icon [part=icon]"


def crowd(studio: Studio) -> Chat:
    """Requests of every kind, a chat with three people, a chat that has ended."""
    bridge = studio.bridge
    bridge.channels = [{"id": 1, "name": "Support"}, {"id": 2, "name": "Sales"}]
    bridge.put("Max Mustermann", ["My printer is on fire"], minutes=6)
    bridge.put("Carla Customer", ["Is the parcel on its way? Order 4711"], kind="customer", minutes=3)
    bridge.ask_agent("Cem Çelik", "Do you have a minute?")
    invited = bridge.put("Wilhelmine von und zu Hohenlohe-Langenburg", ["How much is it?"], minutes=1)
    bridge.join(invited, "agent:berta", "Berta Berater")
    bridge.invite_anton(invited)
    chat = bridge.put("Jens Ö. Sørensen", ["Good morning"], minutes=8, agent="agent:anton", channel=1)
    chat.about = {"number": "2026112210000058", "id": "7"}
    bridge.join(chat, "agent:cem", "Cem Çelik", 5)
    chat.people[-1]["role"] = "observer"
    chat.add("message", "agent:anton", "Good morning! Which model is it?", None, 4)
    over = bridge.put("Karla Klein", ["The invoice is wrong"], minutes=90, agent="agent:anton")
    over.state, over.closed = "closed", stamp(60)
    return chat


async def panels(studio: Studio) -> None:
    crowd(studio)
    page = await studio.open("agent")
    await page.locator(ICON).click()
    await page.locator("[part=request]").first.wait_for()
    await studio.shoot("1-requests")
    for number, name in enumerate(("people", "archive", "settings", "help"), 2):
        await page.locator(f"[part=view-{name}]").click()
        await studio.shoot(f"{number}-{name}")
    await page.locator("[part=view-settings]").click()
    for box in await page.locator("[part=channels] input:checked").all():
        await box.uncheck()
    await page.locator("[part=view-requests]").click()
    await studio.bridge.tell_me(ask_external=True)
    await studio.shoot("6-warning")
    await page.locator("[part=view-archive]").click()
    await page.locator("[part=archive-hit]").first.click()
    await studio.shoot("7-archived")


async def partners(studio: Studio) -> None:
    chat = crowd(studio)
    page = await studio.open("agent")
    await page.locator(ICON).click()
    await page.locator("[part=preview]").nth(3).click()
    await studio.shoot("1-invitation")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    if studio.width > 500:
        await page.locator(f"[data-chat='{chat.id}'] [part=window-head]").click()
    else:
        await page.locator(ICON).click()
        await page.locator(f"[part=chat][data-chat='{chat.id}']").click()
    window = page.locator("[part=window].open")
    await studio.bridge.typing(chat, "visitor:Jens Ö. Sørensen", on=True)
    await studio.bridge.read(chat, "visitor:Jens Ö. Sørensen", len(chat.entries))
    await window.locator("[part=composer]").fill("/")
    await window.locator("[part=canned] li").first.wait_for()
    await studio.shoot("2-canned")
    await page.keyboard.press("Enter")
    await window.locator("[part=internal]").click()
    await studio.shoot("3-internal")
    await window.locator("[part=menu]").click()
    await studio.shoot("4-menu")
    for number, (action, dialog) in enumerate(
        (("invite", "invite"), ("hand_to", "invite"), ("move", "move"), ("mail", "mail")), 5
    ):
        if number > 5:
            await window.locator("[part=menu]").click()
        await page.locator(f"[data-action={action}]").click()
        await page.locator(f"[part={dialog}-dialog]").wait_for()
        await studio.shoot(f"{number}-{action}")
        await page.keyboard.press("Escape")
    if studio.width < 500:
        await window.locator("[part=minimize]").click()
        await window.wait_for(state="hidden")
    await page.locator(ICON).click()
    await page.locator("[part=view-people]").click()
    await page.locator("[part=people-agents] [part=start-chat]").first.click()
    await studio.shoot("9-start")
    await page.locator("[part=start-text]").fill("Have you seen this printer?")
    await page.locator("[part=start-submit]").click()
    await page.locator("[data-handover=pending]").wait_for()
    await studio.shoot("10-pending")


async def pages(studio: Studio) -> None:
    await studio.open("dashboard")
    await studio.page.locator("#ChatBridgePeople tr[data-login=cem]").wait_for()
    await studio.shoot("1-dashboard")


SCENES = {"panels": panels, "partners": partners, "pages": pages}
