"""The site in a real browser, opened from its folder as a reader would without any server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evidence.cli.root import run
from tests.browser import DESK, LOOKS, Browser, Look

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "index.html",
    "claims/most-labs-fp8.html",
    "claims/deepseek-v3-compute-4e24-6e24.html",
    "models/deepseek-v3.html",
    "models.html",
    "hardware/h100-sxm.html",
    "clusters.html",
    "sources/deepseek-v3-readme.html",
    "reading.html",
    "search.html?q=fp8",
)


@pytest.fixture(scope="module")
def site(thread_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    assert run(["--db", str(thread_database), "-q", "export", "site", "-o", str(folder)]) == 0
    return folder


def address(site: Path, page: str) -> str:
    name, asked, query = page.partition("?")
    return (site / name).as_uri() + asked + query


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_sound_by_day_by_night_and_on_a_phone(
    browser: Browser, site: Path, page: str, look: Look
) -> None:
    home = site.as_uri() + "/"

    assert browser.visit(address(site, page), look, home=home).problems() == []


@pytest.mark.parametrize("page", ["index.html", "claims/most-labs-fp8.html"])
def test_every_link_and_field_is_reached_by_keyboard(
    browser: Browser, site: Path, page: str
) -> None:
    home = site.as_uri() + "/"

    assert browser.visit(address(site, page), DESK, home=home, keyboard=True).problems() == []


def test_a_search_leads_from_any_page_to_what_holds_its_words(browser: Browser, site: Path) -> None:
    def searched(page: Page) -> list[str]:
        page.fill("#q", "fp8 gpt-3-175b")
        page.press("#q", "Enter")
        page.wait_for_selector("#results li")
        return page.locator("#results a").all_inner_texts()

    found = browser.ask(
        address(site, "models/deepseek-v3.html"), searched, home=site.as_uri() + "/"
    )
    assert "GPT-3-175B was tested in FP8 in the September 2022 paper" in found


def test_filters_leave_the_claims_that_fit(browser: Browser, site: Path) -> None:
    def filtered(page: Page) -> tuple[int, int, str, list[str]]:
        before = page.locator("tbody tr").count()
        page.select_option("#f-status", "supported")
        page.select_option("#f-sort", "probability")
        rows = page.locator("tbody tr")
        words = rows.locator("td:nth-child(3)").all_inner_texts()
        return before, rows.count(), page.inner_text("#found"), words

    before, after, told, words = browser.ask(
        address(site, "index.html"), filtered, home=site.as_uri() + "/"
    )

    assert 0 < after < before
    assert told == f"{after} claims"
    assert set(words) == {"supported"}


def test_a_page_can_be_printed_without_its_navigation(browser: Browser, site: Path) -> None:
    def printed(page: Page) -> tuple[bool, bool]:
        page.emulate_media(media="print")
        return page.locator("header").is_visible(), page.locator("h1").is_visible()

    shown = browser.ask(
        address(site, "claims/most-labs-fp8.html"), printed, home=site.as_uri() + "/"
    )
    assert shown == (False, True)
