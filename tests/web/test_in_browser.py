"""The live pages in a real browser: sound in every look, and to be used without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import LOOKS, PHONE, Browser, Look
from tests.web.conftest import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "index.html?as-of=2025-01-15",
    "claims/most-labs-fp8.html",
    "claims/deepseek-v3-compute-4e24-6e24.html?as-of=2025-01",
    "models/deepseek-v3.html?known-at=2030",
    "search.html?q=fp8",
)


def at(served: Served, path: str) -> str:
    return served.url.replace("index.html", path)


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(browser: Browser, served: Served, path: str, look: Look) -> None:
    visit = browser.visit(at(served, path), look, keyboard=look == PHONE)

    assert visit.problems() == []


def test_the_slider_is_moved_by_the_keyboard_and_keeps_the_focus(
    browser: Browser, served: Served
) -> None:
    def moved(page: Page) -> list[str]:
        slider = page.get_by_label("As it stood on")
        slider.focus()
        days = [slider.get_attribute("aria-valuetext") or ""]
        for _ in range(2):
            page.keyboard.press("ArrowLeft")
            page.wait_for_url(lambda url, day=days[-1]: asked_for(url) not in ("", day))
            days.append(page.locator("#shown").inner_text())
            assert asked_for(page.url) == days[-1]
        return days

    last, before, again = browser.ask(at(served, "claims/most-labs-fp8.html"), moved)

    assert again < before < last


def asked_for(url: str) -> str:
    """The day that an address asks for, nothing where it asks for none."""
    return url.partition("?as-of=")[2]


def test_any_other_day_is_asked_for_by_its_date_and_empty_fields_stay_out_of_the_address(
    browser: Browser, served: Served
) -> None:
    def asked(page: Page) -> str:
        page.get_by_text("Any other day").press("Enter")
        page.get_by_label("public until", exact=True).fill("2024-12-31")
        page.get_by_label("public until", exact=True).press("Enter")
        page.wait_for_url("**2024-12-31*")
        page.get_by_label("kind").select_option("quantity")
        page.get_by_label("sort by").select_option("uncertain")
        page.get_by_role("button", name="Filter").click()
        page.wait_for_url("**kind=quantity*")
        return page.url.partition("?")[2]

    query = browser.ask(served.url, asked)

    assert query == "as-of=2024-12-31&kind=quantity&sort=uncertain"


def test_a_search_leads_on_and_the_day_goes_along(browser: Browser, served: Served) -> None:
    def asked(page: Page) -> tuple[str, str]:
        page.get_by_label("Search").fill("most leading labs")
        page.get_by_label("Search").press("Enter")
        page.wait_for_url("**search.html*")
        page.get_by_role("link", name="Most leading LLM labs train their").first.click()
        page.wait_for_url("**claims/*")
        return page.url, page.locator("#shown").inner_text()

    url, day = browser.ask(f"{served.url}?as-of=2025-01-15", asked)

    assert url.endswith("claims/most-labs-fp8.html?as-of=2025-01-15")
    assert day == "2025-01-15"
