"""The administration of the chat: an administrator among the agents changes it, and people notice."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest
import requests

from tests.patience import until
from tests.widget.test_accessibility import AXE, RULES, RUN

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


class Administration:
    """Over an agent's page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog", name="Chat administration")

    def open(self) -> Administration:
        self.page.locator("chatbridge-icon").get_by_role("button").click()
        self.page.locator("[part=availability]").click()
        self.page.locator("[part=open-admin]").click()
        expect(self.dialog).to_be_visible()
        return self

    def turn(self, name: str) -> None:
        self.dialog.get_by_role("navigation").get_by_role("button", name=name).click()

    def close(self) -> None:
        self.dialog.get_by_role("button", name="Close").click()
        expect(self.dialog).to_be_hidden()

    def save(self) -> None:
        self.dialog.get_by_role("button", name="Save").first.click()


def desk_of(trial, open_page, name, **how):
    page = open_page(f"{trial.otrs}/otrs/index.pl", **how)
    page.get_by_role("button", name=name).click()
    return page


@pytest.fixture
def administration(trial, open_page):
    """Anton is one of the administrators."""
    return Administration(desk_of(trial, open_page, "Anton Agent")).open()


def test_a_new_channel_is_offered_to_visitors(trial, open_page, administration):
    name = f"Repairs {uuid.uuid4().hex[:6]}"
    dialog = administration.dialog
    dialog.get_by_role("button", name="New channel").click()
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_label("OTRS group").select_option("users")
    dialog.get_by_label("Greeting").fill("Tell us what is broken.")
    administration.save()
    expect(dialog.get_by_role("button", name=name)).to_be_visible()
    administration.close()
    until(lambda: name in requests.get(f"{trial.bridge}/availability", timeout=60).text)
    visitor = open_page(f"{trial.otrs}/shop")
    visitor.get_by_role("button", name="Open chat").click()
    expect(visitor.get_by_role("radio", name=re.compile(name))).to_be_attached()
    again = administration.open()
    again.dialog.get_by_role("button", name=name).click()
    again.dialog.get_by_label("Valid").uncheck()
    again.save()
    expect(again.dialog.get_by_role("button", name=re.compile(f"{name}.*invalid", re.DOTALL))).to_be_visible()


def test_wrong_opening_hours_are_refused_with_a_reason_and_nothing_is_lost(administration):
    dialog = administration.dialog
    dialog.locator("[part=channel]").first.click()
    dialog.get_by_label("Comment").fill("not yet saved")
    dialog.get_by_label("Monday").fill("from nine to five")
    administration.save()
    expect(dialog.get_by_role("alert")).to_contain_text("cannot be saved")
    expect(dialog.get_by_label("Comment")).to_have_value("not yet saved")


def test_two_administrators_at_once_do_not_overwrite_each_other(trial, open_page, administration):
    other = Administration(desk_of(trial, open_page, "Anton Agent")).open()
    for one in (administration, other):
        one.dialog.locator("[part=channel]").first.click()
    administration.dialog.get_by_label("Comment").fill("first")
    administration.save()
    expect(administration.dialog.locator("[part=channel]").first).to_contain_text("first")
    other.dialog.get_by_label("Comment").fill("second")
    other.save()
    expect(other.dialog.get_by_role("alert")).to_contain_text("Somebody else has changed this")


def test_rules_are_kept(administration):
    administration.turn("Rules")
    minutes = administration.dialog.get_by_label("Offer a ticket after (minutes)")
    minutes.fill("4")
    administration.save()
    expect(administration.dialog.get_by_role("status")).to_have_text("Saved")
    administration.close()
    administration.open().turn("Rules")
    expect(minutes).to_have_value("4")


def test_a_canned_reply_is_made_and_taken_away(administration):
    administration.turn("Canned replies")
    dialog, shortcut = administration.dialog, f"hi{uuid.uuid4().hex[:6]}"
    dialog.get_by_role("button", name="New reply").click()
    dialog.get_by_label("Shortcut").fill(shortcut)
    dialog.get_by_label("Text", exact=True).fill("Hello {customer}!")
    administration.save()
    row = dialog.get_by_role("button", name=f"/{shortcut}")
    row.click()
    dialog.get_by_role("button", name="Delete").click()
    expect(row).to_be_hidden()


def test_the_web_page_shows_the_real_chat_and_the_line_to_paste(administration):
    administration.turn("Web page")
    dialog = administration.dialog
    dialog.get_by_label("Language").select_option("de")
    dialog.get_by_label("Corner").select_option("left")
    pasted = re.compile(r'src="http.*/widget/chatbridge\.js" data-lang="de" data-side="left"')
    expect(dialog.locator("[part=snippet]")).to_have_value(pasted)
    shown = administration.page.frame_locator("[part=website-preview]")
    expect(shown.get_by_role("button", name="Chat öffnen")).to_be_visible()


def test_who_is_no_administrator_does_not_find_it(trial, open_page):
    page = desk_of(trial, open_page, "Cem Can")
    page.locator("chatbridge-icon").get_by_role("button").click()
    page.locator("[part=availability]").click()
    expect(page.locator("[part=sound]")).to_be_visible()
    expect(page.locator("[part=open-admin]")).to_be_hidden()


@pytest.mark.parametrize("width", [1400, 390])
def test_axe_finds_nothing_on_any_of_its_pages(trial, open_page, width):
    administration = Administration(desk_of(trial, open_page, "Anton Agent", width=width)).open()
    for name in ("Channels", "Rules", "Canned replies", "Web page"):
        administration.turn(name)
        administration.page.emulate_media(reduced_motion="reduce")
        administration.page.wait_for_timeout(300)
        administration.page.evaluate(AXE.read_text())
        assert administration.page.evaluate(RUN, RULES) == []
