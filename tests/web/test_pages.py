"""Every page of the site is there live, keeps the day, and is to be had as JSON."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from evidence.cli.root import run
from evidence.reports.site.paths import reference_of
from evidence.workspace import Workspace
from tests.conftest import ENGINES, NewDatabase
from tests.web.fetching import HOST, KEY, Site, links

START = f"{HOST}/{KEY}/index.html"
DAYS = (
    "",
    *(
        f"?as-of={day}"
        for day in ("2023", "2024-06", "2024-12-31", "2025-01-15", "2025-04", "2026")
    ),
)


def test_two_thousand_requests_find_every_page_and_leave_the_file_as_it_was(
    thread_database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "evidence.db"
    shutil.copy(thread_database, path)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    site = Site(path)
    waiting = [f"{START}{day}" for day in DAYS]
    seen = dict.fromkeys(waiting)

    for url in waiting:
        (answer,) = site.fetch([url])
        assert answer.status_code == 200, url
        if url.partition("?")[0].endswith(".html"):
            for href in links(answer.text):
                found = str(answer.url.join(href).copy_with(fragment=None))
                if found not in seen:
                    seen[found] = None
                    waiting.append(found)

    print(f"{len(seen)} requests")
    assert len(seen) >= 2_000
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    listed = set(Workspace(str(path)).slugs("claims"))
    assert {f"{HOST}/{KEY}/claims/{slug}.json" for slug in listed} <= seen.keys()


SAME = {
    "index.json": ("status",),
    "claims/most-labs-fp8.json": ("explain", "most-labs-fp8"),
    "claims/deepseek-v3-compute-4e24-6e24.json": ("explain", "deepseek-v3-compute-4e24-6e24"),
    "models/deepseek-v3.json": ("show", "model:deepseek-v3"),
    "organizations/deepseek.json": ("show", "organization:deepseek"),
    "sources/deepseek-v3-report.json": ("show", "source:deepseek-v3-report"),
    "models.json": ("list", "models"),
    "hardware.json": ("list", "hardware"),
    "sources.json": ("list", "sources"),
    "search.json?q=fp8": ("search", "fp8"),
    "index.json?as-of=2024-12": ("status", "--as-of", "2024-12"),
    "claims/most-labs-fp8.json?as-of=2023": ("explain", "most-labs-fp8", "--as-of", "2023"),
    "index.json?tag=precision": ("status", "--tag", "precision"),
    "index.json?status=supported": ("status", "--status", "supported"),
}


@pytest.mark.parametrize("path", SAME)
def test_a_page_as_json_is_what_the_command_prints(
    seeds: Site, thread_database: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", str(thread_database), *SAME[path], "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)

    answer = seeds.get(path)

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == printed


@pytest.mark.parametrize("form", ["claims/most-labs-fp8.json", "reading.json", "search.json"])
def test_json_says_its_schema(seeds: Site, form: str) -> None:
    assert seeds.get(form).json()["schema"] == 1


@pytest.mark.parametrize(
    "path", ["index.html", "claims/most-labs-fp8.html", "models/deepseek-v3.html", "sources.html"]
)
def test_every_link_and_every_form_keeps_the_day(seeds: Site, path: str) -> None:
    days = "as-of=2025-01-15&known-at=2026-12-01"
    page = seeds.get(f"{path}?{days}").text
    inside = [href for href in links(page) if not href.endswith((".css", ".js"))]

    assert "What was public on <strong>2025-01-15</strong>" in page
    assert len(inside) > 8
    assert [href for href in inside if days not in href] == []
    search = page.partition('role="search"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="as-of" value="2025-01-15">' in search
    assert '<input type="hidden" name="known-at" value="2026-12-01">' in search


def test_today_is_left_out_of_addresses(seeds: Site) -> None:
    assert not [href for href in links(seeds.get("index.html").text) if "as-of" in href]


def test_the_slider_offers_the_days_on_which_a_claim_moved_and_goes_there_without_a_script(
    seeds: Site, thread_database: Path
) -> None:
    moved = [p.date for p in Workspace(str(thread_database)).timeline("most-labs-fp8")]
    page = seeds.get("claims/most-labs-fp8.html").text

    assert len(moved) > 3
    for step, day in enumerate(moved):
        assert f'<option value="{step}" label="{day}">' in page
        there = seeds.get(f"claims/most-labs-fp8.html?step={step}").text
        assert there == seeds.get(f"claims/most-labs-fp8.html?as-of={day}").text


def test_a_step_is_counted_among_the_days_of_the_page_it_was_asked_from(seeds: Site) -> None:
    page = seeds.get("claims/most-labs-fp8.html?as-of=2020-01-01").text
    assert '<option value="0" label="2020-01-01">' in page

    second = seeds.get("claims/most-labs-fp8.html?as-of=2020-01-01&step=1")
    first = seeds.get("claims/most-labs-fp8.html?step=0")
    assert second.text == first.text


ALL = "index.json"
CHOICES: dict[str, Any] = {
    "kind=quantity": lambda c: c["kind"] == "quantity",
    "status=supported&kind=statement": lambda c: (
        c["status"] == "supported" and c["kind"] == "statement"
    ),
    "text=DeepSeek+experts": lambda c: all(
        w in (c["statement"] + " " + c["claim"]).lower() for w in ("deepseek", "experts")
    ),
    "text=no+such+words+at+all": lambda c: False,
    "as-of=2024-12-31&status=insufficient+evidence": lambda c: (
        c["status"] == "insufficient evidence"
    ),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_the_list_of_claims_is_narrowed_as_asked(seeds: Site, choice: str) -> None:
    day = choice.partition("&")[0] if choice.startswith("as-of") else ""
    every = seeds.get(f"{ALL}?{day}").json()["claims"]
    wanted = [c["claim"] for c in every if CHOICES[choice](c)]

    assert [c["claim"] for c in seeds.get(f"index.json?{choice}").json()["claims"]] == wanted
    page = seeds.get(f"index.html?{choice}").text
    assert listed(page) == wanted
    assert f"{len(wanted)} claims" in page if wanted else "No claim fits." in page


def listed(page: str) -> list[str]:
    """The claims in the table of a page, in order."""
    paths = (href.partition("?")[0] for href in links(page.partition("<tbody>")[2]))
    found = (reference_of(path) for path in paths if path.endswith(".html"))
    return [name.partition(":")[2] for name, _, _ in filter(None, found) if "claim:" in name]


ORDERS: dict[str, Any] = {
    "name": lambda c: c["claim"],
    "probability": lambda c: -c["probability"],
    "-probability": lambda c: c["probability"],
    "uncertain": lambda c: abs(c["probability"] - 0.5),
}


@pytest.mark.parametrize("order", ORDERS)
def test_the_list_of_claims_is_sorted_as_asked(seeds: Site, order: str) -> None:
    every = {c["claim"]: c for c in seeds.get(ALL).json()["claims"]}
    page = seeds.get(f"index.html?sort={order}").text
    values = [ORDERS[order](every[slug]) for slug in listed(page)]

    assert len(values) == len(every)
    assert values == sorted(values)
    assert f'<option value="{order}" selected>' in page


def test_the_filters_and_the_words_searched_for_stay_in_their_forms(seeds: Site) -> None:
    page = seeds.get("index.html?text=%22%3E%3Cb%3E&kind=quantity&as-of=2025").text
    assert 'value="&#34;&gt;&lt;b&gt;"' in page
    assert "<option selected>quantity</option>" in page
    assert "<b>" not in page

    found = seeds.get("search.html?q=%22%3E%3Cb%3E").text
    assert found.count('value="&#34;&gt;&lt;b&gt;"') == 2
    assert "<b>" not in found


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("fp8 labs", "claims/most-labs-fp8.html"),
        ("h800", "hardware/h800-sxm.html"),
        ("DEEPSEEK technical", "sources/deepseek-v3-report.html"),
        ("14.8", "models/deepseek-v3.html"),
        ("leading US labs have been doing", "claims/most-labs-fp8.html"),
    ],
)
def test_a_search_leads_to_what_has_the_words(seeds: Site, words: str, leads: str) -> None:
    page = seeds.get(f"search.html?q={words}&as-of=2025-01-15").text

    assert f"{leads}?as-of=2025-01-15" in links(page.partition("<main")[2])


def test_a_search_for_nothing_and_one_that_finds_nothing_say_so(seeds: Site) -> None:
    assert "Words of a claim" in seeds.get("search.html?q=+").text
    assert "0 answers to “zyzzyva”" in seeds.get("search.html?q=zyzzyva").text


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_written_meanwhile_is_shown_at_once(
    request: pytest.FixtureRequest, new_database: NewDatabase, engine: str
) -> None:
    workspace = Workspace(new_database(engine).target)
    site = Site(workspace.location.target)
    assert "No claim fits." in site.get("index.html").text

    workspace.add("sources", slug="a", kind="preprint", published="2025-01-01", party="x")
    workspace.add("claims", slug="b", kind="statement", statement="Water is wet")
    assert "insufficient evidence" in site.get("index.html").text

    workspace.log("b", source="a", stance="supports", strength="conclusive", quote="q", locator="p")
    assert "0.50" not in site.get("index.html").text
    assert site.get("claims/b.html?as-of=2024").text.count("insufficient evidence") > 0
    assert [c["claim"] for c in site.get("index.json").json()["claims"]] == ["b"]


def test_a_day_before_anything_was_recorded_has_no_pages(seeds: Site) -> None:
    assert "No claim fits." in seeds.get("index.html?known-at=2001-01-01").text
    assert seeds.get("claims/most-labs-fp8.html?known-at=2001-01-01").status_code == 404
