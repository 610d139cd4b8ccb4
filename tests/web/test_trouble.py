"""Whatever an address says and whatever state the database is in: one plain sentence."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from evidence.store.schema import create
from evidence.workspace import Workspace
from tests.conftest import ENGINES, NewDatabase
from tests.web.fetching import Site

LONG = "x" * 50_000
ASKED = {
    "index.html?as-of=banana": (400, "'banana' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD."),
    "index.html?as-of=2025-02-30": (
        400,
        "'2025-02-30' is not a date: that month has 28 days.",
    ),
    "index.html?known-at=-1": (400, "'-1' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD."),
    "index.html?sort=banana": (
        400,
        "Claims cannot be sorted by 'banana': sort by name, probability, -probability, uncertain.",
    ),
    "index.html?step=99999": (400, "The slider has no step 99999: write a date as as-of."),
    "index.html?step=-1": (400, "'-1' is no step of the slider: write a date as as-of."),
    "index.html?step=²": (400, "'²' is no step of the slider: write a date as as-of."),
    f"search.html?q={LONG}": (400, "'q' has 50000 characters: give at most 1000."),
    f"index.html?as-of={LONG}": (400, "'as-of' has 50000 characters: give at most 1000."),
    "search.html?q=%00": (400, "'q' holds a character that no text holds: leave it out."),
    "index~999999.html": (404, "This page has no part 999999: it ends with part 1."),
    "index~0.html": (404, "There is no such page: see the lists."),
    f"index~{'9' * 5000}.html": (404, "There is no such page: see the lists."),
    "claims/no-such-claim.html": (404, "Nothing is called 'claim:no-such-claim': see the lists."),
    "nothing.html": (404, "Nothing is called 'nothing': see the lists."),
    f"claims/{LONG}.html": (404, "There is no such page: see the lists."),
    "claims/..%2f..%2fetc%2fpasswd": (404, "There is no such page: see the lists."),
    "/evil.example/index.html": (404, "There is no such page: see the lists."),
    "claims/%0d%0aSet-Cookie:a=b.html": (404, "There is no such page: see the lists."),
    "claims/%ff%fe.html": (404, "There is no such page: see the lists."),
    "evidence.db": (404, "There is no such page: see the lists."),
    "claims/": (404, "There is no such page: see the lists."),
    "page.html": (404, "Nothing is called 'page': see the lists."),
    "site.js": (404, "There is no such page: see the lists."),
}


@pytest.mark.parametrize("path", ASKED, ids=lambda path: path[:40])
def test_an_address_that_is_not_understood_is_answered_in_one_sentence(
    seeds: Site, path: str
) -> None:
    status, sentence = ASKED[path]
    answer = seeds.get(path)

    (said,) = re.findall(r'<p class="lead">(.*?)</p>', answer.text)
    assert answer.status_code == status
    assert html.unescape(said).endswith(sentence)
    assert not {"location", "set-cookie"} & answer.headers.keys()


@pytest.mark.parametrize(
    "path", ["index.html?part=999999999", "index.html?unknown=%ff", "search.html?q=%ff%c3%28"]
)
def test_what_means_nothing_is_passed_over(seeds: Site, path: str) -> None:
    assert seeds.get(path).status_code == 200


def test_trouble_in_json_is_told_as_commands_tell_it(seeds: Site) -> None:
    answer = seeds.get("claims/most-labs-fp8.json?as-of=banana")

    assert answer.status_code == 400
    message = "'banana' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
    assert answer.json() == {"error": {"code": "invalid", "message": message, "hint": ""}}


def test_a_long_wrong_value_is_not_repeated_at_length(seeds: Site) -> None:
    assert len(seeds.get(f"index.html?as-of={'y' * 1000}").text) < 5_000
    assert len(seeds.get(f"index.html?sort={'y' * 1000}").text) < 5_000


def test_a_database_that_is_not_there_is_told_and_found_once_it_is(tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    site = Site(path)
    told = site.get("index.html")
    assert told.status_code == 503
    assert f"There is no database at {path}: run `evidence init`." in html.unescape(told.text)
    assert site.get("index.json").json()["error"]["code"] == "unavailable"

    Workspace(str(path)).create()
    assert site.get("index.html").status_code == 200

    path.unlink()
    assert site.get("index.html").status_code == 503


@pytest.mark.parametrize("engine", ENGINES)
def test_a_database_without_its_tables_is_told(blank: NewDatabase, engine: str) -> None:
    location = blank(engine)
    if engine == "sqlite":
        Path(location.path).touch()
    site = Site(location.target)

    told = site.get("claims/a.html")
    assert told.status_code == 503
    assert "is empty: run `evidence init`." in told.text
    assert site.get("index.json").json()["error"]["code"] == "migration_needed"

    create(location)
    assert site.get("index.html").status_code == 200


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    path.write_text("these are words, and many of them, so that they fill a page\n" * 100)

    told = Site(path).get("index.html")
    assert told.status_code == 503
    assert "is not a database" in told.text


def test_a_defect_is_told_without_its_details(seeds: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVIDENCE_DEBUG", raising=False)
    monkeypatch.setattr("evidence.web.view.moving", lambda *_: 1 / 0)
    told = seeds.get("index.html")

    assert told.status_code == 500
    assert "A defect of this program: ZeroDivisionError." in told.text
