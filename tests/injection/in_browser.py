"""The same question put to a real browser: is a page full of payloads more than its twin?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tests.browser import Browser
from tests.injection.comparing import differences

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 40
"""Pages of one output that are opened; the checks of the text have seen all of them."""
SHAPE = """() => [...document.querySelectorAll('*')].flatMap((one) =>
  [one.localName, ...one.getAttributeNames().map((name) => one.localName + ' ' + name)])"""
"""Elements and attributes as the browser understood them."""


def check_pages(
    browser: Browser, pages: Iterable[tuple[str, str]], home: str | None = None
) -> list[str]:
    """What is wrong with pages, given as pairs of addresses: the hostile one and its twin's.

    Nothing runs, opens or is requested, nothing is said on the console, no link leads anywhere but
    to the web, and both have the same elements.
    """
    return [line for pair in pages for line in _check(browser, *pair, home)]


def spread(names: Iterable[str], most: int = MOST) -> list[str]:
    """So many of the names at most, evenly spread over all of them.

    >>> spread("abcdefghij", 5)
    ['a', 'c', 'e', 'g', 'i']
    """
    listed = sorted(names)
    step = -(-len(listed) // most)
    return listed[:: max(1, step)]


def _check(browser: Browser, hostile: str, harmless: str, home: str | None) -> Iterator[str]:
    shapes: list[list[str]] = []
    maybe = ("a", *_LINK)

    def keep(page: Page) -> None:
        shapes.append(page.evaluate(SHAPE))

    yield from browser.visit(hostile, home=home, axe=False, first=keep).problems()
    browser.ask(harmless, keep)
    yield from (f"{hostile}: {line}" for line in differences(shapes[0], shapes[1], maybe))


_LINK = ("a href", "a rel", "a class", "a title", "a target")
