"""No text of a record becomes more than text in anything that the live view answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidence.reports.site.parts import parts
from tests.injection.hostile import Twins
from tests.injection.outputs import Files, check_files
from tests.web.fetching import Site, links

LISTS = ("models", "hardware", "clusters", "organizations", "laws", "sources", "reading")
ASKED = ("index", "search?q=claim-1", "search?q=no+such+words")
OF_EACH = 12
"""Pages of each folder that are looked at; all come from the same few renderers."""


def _answers(database: Path) -> Files:
    """The lists, some pages of each kind, and all of them as JSON, by their path."""
    site = Site(database)
    paths = [_path(name, form) for name in (*LISTS, *ASKED) for form in ("html", "json")]
    for name in (*LISTS[:-1], "index"):
        text = site.get(f"{name}.html").text.partition("<tbody>")[2]
        inside = [href for href in dict.fromkeys(links(text)) if re.match(r"[a-z]+/", href)]
        for href in inside[:OF_EACH]:
            paths += [href, href.replace(".html", ".json")]
    answers = {path: site.get(path) for path in dict.fromkeys(paths)}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {_file(path): answer.content for path, answer in answers.items()}


def _path(name: str, form: str) -> str:
    page, mark, query = name.partition("?")
    return f"{page}.{form}{mark}{query}"


def _file(path: str) -> str:
    page, mark, query = path.partition("?")
    return f"{query.replace('=', '-').replace('+', '-')}.{page}" if mark else page


def test_live_pages_full_of_payloads_have_the_shape_of_their_harmless_twins(
    twins: Twins, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Texts of other lengths divide a page at other places, and their parts cannot be compared.
    monkeypatch.setattr("evidence.web.framing.parts", lambda page: parts(page, 10**9))
    hostile, harmless = _answers(twins.hostile), _answers(twins.harmless)

    print(f"{len(hostile)} answers")
    assert len(hostile) > 100
    wrong = check_files("server", hostile, harmless)
    assert not wrong, "\n".join(wrong)
