"""What every format of a report holds, whatever it is written as."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from html.parser import HTMLParser

import pytest

from evidence.core.spreadsheet_cells import unguarded
from evidence.reports.formats import FORMATS
from tests.core.building import TODAY
from tests.reports.examples import CLAIMS, report

TEXT = ("markdown", "html", "latex")
"""The formats that are read as pages."""


def plain(rendered: str) -> str:
    """A page as a reader sees it: no elements, no escapes, no line breaks."""
    words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", rendered, flags=re.DOTALL)
    return " ".join(re.sub(r"[\\{}*`]|textbf|emph|texttt", "", words).split())


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_bytes_and_ends_with_a_newline(form: str) -> None:
    text = FORMATS[form].render(report("plain"))

    assert text == FORMATS[form].render(report("plain"))
    assert text.endswith("\n")


@pytest.mark.parametrize("form", TEXT)
@pytest.mark.parametrize(
    "told",
    [
        "Why",
        "What speaks for it",
        "What speaks against it",
        "The number by every route",
        "The roll call",
        "Over time",
        "What has changed",
        "On 2024-06-01 it stood at",
        "What would change it",
        "Open questions",
        "Change log",
        "plain (2 items of evidence added)",
        "Notes",
        "How to read this",
        "log entry 7",
        TODAY,
    ],
)
def test_a_page_tells_all_that_a_stranger_needs(form: str, told: str) -> None:
    assert told in plain(FORMATS[form].render(report("plain")))


@pytest.mark.parametrize("form", TEXT)
def test_a_quote_stands_with_its_place_its_day_and_its_weight(form: str) -> None:
    text = plain(FORMATS[form].render(report("so it is")))

    assert "so it is, 2024-" in text
    assert re.search(r"[Ff]or: [a-z]+, direct, grade [A-F]; adds \+[0-9.]+ dB", text)


@pytest.mark.parametrize("form", ["markdown", "html", "latex", "json"])
def test_no_text_of_a_record_reorders_what_stands_around_it(form: str) -> None:
    text = FORMATS[form].render(report("turned \u202e round"))

    assert "turned" in text
    assert "\u202e" not in text


def test_the_column_of_a_json_report_adds_up() -> None:
    for claim in json.loads(FORMATS["json"].render(report("plain")))["claims"]:
        total = claim["prior_db"] + sum(row["counted_db"] for row in claim["contributions"])
        assert total == pytest.approx(claim["log_odds_db"], abs=1e-9)


def test_a_json_report_numbers_every_record_that_it_names() -> None:
    document = json.loads(FORMATS["json"].render(report("plain")))
    numbers = {note["number"] for note in document["notes"]}

    assert numbers == set(range(1, len(document["notes"]) + 1))
    for claim in document["claims"]:
        assert {n for notes in claim["footnotes"].values() for n in notes} <= numbers
        assert claim["changes"]["before"]["as_of"] == "2024-06-01"
        assert claim["log"][0]["sentence"] == "plain (2 items of evidence added)"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FORMATS["csv"].render(report(text)))))


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_column_of_a_csv_report_adds_up(claim: str) -> None:
    found = [r for r in rows("plain") if r["claim"] == claim]
    summed = [r for r in found if r["part"] in ("prior", "contribution")]

    assert len(summed) > 1
    assert sum(float(r["counted_db"]) for r in summed) == pytest.approx(
        float(found[0]["log_odds_db"]), abs=1e-9
    )


def test_a_csv_report_keeps_each_text_and_lets_none_become_a_formula() -> None:
    found = [r["quote"] for r in rows("=HYPERLINK(1)") if r["quote"]]

    assert found
    assert set(found) == {"'=HYPERLINK(1)"}
    assert {unguarded(quote) for quote in found} == {"=HYPERLINK(1)"}


class Elements(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.fetched: list[str] = []
        self.styled: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.hrefs += [found["href"] or ""] if tag == "a" else []
        self.fetched += [tag for name in ("src", "srcset", "data") if name in found]
        self.fetched += [tag] if tag in ("script", "link", "iframe", "object") else []
        self.styled += [tag] if "style" in found else []


def test_an_html_report_fetches_nothing_and_its_policy_allows_its_own_style_alone() -> None:
    page = FORMATS["html"].render(report("plain"))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert Elements(page).fetched == []
    assert Elements(page).styled == []
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page


def test_every_link_within_an_html_report_leads_to_a_place_on_it() -> None:
    found = Elements(FORMATS["html"].render(report("plain")))
    inner = [href[1:] for href in found.hrefs if href.startswith("#")]

    assert len(inner) > 10
    assert set(inner) <= set(found.ids)
    assert len(set(found.ids)) == len(found.ids)


@pytest.mark.parametrize(
    "text", [r"\input{/etc/passwd}", "}{", "$x$", "50 % & more", "a_b^c~d", "#1", r"\\", "^^5c"]
)
def test_no_text_of_a_record_becomes_a_command_of_latex(text: str) -> None:
    harmless, hostile = (FORMATS["latex"].render(report(t)) for t in ("plain", text))

    assert commands(hostile) == commands(harmless)
    assert depth(hostile) == 0


SPELLED = r"\\(text(backslash|ascii\w+|quotedbl|bar|less|greater)\{\}|[{}$&#%_])"
"""How a character is written that LaTeX would act on."""


def commands(text: str) -> list[str]:
    """The commands of a text, in which spelled characters are none."""
    return re.findall(r"\\([a-zA-Z]+|.)", re.sub(SPELLED, "", text))


def depth(text: str) -> int:
    bare = re.sub(SPELLED, "", text)
    return bare.count("{") - bare.count("}")
