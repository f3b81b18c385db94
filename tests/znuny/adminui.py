"""What an administrator does in OTRS's own pages, in a browser where root is logged in."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FINISHED = 90_000  # milliseconds; a package's installation writes the whole configuration anew


def upload_package(page: "Page", otrs: str, opm: Path) -> None:
    """Install a package file, or upgrade to it, in *Admin → Package Manager*."""
    page.goto(f"{otrs}/index.pl?Action=AdminPackageManager", wait_until="domcontentloaded")
    page.set_input_files("#FileUpload", opm)
    with page.expect_navigation(timeout=FINISHED, wait_until="domcontentloaded"):
        page.locator("form:has(#FileUpload) button[type=submit]").click()
    _continue(page)


def uninstall_package(page: "Page", otrs: str, name: str) -> None:
    """Remove a package in *Admin → Package Manager*."""
    page.goto(f"{otrs}/index.pl?Action=AdminPackageManager", wait_until="domcontentloaded")
    with page.expect_navigation(timeout=FINISHED, wait_until="domcontentloaded"):
        page.locator(f'a.PackageAction[href*="Subaction=Uninstall;Name={name};"]').click()
    with page.expect_navigation(timeout=FINISHED, wait_until="domcontentloaded"):
        page.locator('form:has(input[value="UninstallAction"]) button[type=submit]').click()
    _continue(page)


def _continue(page: "Page") -> None:
    """Pass the package's introductions, if it shows some."""
    button = page.locator('form:has(input[name="Subaction"]) button[value="Continue"]')
    while button.count():
        with page.expect_navigation(timeout=FINISHED, wait_until="domcontentloaded"):
            button.first.click()


def installed_packages(page: "Page", otrs: str) -> str:
    """The list of installed packages as one reads it."""
    page.goto(f"{otrs}/index.pl?Action=AdminPackageManager", wait_until="domcontentloaded")
    return page.inner_text("body")


def import_web_service(page: "Page", otrs: str, source: Path) -> None:
    """Import a web service in *Admin → Web Services → Add*. What OTRS says may be untrue: ask its table."""
    page.goto(
        f"{otrs}/index.pl?Action=AdminGenericInterfaceWebservice;Subaction=Add",
        wait_until="domcontentloaded",
    )
    page.locator("#ImportButton").click()
    page.locator(".Dialog #ConfigFile").set_input_files(source)
    with page.expect_navigation(timeout=FINISHED, wait_until="domcontentloaded"):
        page.locator(".Dialog #ImportButtonAction").click()
