"""A page of the tests' browser: it notes all that happens and loads nothing from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Dialog, Page, Request


class Seen(NamedTuple):
    """What happened while a page was open."""

    console: list[str]
    errors: list[str]
    dialogs: list[str]
    foreign: list[str]


class Tab(NamedTuple):
    """A page, what happens on it, and the address below which it may load (a list of one)."""

    page: Page
    seen: Seen
    home: list[str]


PATIENCE = 120_000
"""Milliseconds for a page to come: other tests run beside this one, some on every core."""


def opened(chromium: Any, scheme: str, width: int, height: int) -> Tab:
    """A new page with a profile of its own."""
    context: BrowserContext = chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    tab = Tab(context.new_page(), Seen([], [], [], []), [""])
    context.route("**/*", lambda route: _pass(route, tab.home[0]))
    context.on("request", lambda request: _note(request, tab))
    tab.page.on("framenavigated", lambda frame: _note_frame(frame.url, tab))
    _listen(tab.page, tab.seen)
    return tab


def _listen(page: Page, seen: Seen) -> None:
    page.on(
        "console",
        lambda said: seen.console.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("dialog", lambda box: _dismiss(box, seen))
    page.on("popup", lambda other: seen.dialogs.append(f"window: {other.url}"))
    page.on("download", lambda file: seen.dialogs.append(f"download: {file.url[:200]}"))
    page.on("websocket", lambda socket: seen.foreign.append(f"websocket {socket.url}"))


def _dismiss(box: Dialog, seen: Seen) -> None:
    seen.dialogs.append(f"{box.type}: {box.message}")
    box.dismiss()


def _pass(route: Any, home: str) -> None:
    """Let a request through or stop it; one for another page as if the visitor had stopped it."""
    if _is_home(route.request, home):
        route.continue_()
    else:
        route.abort("aborted" if route.request.is_navigation_request() else "failed")


def _note(request: Request, tab: Tab) -> None:
    if not _is_home(request, tab.home[0]):
        tab.seen.foreign.append(f"{request.resource_type} {request.url[:200]}")


def _note_frame(url: str, tab: Tab) -> None:
    """Frames with a page inside their address make no request."""
    if not url.startswith((tab.home[0], "about:", "blob:" + tab.home[0])):
        tab.seen.foreign.append(f"frame {url[:200]}")


def _is_home(request: Request, home: str) -> bool:
    """Whether a request stays at home; an image or font inside an address leaves nothing."""
    if request.url.startswith("data:"):
        return request.resource_type in ("image", "font")
    return request.url.startswith((home, "blob:" + home))


def home_of(url: str) -> str:
    """The folder of a file, the origin of any other page."""
    if url.startswith("file:"):
        return url.partition("#")[0].partition("?")[0].rpartition("/")[0] + "/"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"
