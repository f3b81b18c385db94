"""The pictures of the administration: ``tests/widget/shots.py`` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.widget.shots import Studio

CHANGED = ("input.conflict", "Somebody else has changed this in the meantime. Please read it again.", {})


async def administration(studio: Studio) -> None:
    """Every part of it, and two who change the same at once."""
    studio.bridge.me = dict(studio.bridge.me or {}, admin=True)
    page = await studio.open("agent")
    await page.locator("chatbridge-icon [part=icon]").click()
    await page.locator("[part=view-settings]").click()
    await page.locator("[part=open-admin]").click()
    await page.locator("[part=channel]").first.wait_for()
    await studio.shoot("1-channels")
    await page.locator("[part=channel]").first.click()
    await page.locator("[part=channel-form]").wait_for()
    await studio.shoot("2-channel")
    studio.bridge.refuse["admin.channel"] = CHANGED
    await page.locator("[part=channel-form] button[type=submit]").click()
    await page.locator("[part=channel-form] [role=alert]").filter(visible=True).wait_for()
    await studio.shoot("3-conflict")
    await page.locator("[part=admin-rules]").click()
    await page.locator("[part=rules-form]").wait_for()
    await studio.shoot("4-rules")
    await page.locator("[part=admin-replies]").click()
    await page.locator("[part=reply]").first.wait_for()
    await studio.shoot("5-replies")
    await page.locator("[part=reply]").first.click()
    await studio.shoot("6-reply")
    await page.locator("[part=admin-website]").click()
    await page.frame_locator("[part=website-preview]").locator("[part=bubble]").wait_for()
    await studio.shoot("7-website")


SCENES = {"administration": administration}
