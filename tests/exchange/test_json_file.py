from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.exchange.lines import read_text

SHAPE = 'a bundle maps kinds to lists of records, such as {"claims": [{"slug": ...}]}'
DEEP = "it is nested deeper than 32 levels: flatten it, or set EVIDENCE_MAX_NESTING above 32"
SURROGATE = '{"organizations": [{"slug": "o", "name": "\\ud800"}]}'

MALFORMED: list[tuple[str | bytes, str]] = [
    ("", f"a.json: the file is empty: {SHAPE}"),
    ("[]", f"a.json:1: this is no bundle: {SHAPE}"),
    ("nul", f"a.json:1: this is no bundle: {SHAPE}"),
    ("{'claims': []}", "a.json:1: this is not JSON: a name in double quotes is expected"),
    ('{"claims" []}', "a.json:1: this is not JSON: ':' after the kind is expected"),
    ('{"claims": {}}', "a.json:1: 'claims' is no list: put its records in brackets"),
    ('{"claim": []}', "a.json:1: 'claim' is no kind of record: did you mean 'claims'?"),
    ('{"claims":\n[1]}', 'a.json:2: claims: a record is written in braces, as {"slug": ...}'),
    ('{"claims": []} x', "a.json:1: there is more text after the end of the bundle: remove it"),
    ('{"claims": [], "claims": []}', "a.json:1: 'claims' is given twice: keep one"),
    ('{"claims": [\n{"slug": "a", "slug": "b"}]}', "a.json:2: 'slug' is given twice: keep one"),
    (
        '{"claims": [\n{"prior": NaN}]}',
        "a.json:2: NaN is no number: leave the field out if it is unknown",
    ),
    (
        '{"claims": [\n{"slug": "a"\n "b"}]}',
        "a.json:3: this is not JSON: expecting ',' delimiter in column 2",
    ),
    (
        '{"claims": [\n{"slug": "a}]}',
        "a.json:2: this is not JSON: the string that begins here has no end",
    ),
    (
        '{"claims": [\n{"slug": [',
        "a.json:1: this is not JSON: a bracket that begins here is not closed",
    ),
    (
        '\n{"claims": [\n\n',
        "a.json:2: this is not JSON: a bracket that begins here is not closed",
    ),
    ('{"claims": [{"a":' + "[" * 100_000, f"a.json:1: {DEEP}"),
    (
        '{"claims": [{"a": [' + "1," * 1_500_000 + "1]}]}",
        "a.json:1: there are more than 1000000 values: write the file as JSONL, "
        "or set EVIDENCE_MAX_VALUES above 1000000",
    ),
    (
        b'{"claims": [\n{"slug": "\xff"}]}',
        "a.json:2: byte 0xff is not UTF-8: save the file as UTF-8",
    ),
    (b"\xfe\xff\x00{", "a.json:1: the text is UTF-16: save the file as UTF-8"),
    (
        SURROGATE,
        "a.json:1: organization o: name: '\\ud800' has half of a surrogate pair: remove it",
    ),
    (
        '{"claims": [{"slug": "c", "kind": "statement", "statement": "s", "prior": 1e400}]}',
        "a.json:1: claim c: prior: '1e400' is no number: write one such as 0.4 or 40%, unquoted",
    ),
    (
        '{"organizations": [{"slug": "o", "name": "n", "released": ' + "9" * 5000 + "}]}",
        "a.json:1: organization o: released: '9999999999999999999…' is longer than 4000 characters:"
        " shorten it",
    ),
]


@pytest.mark.parametrize(("content", "problem"), MALFORMED, ids=lambda value: str(value)[:30])
def test_a_file_that_is_no_bundle_is_refused_at_its_line_within_two_seconds(
    tmp_path: Path, content: str | bytes, problem: str
) -> None:
    start = time.process_time()
    bundle = read_text(tmp_path, "a.json", content)
    assert bundle.problems == [problem]
    assert bundle.records == []
    assert time.process_time() - start < 2


def test_records_before_a_fault_do_not_hide_it_and_each_has_its_line(tmp_path: Path) -> None:
    content = '{"organizations": [\n\n{"slug": "A"},\n{"slug": "b",\n"naem": "B"} {}]}'
    assert read_text(tmp_path, "a.json", content).problems == [
        "a.json:3: organization A: slug: 'A' is no slug: write 'a'",
        "a.json:4: organization b: 'naem' is no field of kind organizations: did you mean 'name'?",
        "a.json:5: this is not JSON: ',' or ']' is expected",
    ]


def test_escapes_and_pairs_of_surrogates_are_read_as_the_characters_they_stand_for(
    tmp_path: Path,
) -> None:
    content = '{"organizations": [{"slug": "o", "name": "a\\"b \\ud83d\\ude00 \\u00e9"}]}'
    bundle = read_text(tmp_path, "a.json", content)
    assert [p.record._asdict()["name"] for p in bundle.records] == ['a"b \U0001f600 é']


def test_twenty_thousand_records_are_read_with_their_lines(tmp_path: Path) -> None:
    records = ",\n".join(f'{{"slug": "o{i}", "name": "n"}}' for i in range(20_000))
    bundle = read_text(tmp_path, "a.json", '{"organizations": [\n' + records + "]}")
    assert len(bundle.records) == 20_000
    assert bundle.records[-1].loc.line == 20_001
