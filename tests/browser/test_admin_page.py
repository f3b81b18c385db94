"""OTRS's own administration has a place for the chat: for its administrators, and nobody else."""

from __future__ import annotations

import re

import pytest

from tests.env.people import agent
from tests.env.znuny import ROOT_LOGIN, ROOT_PASSWORD

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = [pytest.mark.browser, pytest.mark.znuny]


def test_an_administrator_finds_it_among_otrs_s_own(bridge_with_znuny, znuny, open_page, log_in):
    page = open_page(f"{znuny.url}/index.pl?Action=Admin")
    log_in(page, ROOT_LOGIN, ROOT_PASSWORD)
    page.get_by_role("link", name="Chat Administration").click()
    expect(page).to_have_url(re.compile("Action=AdminChatBridge"))
    opened = page.get_by_role("dialog", name="Chat administration")
    expect(opened.get_by_role("button", name="New channel")).to_be_visible()

    opened.get_by_role("button", name="Close").click()
    again = page.locator("#ChatBridgeAdmin").get_by_role("button", name="Chat administration")
    expect(again).to_be_focused()
    again.click()
    expect(opened.get_by_role("button", name="New channel")).to_be_visible()


def test_without_the_chat_the_page_says_so(bridge_with_znuny, znuny, open_page, log_in):
    page = open_page(f"{znuny.url}/index.pl?Action=Admin")
    page.route("**/chatbridge/**", lambda route: route.abort())
    log_in(page, ROOT_LOGIN, ROOT_PASSWORD)
    page.get_by_role("link", name="Chat Administration").click()
    place = page.locator("#ChatBridgeAdmin")
    expect(place).to_contain_text("as soon as the chat service answers")
    place.get_by_role("link", name="Settings of the chat").click()
    expect(page.locator("body")).to_contain_text("ChatBridge::WidgetURL")


def test_who_is_no_administrator_is_sent_away_by_otrs(znuny):
    berta = znuny.browse("berta", "berta")
    html = berta.get(f"{znuny.url}/index.pl?Action=AdminChatBridge", timeout=60).text
    assert "ChatBridgeAdmin" not in html
    assert "No Permission" in html
    assert "AdminChatBridge" not in berta.get(f"{znuny.url}/index.pl?Action=Admin", timeout=60).text


def test_it_is_in_german_for_who_reads_german(znuny):
    znuny.setup([agent("gerda", "gerda", "Gerda Groß", "gerda@example.com", {"admin": "rw"}, language="de")])
    gerda = znuny.browse("gerda", "gerda")
    overview = gerda.get(f"{znuny.url}/index.pl?Action=Admin", timeout=60).text
    assert "Chat-Verwaltung" in overview
    assert "Kanäle, Regeln und Textbausteine des Chats." in overview
    html = gerda.get(f"{znuny.url}/index.pl?Action=AdminChatBridge", timeout=60).text
    assert "öffnet sich hier, sobald der Chat-Dienst antwortet" in html
    assert "Einstellungen des Chats" in html
