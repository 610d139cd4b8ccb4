from __future__ import annotations

import os
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.core.ledger import Ledger
from evidence.core.records import Source, Subject
from evidence.exchange.bibtex import escaped, fields, render
from evidence.exchange.citing import visible
from tests.exchange.hostile import ANY_TEXT, PAYLOADS, everywhere

ENTRIES = int(os.environ.get("EVIDENCE_TEST_ENTRIES", "150"))
"""Entries made at random; a longer run takes 1,000."""
WHOLE = re.compile(r"\{(?:[^{}]|\{\})*\}")
"""A name between braces, which is one however it reads."""
NAMES = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
}


def by_pybtex(text: str) -> dict[str, dict[str, Any]]:
    from pybtex.database import parse_string

    found = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        found[key] = dict(entry.fields) | {r: len(p) for r, p in entry.persons.items()}
    return found


def by_bibtexparser(text: str) -> dict[str, dict[str, str]]:
    import bibtexparser

    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert {type(block).__name__ for block in library.blocks} <= {"Entry"}
    return {e.key: {f.key: f.value for f in e.fields} for e in library.entries}


def read_as_latex(text: str) -> str:
    """The characters that LaTeX prints of an escaped text."""
    for name, character in NAMES.items():
        text = text.replace(f"\\{name}{{}}", f"\0{ord(character):04x}")
    for mark in "%&#$_":
        text = text.replace(f"\\{mark}", mark)
    parts = text.split("\0")
    return parts[0] + "".join(chr(int(part[:4], 16)) + part[4:] for part in parts[1:])


def entry(source: Source, *others: Any) -> dict[str, str]:
    """The fields of the one entry as both readers have them, the names counted apart."""
    ledger = Ledger([source, *others])
    text = render(ledger)
    ours, theirs = by_pybtex(text), by_bibtexparser(text)
    assert list(ours) == list(theirs) == [source.slug]
    found = theirs[source.slug]
    assert found == fields(source, ledger)
    people = ours[source.slug].pop("author", 0)
    names = WHOLE.sub("X", found["author"]).split(" and ") if "author" in found else []
    assert people == len(names)
    assert ours[source.slug] == {k: v for k, v in found.items() if k != "author"}
    return found


@settings(max_examples=ENTRIES, deadline=None)
@given(
    title=ANY_TEXT,
    authors=st.lists(ANY_TEXT, max_size=3),
    publisher=ANY_TEXT,
    notes=ANY_TEXT,
    url=ANY_TEXT | ANY_TEXT.map("https://x.org/{}".format),
    doi=ANY_TEXT,
)
def test_any_text_parses_back_to_the_same_fields_in_two_readers(
    title: str, authors: list[str], publisher: str, notes: str, url: str, doi: str
) -> None:
    source = Source(
        "s-1", "preprint", title, None, "2024-12", url, tuple(authors), publisher, doi=doi
    )
    found = entry(source._replace(notes=notes))
    title_there = found.get("title", "{}")
    assert read_as_latex(title_there[1:-1]) == visible(title)
    assert read_as_latex(found.get("annote", "")) == visible(notes)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: ascii(p)[:30])
def test_a_harmful_text_in_every_field_leaves_one_entry_that_runs_nothing(payload: str) -> None:
    text = render(everywhere(payload))
    assert set(by_bibtexparser(text)) == set(by_pybtex(text)) == {"s"}
    assert "\\input" not in text
    assert text.replace("\n", "").isprintable()


@given(text=ANY_TEXT)
def test_an_escaped_text_is_the_text_and_its_braces_balance(text: str) -> None:
    latex = escaped(text)
    assert read_as_latex(latex) == visible(text)
    assert latex.count("{") == latex.count("}")
    assert "{" not in latex.replace("{}", "")


def test_an_entry_says_who_wrote_what_when_and_where() -> None:
    meta = Subject("organization", "meta", "Meta", aliases=("Meta Platforms",))
    source = Source(
        slug="moe-laws",
        kind="preprint",
        title="Scaling Laws for Fine-Grained MoE",
        published="2024-02-12",
        url="https://arxiv.org/abs/2402.07871?a=%20&b=c d",
        authors=("Jakub Krajewski", "Ludwig van der Berg", "Meta Platforms", "OpenAI", "et al."),
        accessed="2024-12-27",
        arxiv="arXiv:2402.07871",
        doi="https://doi.org/10.48550/arXiv.2402.07871",
    )
    assert entry(source, meta) == {
        "author": "Krajewski, Jakub and van der Berg, Ludwig and {Meta Platforms} and {OpenAI} "
        "and others",
        "title": "{Scaling Laws for Fine-Grained MoE}",
        "entrysubtype": "preprint",
        "year": "2024",
        "month": "2",
        "doi": "10.48550/arXiv.2402.07871",
        "eprint": "2402.07871",
        "archiveprefix": "arXiv",
        "url": "https://arxiv.org/abs/2402.07871?a=%20&b=c%20d",
        "urldate": "2024-12-27",
    }


def test_the_party_speaks_where_nobody_is_named_and_an_odd_address_is_no_link() -> None:
    source = Source("x", "filing", "Form 10-K", "meta", "2024", "javascript:alert(1)")
    found = entry(source, Subject("organization", "meta", "Meta AI"))
    assert (found["author"], found["institution"], found["year"], found["note"]) == (
        "{Meta AI}",
        "Meta AI",
        "2024",
        "javascript:alert(1)",
    )
    assert {"url", "month"} & set(found) == set()
