"""What the pictures of the visitors' side show: ``tests/widget/shots.py`` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.widget.shots import Studio

PICTURE = "tests/widget/pages/picture.png"
LINES = {"id": 2, "name": "Hardware", "greeting": "Printers, laptops, telephones"}


async def customer(studio: Studio) -> None:
    """A customer's conversations, an agent's request, a chat about a ticket."""
    bridge = studio.bridge
    for number, text in enumerate(["Is the parcel on its way?", "My password does not work any more, again"]):
        chat = bridge.put(
            "Carla Customer", [text], kind="customer", minutes=3000 * number + 90, agent="agent:anton"
        )
        chat.people[0]["who"] = chat.owner = "customer:carla"
        chat.state, chat.closed = "closed", chat.created
        chat.ticket = {"number": f"202611221000004{number}", "id": str(number)} if number else None
    page = await studio.open("ticket")
    await page.locator("[part=bubble]").wait_for()
    await studio.shoot("1-bubble")
    asked = await bridge.ask_customer(
        "carla", "Anton", "Is your printer well again? I could call you this afternoon."
    )
    await page.locator("[part=invitation]").wait_for()
    await studio.shoot("2-invitation")
    await page.locator("[part=bubble]").click()
    await page.locator("[part=home] [part=chat]").nth(2).wait_for()
    await studio.shoot("3-list")
    await page.locator("[part=home] [part=chat]").first.click()
    await studio.shoot("4-asked")
    await page.locator("[part=conversation] [part=invitation-decline]").click()
    await page.locator("[part=new-chat]").click()
    bridge.channels.append(LINES)
    await bridge.tell_channels()
    await studio.shoot("5-new")
    await page.locator("[part=first-message]").fill("Any news about the printer?")
    await page.locator("[part=channel] input").last.check()
    await page.locator("[part=start]").click()
    await page.locator("[part=withdraw]").wait_for()
    chat = next(one for one in bridge.chats.values() if one.state == "requested")
    assert chat is not asked
    await bridge.stand(chat, 2, 240, offer=False)
    await studio.shoot("6-place")
    await bridge.stand(chat, 2, None, offer=True)
    await page.locator("[part=ticket-offer]").click()
    await studio.shoot("7-ticket")


async def ended(studio: Studio) -> None:
    """Files, reading and writing, the end with its ways."""
    page, bridge = await studio.open("visitor"), studio.bridge
    await page.locator("[part=bubble]").click()
    await page.locator("[part=name]").fill("Max Mustermann")
    await page.locator("[part=first-message]").fill("The drum looks like this:")
    await page.locator("[part=start]").click()
    await page.locator("[part=withdraw]").wait_for()
    chat = next(iter(bridge.chats.values()))
    bridge.join(chat, "agent:anton", "Support 1")
    await bridge.spread(chat, chat.entries[-1:], changed=True)
    await page.locator("[part=attach-file]").wait_for()
    await page.locator(".composer input[type=file]").set_input_files(PICTURE)
    await page.locator(".message[data-state=sent] img").wait_for()
    await bridge.read(chat, "agent:anton", len(chat.entries))
    await page.locator(".composer input[type=file]").set_input_files(
        {
            "name": "a-rather-long-name-of-an-invoice-of-the-year-2026.pdf",
            "mimeType": "application/pdf",
            "buffer": b"%" * 241_000,
        }
    )
    await page.locator(".message[data-state=sent] [part=file]").nth(1).wait_for()
    await bridge.say(chat, "agent:anton", "Thank you! Write to help@example.com for the guarantee.")
    await bridge.typing(chat, "agent:anton", True)
    await studio.shoot("1-files")
    await page.locator(".composer input[type=file]").set_input_files(
        {"name": "film.mov", "mimeType": "video/quicktime", "buffer": b"%" * 2_000_000}
    )
    await page.locator(".message[data-state=failed]").wait_for()
    await studio.shoot("2-refused")
    await page.locator("[part=end]").click()
    await page.locator("[part=end-confirm]").click()
    await page.locator("[part=mail]").click()
    await studio.shoot("3-mail")
    await page.locator("[part=mail-address]").fill("max@example.com")
    await page.locator("[part=mail-submit]").click()
    await page.locator("[part=mail-state]").wait_for()
    await studio.shoot("4-unconfirmed")
    await page.locator("[part=make-ticket]").click()
    await studio.shoot("5-ticket")


async def away(studio: Studio) -> None:
    """Nobody is there."""
    studio.bridge.available = False
    studio.bridge.channels[0]["available"] = False
    page = await studio.open("visitor")
    await page.locator("chatbridge-widget[data-available=no]").wait_for(state="attached")
    await studio.shoot("1-bubble")
    await page.locator("[part=bubble]").click()
    await studio.shoot("2-form")
    await page.locator("[part=name]").fill("Max")
    await page.locator("[part=first-message]").fill("Please call me")
    await page.locator("[part=start]").click()
    await page.locator("[part=ticket-email]").wait_for()
    await studio.shoot("3-ticket")
    studio.bridge.handover = "waiting"
    await page.locator("[part=ticket-email]").fill("max@example.com")
    await page.locator("[part=ticket-send]").click()
    await studio.shoot("4-saving")


SCENES = {"customer": customer, "ended": ended, "away": away}
