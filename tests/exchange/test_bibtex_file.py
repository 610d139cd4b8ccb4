from __future__ import annotations

import io
import time
from typing import Any

import pytest
from hypothesis import given, settings

from evidence.core.errors import Problems
from evidence.core.forms import as_mapping
from evidence.core.ledger import Ledger
from evidence.core.records import Source
from evidence.core.vocabulary import SOURCE_KINDS
from evidence.exchange.bibtex import escaped, render
from evidence.exchange.bibtex_file import read_bibtex
from evidence.exchange.bibtex_text import names, plain_text
from evidence.exchange.citing import visible
from evidence.exchange.found import Fault, Found
from evidence.exchange.inputs import accept
from tests.exchange.hostile import ANY_TEXT


def found(text: str) -> list[Found | Fault]:
    return list(read_bibtex(io.BytesIO(text.encode())))


def sources(text: str) -> list[Source]:
    taken = []
    for item in found(text):
        assert isinstance(item, Found), item
        record = accept(item.kind, item.fields)
        assert isinstance(record, Source)
        taken.append(record)
    return taken


FOREIGN = r"""
A remark before the first entry.
@string{nips = "Advances in Neural Information Processing Systems"}
@Article{Hoffmann2022,
  author  = "Hoffmann, Jordan and Borgeaud, S{\'e}bastien and {Meta AI} and others",
  title   = {Training {C}ompute-Optimal \emph{Large} Language Models---100\% of G{\"o}del},
  journal = nips, volume = 35, year = 2022, month = mar,
}
@misc(kaplan2020, title = {Scaling Laws}, eprint = {2001.08361}, archivePrefix = {arXiv},
  url = "https://arxiv.org/abs/2001.08361", note = {read in part; archived at https://web.example/x})
@comment{ignored, title = {x}}
@online{blog, title = "A post", date = {2025-04-05}, urldate = {2025-05-01}, keywords = {a, b c}}
"""


def test_a_file_of_others_is_read_as_latex_prints_it() -> None:
    first, second, third = sources(FOREIGN)

    assert first._asdict() == {
        **Source("hoffmann2022")._asdict(),
        "kind": "peer_reviewed",
        "title": "Training Compute-Optimal Large Language Models---100% of Gödel",
        "published": "2022-03",
        "authors": ("Jordan Hoffmann", "Sébastien Borgeaud", "Meta AI", "et al."),
        "publisher": "Advances in Neural Information Processing Systems",
    }
    assert (second.slug, second.kind, second.arxiv, second.notes, second.archive_url) == (
        *("kaplan2020", "preprint", "2001.08361", "read in part"),
        "https://web.example/x",
    )
    assert (third.kind, third.published, third.accessed, third.tags) == (
        *("unassessed", "2025-04-05", "2025-05-01", ("a", "b c")),
    )


@pytest.mark.parametrize("kind", SOURCE_KINDS)
def test_what_is_exported_is_read_again_as_the_same_source(kind: str) -> None:
    source = Source(
        slug="moe-laws",
        kind=kind,
        title="Scaling laws: 100% of {x_1} & <FP8> -- a ~study~",
        published="2024-02",
        url="https://x.org/a%20b?c=d_e",
        authors=("Jakub Krajewski", "Ludwig van der Berg", "Smith Jones, Ann", "OpenAI", "et al."),
        publisher="A & B",
        accessed="2024-12-27",
        archive_url="https://web.example/a_b",
        doi="10.48550/arXiv.2402.07871",
        arxiv="2402.07871",
        tags=("moe", "scaling laws"),
        notes="of 2024",
    )
    assert sources(render(Ledger([source]))) == [source]


@settings(max_examples=200, deadline=None)
@given(title=ANY_TEXT, notes=ANY_TEXT, publisher=ANY_TEXT)
def test_any_text_is_read_again_as_it_was_printed(title: str, notes: str, publisher: str) -> None:
    source = Source("s", "preprint", title, notes=notes, publisher=publisher)
    [item] = found(render(Ledger([source])))
    assert isinstance(item, Found)
    for name in ("title", "notes", "publisher"):
        written = visible(getattr(source, name) or "")
        assert (item.fields[name] or "") == written.strip()


@settings(max_examples=200)
@given(ANY_TEXT)
def test_an_escaped_text_is_read_as_the_text(text: str) -> None:
    assert plain_text(escaped(text)) == visible(text).strip()


REFUSED: list[tuple[str, str]] = [
    ("", "0 the file has no entry: write one such as @misc{slug, title = {...}}"),
    ("no entries here", "0 the file has no entry: write one such as @misc{slug, title = {...}}"),
    ("\n@misc{a, title = {x}\n", "2 this is not BibTeX: premature end of file"),
    ("@misc{a title}", "1 this is not BibTeX: '=' expected"),
    ("@misc{a, title = x}", "1 this is not BibTeX: the string x is not defined"),
    ('@misc{a,\n title = "x}y"}', "2 this is not BibTeX: unbalanced braces"),
    ("@misc{a, title = " + "{" * 500, "1 this is not BibTeX: too many nested braces"),
    (
        "@misc{a, title = {" + "x\n" * 500_001 + "}}",
        "1 the entry is longer than 262144 characters: shorten it, "
        "or set EVIDENCE_MAX_TEXT_CHARACTERS above 65536",
    ),
    (
        "@misc{a, title = {" + "{}" * 2_000,
        "1 the entry has more than 2000 braces and quotes: shorten it",
    ),
    ("@misc{a, title = {\udcff}}", "1 byte 0xff is not UTF-8: save the file as UTF-8"),
    ("@misc{a, title = {\0}}", "1 there is a NUL character: remove it"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED, ids=lambda value: ascii(value)[:40])
def test_what_is_no_entry_is_refused_with_its_line(text: str, said: str) -> None:
    [fault] = read_bibtex(io.BytesIO(text.encode("utf-8", "surrogateescape")))
    assert isinstance(fault, Fault)
    assert f"{fault.line} {fault.message}" == said


def test_an_entry_that_is_not_closed_does_not_hide_the_next() -> None:
    first, second = found("@misc{a, title = {x},\n@misc{b, title = {y}}\n")
    assert isinstance(first, Fault)
    assert (first.line, isinstance(second, Found)) == (1, True)


def test_fields_that_no_source_may_have_are_told_by_the_door() -> None:
    [item] = found("@misc{a:b, year = {soon}}")
    assert isinstance(item, Found)
    with pytest.raises(Problems) as caught:
        accept(item.kind, item.fields)
    assert caught.value.lines == (
        "slug: 'a:b' is no slug: write 'a-b'",
        "published: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD",
    )


@pytest.mark.parametrize(
    "value",
    [
        '"' + "{}" * 1_990 + "x" * 250_000 + '"',
        "{" + "{}" * 1_990 + "x" * 250_000 + "}",
        "{" * 30 + "x" * 250_000 + "}" * 30,
        "{" + "\\" * 250_000 + "}",
        "{" + "\\'" * 120_000 + "}",
        "{" + " and " * 50_000 + "}",
        "{" + "a " * 120_000 + "}",
    ],
    ids=lambda value: value[:12],
)
@pytest.mark.parametrize("field", ["title", "author"])
def test_an_entry_of_the_longest_kind_is_read_within_two_seconds(field: str, value: str) -> None:
    started = time.perf_counter()
    [item] = found(f"@misc{{a, {field} = {value}}}")
    assert time.perf_counter() - started < 2
    assert isinstance(item, Found)


@pytest.mark.parametrize("text", ["@" * 250_000, "@a{" * 80_000, "@a{b,c={" * 30_000])
def test_marks_without_end_are_refused_within_two_seconds(text: str) -> None:
    started = time.perf_counter()
    assert all(isinstance(item, Fault) for item in found(text))
    assert time.perf_counter() - started < 2


def test_names_are_read_as_people_write_them() -> None:
    given = "Ludwig van der Berg and Knuth, Donald E. and {Barnes and Noble} and Doe, Jr, Jane"
    expected = ["Ludwig van der Berg", "Donald E. Knuth", "Barnes and Noble", "Doe, Jr, Jane"]
    assert names(given) == expected


def test_a_source_read_twice_is_the_same() -> None:
    once = sources(FOREIGN)
    again: list[dict[str, Any]] = [as_mapping(s) for s in sources(FOREIGN)]
    assert [as_mapping(s) for s in once] == again
