"""The browser of the tests finds each fault that is planted on a small page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import DESK, LOOKS, NIGHT, PHONE, Browser, Look

SOUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="beside.css">
{head}</head><body><main><h1>A page</h1><p>Some <a href="#end">words</a>.</p>{body}
<button type="button" id="end">Press</button></main></body></html>"""

STYLE = """:root { color: #111; background: #fff }
@media (prefers-color-scheme: dark) { :root { color: #eee; background: #111 } a { color: #8cf } }
"""
if TYPE_CHECKING:
    from playwright.sync_api import Page

NewPage = Callable[..., str]


@pytest.fixture
def page(tmp_path: Path) -> NewPage:
    """Writes a page and gives its address."""

    def written(body: str = "", head: str = "") -> str:
        (tmp_path / "beside.css").write_text(STYLE)
        path = tmp_path / "index.html"
        path.write_text(SOUND.format(body=body, head=head), "utf-8")
        return path.as_uri()

    return written


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a server over the folder whose pages forbid every script and style."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'")
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_is_wrong_with_a_sound_page(browser: Browser, page: NewPage, look: Look) -> None:
    assert browser.visit(page(), look, keyboard=True).problems() == []


def test_a_page_under_a_strict_policy_is_looked_at_all_the_same(
    browser: Browser, page: NewPage, served: str
) -> None:
    page('<img src="beside.css">')
    visit = browser.visit(served, keyboard=True)

    assert [line.partition(":")[0] for line in visit.violations] == ["image-alt"]
    assert any("Content Security Policy" in line for line in visit.console)
    assert visit.unreached == visit.foreign == ()


FAULTS = {
    "console": ["<script>console.error('oh')</script>", "<img src='missing.png' alt='x'>"],
    "errors": ["<script>throw new Error('oh')</script>"],
    "dialogs": [
        "<script>alert(1)</script>",
        "<script>confirm(1)</script>",
        "<script>window.open('about:blank')</script>",
    ],
    "foreign": [
        "<img src='https://canary.invalid/x.png' alt='x'>",
        "<img src='//canary.invalid/x.png' alt='x'>",
        "<script src='http://127.0.0.1:9/x.js'></script>",
        "<img src='../../elsewhere.png' alt='x'>",
        "<script>fetch('https://canary.invalid/')</script>",
        "<script>new WebSocket('wss://canary.invalid/')</script>",
        "<style>@import url(https://canary.invalid/x.css);</style>",
        "<meta http-equiv='refresh' content='0;url=https://canary.invalid/'>",
        "<iframe title='x' src='https://canary.invalid/'></iframe>",
        "<iframe title='x' src='data:text/html,<p>x'></iframe>",
    ],
    "pwned": [
        "<script>window.__pwned = 1</script>",
        "<img src=x onerror='window.__pwned=1' alt='x'>",
        "<details open ontoggle='window.__pwned=1'><summary>x</summary>x</details>",
        "<input autofocus onfocus='window.__pwned=1' aria-label='x'>",
        "<iframe title='x' srcdoc='<script>window.__pwned=1</script>'></iframe>",
    ],
    "schemes": [
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='JaVa\tScript:alert(1)'>x</a>",
        "<a href='&#1;java&#10;script:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<form action='javascript:alert(1)'><button>x</button></form>",
        "<svg><a href='javascript:alert(1)'><text>x</text></a></svg>",
    ],
    "violations": [
        "<img src='beside.css'>",
        "<p style='color: #ccc; background: #ddd'>faint</p>",
        "<input>",
    ],
    "overflow": ["<div style='width: 3000px'>wide</div>", f"<p>{'x' * 2000}</p>"],
    "unreached": [
        "<a href='#end' tabindex='-1'>skipped</a>",
        "<style>a:focus { outline: none }</style>",
    ],
}
"""Pages that have a fault, by where it must turn up."""


@pytest.mark.parametrize(("kind", "body"), [(k, b) for k, many in FAULTS.items() for b in many])
def test_a_planted_fault_is_found(browser: Browser, page: NewPage, kind: str, body: str) -> None:
    visit = browser.visit(page(body), axe=kind == "violations", keyboard=kind == "unreached")

    assert getattr(visit, kind)
    assert any(line.startswith(kind) for line in visit.problems())


def test_the_colour_scheme_and_the_width_are_those_of_the_look(
    browser: Browser, page: NewPage
) -> None:
    dark = "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #444 } }"
    wide = "<style>@media (max-width: 400px) { p { width: 500px } }"

    assert browser.visit(page(f"{dark}</style>"), NIGHT).violations
    assert not browser.visit(page(f"{dark}</style>"), DESK).violations
    assert browser.visit(page(f"{wide}</style>"), PHONE, axe=False).overflow
    assert not browser.visit(page(f"{wide}</style>"), DESK, axe=False).overflow


def test_what_is_done_first_is_judged(browser: Browser, page: NewPage) -> None:
    address = page("<button onclick='window.__pwned=1'>trap</button>")

    def press(opened: Page) -> None:
        opened.get_by_text("trap").click()

    assert not browser.visit(address, axe=False).pwned
    assert browser.visit(address, axe=False, first=press).pwned


def test_a_question_is_put_to_the_page_as_scripts_left_it(browser: Browser, page: NewPage) -> None:
    address = page("<script>document.title = 'written'</script>")

    assert browser.ask(address, lambda opened: opened.title()) == "written"


def test_nothing_of_one_visit_is_left_for_the_next(browser: Browser, page: NewPage) -> None:
    browser.visit(page("<script>window.__pwned = 1; localStorage.dark = 1</script>"), axe=False)
    browser.visit(page("<script>alert(1)</script>"), axe=False)
    kept = page("<script>if (localStorage.dark) throw new Error('remembered')</script>")

    assert browser.visit(kept).problems() == []


def test_a_page_that_was_printed_is_on_a_screen_for_the_next_visit(
    browser: Browser, page: NewPage
) -> None:
    url = page()
    browser.ask(url, lambda open_page: open_page.emulate_media(media="print"))

    assert browser.ask(url, lambda open_page: open_page.evaluate("matchMedia('screen').matches"))


def test_event_loops_of_other_tests_still_run(browser: Browser, page: NewPage) -> None:
    import asyncio

    browser.visit(page())

    async def nothing() -> int:
        return 3

    assert asyncio.run(nothing()) == 3
