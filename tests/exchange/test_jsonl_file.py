from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.exchange.lines import read_text

MALFORMED: list[tuple[str | bytes, str]] = [
    ("", 'a.jsonl: the file is empty: write a record a line, such as {"type": "claim", ...}'),
    ("\n\n", 'a.jsonl: the file is empty: write a record a line, such as {"type": "claim", ...}'),
    (
        "{",
        "a.jsonl:1: this is not JSON: "
        "expecting property name enclosed in double quotes in column 2",
    ),
    ("\n[]", 'a.jsonl:2: a list is no record: write {"type": "claim", ...}'),
    ("{}", 'a.jsonl:1: the record has no "type": write the singular of its kind, as "claim"'),
    ('{"type": "claims"}', "a.jsonl:1: 'claims' is no type: did you mean 'claim'?"),
    ('{"type": "obsevration"}', "a.jsonl:1: 'obsevration' is no type: did you mean 'observation'?"),
    ('{"type": "claim", "type": "law"}', "a.jsonl:1: 'type' is given twice: keep one"),
    (
        '{"type": "claim", "prior": -Infinity}',
        "a.jsonl:1: -Infinity is no number: leave the field out if it is unknown",
    ),
    (
        '{"type": "claim", "tags": ' + "[" * 100_000,
        "a.jsonl:1: it is nested deeper than 32 levels: flatten it, "
        "or set EVIDENCE_MAX_NESTING above 32",
    ),
    (
        '{"type": "claim", "slug": "' + "x" * 1_000_000 + '"}',
        "a.jsonl:1: a line is longer than 1000000 bytes: split it, "
        "or set EVIDENCE_MAX_LINE_BYTES above 1000000",
    ),
    (b'{"type": "claim"\xff', "a.jsonl:1: byte 0xff is not UTF-8: save the file as UTF-8"),
    ('{"type": "claim"}\x00', "a.jsonl:1: there is a NUL character: remove it"),
    ('{"type": "claim"\x01}', "a.jsonl:1: this is not JSON: expecting ',' delimiter in column 17"),
]


@pytest.mark.parametrize(("content", "problem"), MALFORMED, ids=lambda value: str(value)[:30])
def test_a_line_that_is_no_record_is_refused_within_two_seconds(
    tmp_path: Path, content: str | bytes, problem: str
) -> None:
    start = time.process_time()
    bundle = read_text(tmp_path, "a.jsonl", content)
    assert bundle.problems == [problem]
    assert bundle.records == []
    assert time.process_time() - start < 2


def test_a_bad_line_does_not_hide_the_lines_after_it(tmp_path: Path) -> None:
    content = '{"type": "organization", "slug": "a"}\r\n\r\n{"type"\n{"type": "law", "slug": "B"}\n'
    bundle = read_text(tmp_path, "a.jsonl", content)
    assert [placed.loc.line for placed in bundle.records] == [1]
    assert bundle.problems == [
        "a.jsonl:3: this is not JSON: expecting ':' delimiter in column 8",
        "a.jsonl:4: law B: slug: 'B' is no slug: write 'b'",
    ]


def test_reading_stops_after_two_hundred_problems(tmp_path: Path) -> None:
    problems = read_text(tmp_path, "a.jsonl", "{}\n" * 100_000).problems
    assert len(problems) == 201
    assert problems[-1] == "a.jsonl:200: reading stops here, after 200 problems"


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    content = '{"type": "organization", "slug": "a", "notes": "x\u2028y"}\n'
    assert read_text(tmp_path, "a.jsonl", content).records[0].record._asdict()["notes"] == (
        "x\u2028y"
    )
