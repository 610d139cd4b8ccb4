"""In a real browser no payload runs, opens anything, asks for anything or becomes an element."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from tests.browser import Browser
from tests.injection.conftest import Both
from tests.injection.corpus import SINKS
from tests.injection.hostile import harmless
from tests.injection.in_browser import check_pages, spread
from tests.injection.outputs import OUTPUTS, Output

PAGES = [output for output in OUTPUTS if output.target.endswith((".html", "site"))]


@pytest.mark.parametrize("output", PAGES, ids=lambda output: output.target)
def test_a_page_full_of_payloads_is_only_a_page(
    browser: Browser, outputs: Both, output: Output
) -> None:
    pair = outputs(output)
    within = "" if output.target in pair.hostile else output.target
    homes = [folder / within for folder in (pair.hostile_folder, pair.harmless_folder)]
    names = spread(name for name in pair.hostile if name.endswith(".html"))
    pairs = [((homes[0] / name).as_uri(), (homes[1] / name).as_uri()) for name in names]

    assert pairs
    wrong = check_pages(browser, pairs, homes[0].as_uri())
    assert not wrong, "\n".join(wrong[:40])


HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title>
<style>p { overflow-wrap: anywhere }</style>"""


def page(path: Path, texts: tuple[str, ...], shown: Callable[[str], str]) -> str:
    """The address of a page that shows texts, in elements and in attributes."""
    lines = (f'<p title="{shown(text)}">{shown(text)}</p>' for text in texts)
    path.write_text(HEAD + "".join(lines), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("sink", SINKS)
def test_the_payloads_do_nothing_where_they_are_escaped(
    browser: Browser, tmp_path: Path, sink: str
) -> None:
    texts = SINKS[sink]
    twin = page(tmp_path / "twin.html", tuple(map(harmless, texts)), escape)

    assert check_pages(browser, [(page(tmp_path / "x.html", texts, escape), twin)]) == []


@pytest.mark.parametrize("sink", ["html", "attributes", "data", "markdown", "schemes"])
def test_they_are_found_where_they_are_not(browser: Browser, tmp_path: Path, sink: str) -> None:
    texts = SINKS[sink]
    twin = page(tmp_path / "twin.html", tuple(map(harmless, texts)), escape)

    assert check_pages(browser, [(page(tmp_path / "x.html", texts, str), twin)])


def test_most_payloads_of_html_act_when_they_stand_alone(browser: Browser, tmp_path: Path) -> None:
    """The corpus is worth as much as its payloads are sharp."""
    chosen = SINKS["html"][::4]
    active = [
        text
        for text in chosen
        if browser.visit(page(tmp_path / "x.html", (text,), str), axe=False).problems()
    ]

    assert len(active) > len(chosen) / 2
    print(f"{len(active)} of {len(chosen)} payloads act in a browser")
