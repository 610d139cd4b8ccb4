"""The server's pages: what records hold and what an address asks for stay text."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from evidence.workspace import Workspace
from tests.browser import Browser
from tests.injection.corpus import REFUSED, TEXTS
from tests.injection.hostile import FEW, Twins
from tests.injection.in_browser import check_pages
from tests.injection.outputs import check_files

KINDS = ("claims", "sources", "models", "hardware", "clusters", "organizations", "laws")
PATHS = (
    "index.html",
    "search.html",
    *(f"{kind}.html" for kind in KINDS[1:]),
    *(f"{kind}/{kind[0]}-{n}.html" for kind in KINDS[1:] for n in range(0, len(FEW), 4)),
    *(f"claims/claim-{n}.html" for n in range(len(FEW))),
)
QUERIES = (
    "search.html?text={}",
    "index.html?text={}",
    "index.html?tag={}",
    "claims/claim-1.html?as_of={}",
)


def answers(database: Path) -> dict[str, bytes]:
    from evidence.reports.html import drawing
    from evidence.web.view import View

    view = View(Workspace(str(database)), drawing())
    found = {path: view.answer(path, {}) for path in PATHS}
    assert {answer.status for answer in found.values()} == {200}
    return {path: answer.body.encode() for path, answer in found.items()}


def test_the_pages_of_a_server_have_the_shape_of_their_twins(few_twins: Twins) -> None:
    wrong = check_files("server", answers(few_twins.hostile), answers(few_twins.harmless))

    assert not wrong, "\n".join(wrong[:40])


def test_what_an_address_asks_for_stays_text(few_twins: Twins) -> None:
    """Asked of the twin, which holds none of it: the answers differ in what was asked alone."""
    from evidence.reports.html import drawing
    from evidence.web.view import View

    view = View(Workspace(str(few_twins.harmless)), drawing())
    passed = [text for text in REFUSED if not re.search("[\0\ud800-\udfff]", text)]
    wrong = []
    for query in QUERIES:
        path, _, name = query.removesuffix("={}").partition("?")
        plain = view.answer(path, {name: "letters"})
        for text in (*TEXTS[1::5], *passed):
            answer = view.answer(path, {name: text})
            bodies = [{"x.html": one.body.encode()} for one in (answer, plain)]
            wrong += [f"{query} {text!a}: {line}" for line in check_files("asked", *bodies)]
            assert answer.status in (200, 400, 404), (query, text)

    assert not wrong, "\n".join(wrong[:40])


@contextmanager
def serving(database: Path) -> Iterator[str]:
    """The address of a running server."""
    with subprocess.Popen(
        [sys.executable, "-m", "evidence", "--db", str(database), "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            for line in process.stdout:
                found = re.search(r"http://\S+", line)
                if found:
                    yield found[0].rpartition("/")[0] + "/"
                    break
        finally:
            process.terminate()


def test_the_pages_of_a_server_do_nothing_in_a_browser(browser: Browser, few_twins: Twins) -> None:
    asked = [query.replace("{}", quote(text, safe="")) for query in QUERIES for text in TEXTS[::60]]
    with serving(few_twins.hostile) as ours, serving(few_twins.harmless) as theirs:
        wrong = check_pages(browser, [(ours + path, theirs + path) for path in PATHS[::8]])
        for path in asked:
            visit = browser.visit(theirs + path, axe=False)
            wrong += [line for line in visit.problems() if "404 (Not Found)" not in line]

    assert not wrong, "\n".join(wrong[:40])
