"""A real browser for tests: it opens a page and says everything that is wrong with it.

    def test_the_front_page_is_sound(browser: Browser, site: Path) -> None:
        for look in LOOKS:
            assert browser.visit((site / "index.html").as_uri(), look).problems() == []

A page may load what lies beside it (file) or comes from its own origin (http) and nothing else;
any other request is stopped before it leaves and reported. Playwright drives the system's Chromium
on a thread of its own, because its event loop must not run where tests run theirs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tests.browser_tab import Tab, home_of, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

T = TypeVar("T")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
WHY_NOT = (
    "no browser: install chromium (or set EVIDENCE_TEST_CHROMIUM to one) "
    "and the packages playwright and axe-playwright-python"
)
SAFE_SCHEMES = ("http:", "https:", "mailto:")
SETTLED_MS = 60
"""How long handlers that fire after loading (toggle, focus, animations) are given."""
SCRIPTS = Path(__file__).with_name("browser.js")


class Look(NamedTuple):
    """How a visitor looks at a page."""

    scheme: str = "light"
    width: int = 1280
    height: int = 900

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}"


DESK, NIGHT, PHONE = Look(), Look("dark"), Look("light", 360, 740)
LOOKS = (DESK, NIGHT, PHONE)


class Visit(NamedTuple):
    """Everything that a visit brought to light; an empty tuple is a sound page."""

    url: str
    console: tuple[str, ...]
    """Errors and warnings on the console; a content security policy speaks there too."""
    errors: tuple[str, ...]
    """Exceptions that no script caught."""
    dialogs: tuple[str, ...]
    """Dialogs, other windows and downloads that the page opened."""
    foreign: tuple[str, ...]
    """Requests to another host or scheme, or to a file that does not lie beside the page."""
    pwned: bool
    """Whether a payload ran: `window.__pwned` is set in the page or in one of its frames."""
    schemes: tuple[str, ...]
    """Links whose scheme, as the browser reads it, is neither of the web nor the page's own."""
    violations: tuple[str, ...]
    """What axe holds against it, each with the first element concerned."""
    overflow: tuple[str, ...]
    """Elements that stick out on the right, where the page scrolls sideways."""
    unreached: tuple[str, ...]
    """Links and controls that the Tab key does not reach, or without a visible focus."""

    def problems(self) -> list[str]:
        """All of it as lines, each with what it is about."""
        lists = self._asdict() | {"pwned": ["window.__pwned is set"] if self.pwned else []}
        return [f"{name}: {one}" for name, found in lists.items() if name != "url" for one in found]


class Browser:
    """One running Chromium; a page that something happened on is not used for another visit."""

    def __init__(self, program: str) -> None:
        self._thread = ThreadPoolExecutor(1, "browser")
        self._driver, self._chromium = self._thread.submit(_started, program).result()
        self._tabs: dict[Look, Tab] = {}

    def visit(
        self,
        url: str,
        look: Look = DESK,
        *,
        home: str | None = None,
        axe: bool = True,
        keyboard: bool = False,
        first: Callable[[Page], object] | None = None,
    ) -> Visit:
        """Open a page, let it settle and look at it.

        `home` is the address below which everything may be loaded, where that is not the page's
        own folder or origin; `keyboard` walks through it with the Tab key; `first` may click or
        type before it is judged.
        """

        def looked(tab: Tab) -> Visit:
            if first is not None:
                first(tab.page)
            tab.page.wait_for_timeout(SETTLED_MS)
            return _visit(tab, axe, keyboard)

        return self._on_page(url, look, home, looked)

    def ask(
        self,
        url: str,
        question: Callable[[Page], T],
        look: Look = DESK,
        *,
        home: str | None = None,
    ) -> T:
        """Open a page and put one question to it, such as the text that a script wrote."""
        return self._on_page(url, look, home, lambda tab: question(tab.page))

    def close(self) -> None:
        """Stop the browser and its driver."""
        self._thread.submit(self._chromium.close).result()
        self._thread.submit(self._driver.stop).result()
        self._thread.shutdown()

    def _on_page(self, url: str, look: Look, home: str | None, use: Callable[[Tab], T]) -> T:
        def used() -> T:
            tab = self._tabs.pop(look, None) or opened(self._chromium, *look)
            tab.home[:] = [home or home_of(url)]
            try:
                tab.page.goto(url, wait_until="load")
                answer = use(tab)
                self._leave(tab, look)
            except BaseException:
                tab.page.context.close()
                raise
            return answer

        return self._thread.submit(used).result()

    def _leave(self, tab: Tab, look: Look) -> None:
        """Keep a page for the next visit, as it was at first, unless anything happened."""
        if any(tab.seen):
            tab.page.context.close()
            return
        _asked(tab.page, "forget")
        tab.page.context.clear_cookies()
        tab.page.emulate_media(media="screen")
        tab.page.goto("about:blank")
        self._tabs[look] = tab


def program() -> str | None:
    """The Chromium to run, or None where it or what drives it is missing."""
    if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        return None
    chosen = os.environ.get("EVIDENCE_TEST_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, NAMES)), None)


def _started(chromium: str) -> tuple[Playwright, Any]:
    from playwright.sync_api import sync_playwright

    driver = sync_playwright().start()
    return driver, driver.chromium.launch(executable_path=chromium, args=list(SWITCHES))


def _visit(tab: Tab, axe: bool, keyboard: bool) -> Visit:
    page = tab.page
    own = (*SAFE_SCHEMES, page.url.partition(":")[0] + ":")
    pwned = any(frame.evaluate("() => '__pwned' in window") for frame in page.frames)
    schemes = [address for address in _asked(page, "addresses") if not address.startswith(own)]
    return Visit(
        page.url,
        overflow=tuple(_asked(page, "overflow")),
        violations=tuple(_violations(page)) if axe else (),
        unreached=tuple(_unreached(page)) if keyboard else (),
        pwned=pwned,
        schemes=tuple(schemes),
        **{name: tuple(found) for name, found in tab.seen._asdict().items()},
    )


@cache
def _scripts() -> str:
    return SCRIPTS.read_text()


def _asked(page: Page, question: str, *arguments: object) -> Any:
    """The answer of one function of browser.js; no policy of the page stands in its way."""
    return page.evaluate(f"(given) => {{ {_scripts()}\nreturn {question}(...given) }}", arguments)


@cache
def _axe() -> str:
    import axe_playwright_python

    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()


def _violations(page: Page) -> Iterator[str]:
    page.evaluate(_axe())
    found: Mapping[str, Any] = page.evaluate("() => axe.run({preload: false})")
    for one in found["violations"]:
        nodes = one["nodes"]
        yield f"{one['id']}: {one['help']}: {nodes[0]['html'][:160]} ({len(nodes)} in all)"


def _unreached(page: Page) -> Iterator[str]:
    """Walk from the top with Tab until the focus leaves the page."""
    wanted: int = _asked(page, "rememberControls")
    for _ in range(2 * wanted + 20):
        page.keyboard.press("Tab")
        if not _asked(page, "noteFocus"):
            break
    yield from _asked(page, "missedControls")
