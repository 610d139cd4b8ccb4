"""Names that look like others: a slug is ASCII, and no text reorders what is read.

A slug is what people type and links end in, so two that look alike must be the same. A name may
hold any letters, but a character that turns the text around is shown by its number.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from tests.reliability.calling import called
from tests.reliability.conftest import Figure

ALIKE = {
    "a Cyrillic letter": "l\u0430b",
    "a Greek letter": "l\u03b1b",
    "a full-width letter": "l\uff41b",
    "a ligature": "\ufb01rst-lab",
    "a mathematical letter": "l\U0001d41ab",
    "a letter without a dot": "d\u0131gits",
    "a composed letter": "l\u00e4b",
    "a combining mark": "la\u0308b",
    "a mark over a digit": "lab-1\u0300",
    "another hyphen": "lab\u20101",
    "a minus sign": "lab\u22121",
    "an Arabic digit": "lab-\u0661",
    "a superscript": "lab\u00b2",
    "a right-to-left override": "lab\u202e1",
    "a right-to-left mark": "lab\u200f",
    "an isolate": "\u2066lab\u2069",
    "a zero-width space": "la\u200bb",
    "a zero-width joiner": "la\u200db",
    "a soft hyphen": "la\u00adb",
    "a byte order mark": "\ufefflab",
    "a no-break space": "lab\u00a01",
    "a variation selector": "lab\ufe0f",
    "a tag character": "lab\U000e0061",
    "a capital letter": "Lab",
    "a Kelvin sign": "\u212a-lab",
}
"""What a slug may not hold, in a slug that could be taken for another."""
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NAME = "The \u202eecnedive\u2066 L\u0430b"
SHOWN = r"The \u202eecnedive\u2066 L" + "\u0430b"


@pytest.fixture
def place(tmp_path: Path) -> str:
    path = str(tmp_path / "evidence.db")
    assert called(path, "init", "--empty").code == 0
    assert called(path, "add", "organization", "lab", "name=Lab").code == 0
    return path


def taken(place: str) -> str:
    return called(place, "list", "organizations", "--json").out


@pytest.mark.parametrize("kind", ["organization", "model", "source", "claim"])
def test_a_slug_that_looks_like_another_is_refused(place: str, kind: str, figure: Figure) -> None:
    before = taken(place)
    for what, slug in ALIKE.items():
        ran = called(place, "add", kind, slug)
        assert ran.code == 1, what
        line = ran.err.splitlines()[0]
        assert line.startswith("slug: ")
        assert " is no slug: " in line, (what, line)
        assert not set(TURNING) & set(line), what
        if not unicodedata.normalize("NFC", slug).isascii():
            assert re.search("; it has U[+][0-9A-F]{4,5}, [A-Z]", line), (what, line)
    assert taken(place) == before
    figure(f"{kind}: {len(ALIKE)} slugs that look like another, {len(ALIKE)} refused")


@pytest.mark.parametrize("form", ["yaml", "json", "csv"])
def test_a_file_with_a_slug_that_looks_like_another_is_refused_at_its_place(
    place: str, tmp_path: Path, form: str
) -> None:
    before, file = taken(place), tmp_path / f"organizations.{form}"
    for what, slug in ALIKE.items():
        bundle = json.dumps({"organizations": [{"slug": slug, "name": "x"}]}, ensure_ascii=False)
        file.write_text(bundle if form != "csv" else f'slug,name\n"{slug}",x\n', encoding="utf-8")
        ran = called(place, "import", str(file))
        assert ran.code == 1, what
        assert f"{file}:" in ran.err, (what, ran.err)
        assert not set(TURNING) & set(ran.err), what
    assert taken(place) == before


def test_a_slug_that_is_looked_for_is_not_taken_for_another(place: str) -> None:
    for what, slug in ALIKE.items():
        ran = called(place, "show", slug)
        assert ran.code in (1, 3), what
        assert not set(TURNING) & {*ran.out, *ran.err}, what


READING = (
    *(("list", "organizations"), ("show", "lab"), ("history",), ("search", "ecnedive")),
    *(("edit", "lab", "--set", "notes=x", "--dry-run"), ("undo", "--dry-run"), ("check",)),
    *(("report", "--format", form, "-o", "-") for form in ("html", "markdown", "latex")),
)
"""What people read; tables for machines (CSV) hold every text as it was entered."""


@pytest.mark.parametrize("asked", READING, ids=" ".join)
def test_a_name_may_hold_anything_and_turns_nothing_around(
    place: str, asked: tuple[str, ...]
) -> None:
    assert called(place, "edit", "lab", "--set", f"name={NAME}").code == 0
    added = ("add", "source", "s", "kind=forum", f"title={NAME}", "party=lab")
    assert called(place, *added).code == 0
    claim = ("add", "claim", "c", "kind=statement", f"statement={NAME}", "about=organization:lab")
    assert called(place, *claim).code == 0
    quoting = ("log", "c", "--source", "s", "--supports", "--quote", NAME, "--at", NAME)
    assert called(place, *quoting).code == 0

    ran = called(place, *asked)
    assert ran.code == 0, ran.err
    assert not set(TURNING) & {*ran.out, *ran.err}
    if asked[0] in ("list", "show", "search", "report"):
        assert SHOWN in ran.out or r"\\u202e" in ran.out or r"\textbackslash" in ran.out


def test_a_name_comes_back_as_it_was_entered(place: str) -> None:
    assert called(place, "edit", "lab", "--set", f"name={NAME}").code == 0

    [lab] = json.loads(taken(place))["organizations"]
    assert lab["name"] == NAME
    assert r"\u202e" in taken(place)
