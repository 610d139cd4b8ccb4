from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.exchange.lines import read_text

SHAPE = "a bundle maps kinds to lists of records, such as 'claims:' and below it '- slug: ...'"
DEEP = "it is nested deeper than 32 levels: flatten it, or set EVIDENCE_MAX_NESTING above 32"

MALFORMED: list[tuple[str | bytes, str]] = [
    ("", f"a.yaml: the file is empty: {SHAPE}"),
    ("# a comment alone\n", f"a.yaml: the file is empty: {SHAPE}"),
    ("- slug: meta\n", f"a.yaml:1: this is no bundle: {SHAPE}"),
    ("most labs use FP8", f"a.yaml:1: this is no bundle: {SHAPE}"),
    ("claim: []\n", "a.yaml:1: 'claim' is no kind of record: did you mean 'claims'?"),
    ("sourcs: 5\n", "a.yaml:1: 'sourcs' is no kind of record: did you mean 'sources'?"),
    ("claims: 5\n", "a.yaml:1: 'claims' is no list: begin each of its records with '- '"),
    ("claims:\n- 5\n", "a.yaml:2: claims: 5 is no record: write 'field: value'"),
    ("claims: *x\n", "a.yaml:1: anchors and aliases ('x') are not read: write it out"),
    (
        "claims:\n- &a {slug: x}\n",
        "a.yaml:2: anchors and aliases ('a') are not read: write it out",
    ),
    (
        "claims:\n- slug: !!python/object:os.system x\n",
        "a.yaml:2: tags ('tag:yaml.org,2002:python/object:os.system') are not read: remove it",
    ),
    (
        "claims:\n- <<: {slug: a}\n",
        "a.yaml:2: merge keys ('<<') are not read: write the fields out",
    ),
    ("claims:\n- slug: a\n  slug: b\n", "a.yaml:3: 'slug' is given twice: keep one"),
    ("claims: []\nclaims: []\n", "a.yaml:2: 'claims' is given twice: keep one"),
    (
        "claims:\n- ? [a]\n  : b\n",
        "a.yaml:2: a list or a mapping stands where a name is expected",
    ),
    (
        "claims: []\n---\nclaims: []\n",
        "a.yaml:3: a second document begins here: a bundle is one document",
    ),
    (
        "%YAML 9.9\n---\nclaims: []\n",
        "a.yaml:1: this is not YAML: found incompatible YAML document (version 1.* is required)",
    ),
    (
        "claims:\n\t- slug: a\n",
        "a.yaml:2: this is not YAML: found character '\\t' that cannot start any token",
    ),
    (
        "claims:\n- slug: a\n   kind: b\n",
        "a.yaml:3: this is not YAML: mapping values are not allowed here",
    ),
    (
        'claims:\n- slug: "a\n',
        "a.yaml:2: this is not YAML: found unexpected end of stream",
    ),
    (
        'claims:\n- slug: "\\UFFFFFFFF"\n',
        "a.yaml:2: this is not YAML: a character or escape is not allowed",
    ),
    (
        "claims:\n- slug: a\x00\n",
        "a.yaml:2: there is a control character, U+0000: remove it",
    ),
    (b"claims:\n- slug: \xff\n", "a.yaml:2: byte 0xff is not UTF-8: save the file as UTF-8"),
    (b"\xff\xfec\x00", "a.yaml:1: the text is UTF-16: save the file as UTF-8"),
    (
        b"claims: []\n# \xc3",
        "a.yaml:2: it ends in the middle of a character: save the file as UTF-8",
    ),
    ("claims: " + "[" * 100_000, f"a.yaml:1: {DEEP}"),
    ("claims:\n- tags: " + "[" * 100_000, f"a.yaml:2: {DEEP}"),
    ("claims:\n- a:\n   " + "- " * 100_000, f"a.yaml:3: {DEEP}"),
    (
        "claims:\n- tags:\n" + "  - a\n" * 30_000,
        "a.yaml:20001: a record has more than 20000 values: split it",
    ),
    (
        "claims:\n- notes: |\n" + "    quite long\n" * 300_000,
        "a.yaml:2: after this line more than 2000000 bytes hold no value: shorten it",
    ),
    (
        "claims:\n- slug: " + "x" * 1_000_001,
        "a.yaml:2: a line is longer than 1000000 bytes: split it, "
        "or set EVIDENCE_MAX_LINE_BYTES above 1000000",
    ),
]


@pytest.mark.parametrize(("content", "problem"), MALFORMED, ids=lambda value: str(value)[:30])
def test_a_file_that_is_no_bundle_is_refused_at_its_line_within_two_seconds(
    tmp_path: Path, content: str | bytes, problem: str
) -> None:
    start = time.process_time()
    bundle = read_text(tmp_path, "a.yaml", content)
    assert bundle.problems == [problem]
    assert bundle.records == []
    assert time.process_time() - start < 2


def test_a_hundred_million_laughs_are_refused_at_the_first_anchor(tmp_path: Path) -> None:
    laughs = "claims:\n- a: &a [ha, ha]\n- b: &b [*a, *a]\n- c: &c [*b, *b]\n"
    assert read_text(tmp_path, "a.yaml", laughs).problems == [
        "a.yaml:2: anchors and aliases ('a') are not read: write it out"
    ]


def test_a_file_above_50_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    start = time.process_time()
    assert read_text(tmp_path, "a.yaml", "# comment\n" * 5_000_001).problems == [
        "a.yaml: the file is larger than 50000000 bytes: write it as JSONL, which may be of any "
        "size, or set EVIDENCE_MAX_FILE_BYTES above 50000000"
    ]
    assert time.process_time() - start < 2


def test_bare_words_stay_what_was_written_except_in_fields_of_numbers(tmp_path: Path) -> None:
    bundle = read_text(
        tmp_path,
        "a.yaml",
        """
sources:
  - {slug: r, published: 2024-12, arxiv: 2412.10, title: No, doi: 010}
claims:
  - {slug: c, kind: quantity, statement: s, subject: 'model:m', attribute: chips,
     low: 010, high: 2e4}
""",
    )
    source, claim = (placed.record._asdict() for placed in bundle.records)
    assert bundle.problems == []
    assert (source["published"], source["arxiv"], source["title"], source["doi"]) == (
        "2024-12",
        "2412.10",
        "No",
        "010",
    )
    assert (claim["low"], claim["high"]) == (10, 20000.0)
    assert [type(claim[name]) for name in ("low", "high")] == [int, float]


def test_a_kind_without_records_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    bundle = read_text(tmp_path, "a.yaml", b"\xef\xbb\xbfclaims:\nsources: []\n")
    assert (bundle.problems, bundle.records) == ([], [])


def test_a_text_tag_keeps_a_number_a_text(tmp_path: Path) -> None:
    bundle = read_text(tmp_path, "a.yaml", "organizations:\n- {slug: o, name: !!str 42}\n")
    assert [p.record._asdict()["name"] for p in bundle.records] == ["42"]
