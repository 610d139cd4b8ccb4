"""A plain line is what the door would make of it; whatever the door would change is declined."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence.core.canonical import canonical
from evidence.core.errors import Problems
from evidence.core.forms import as_mapping
from evidence.core.plain import KEY, fields_of
from evidence.core.records import Evidence, Record
from evidence.core.vocabulary import STANCES, STRENGTHS
from evidence.exchange.inputs import accept
from evidence.exchange.json_file import decoded
from evidence.exchange.plain_lines import longest, plain
from tests.reliability.hostile_values import DATES, NUMBERS, TEXTS
from tests.scale import scaled

LINE = {
    "type": "evidence",
    "claim": "most-labs-fp8",
    "source": "report",
    "stance": "supports",
    "quote": "We train in FP8.",
    "locator": "p. 3",
}


def at_the_door(line: str) -> Record | None:
    fields = decoded(line.encode("utf-8", "surrogatepass"), 1)
    assert isinstance(fields, dict)
    assert fields.pop("type") == "evidence"
    try:
        return accept("evidence", fields)
    except Problems:
        return None


def test_a_plain_line_gives_what_the_door_gives() -> None:
    line = json.dumps(LINE | {"strength": "strong", "published": "2024-12"})
    found, record = plain(line), at_the_door(line)

    assert found is not None
    assert isinstance(record, Evidence)
    assert found.row[KEY] == record.key
    assert found.text == canonical(as_mapping(record))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quote", " We train in FP8."),
        ("quote", "We train\tin FP8."),
        ("quote", "We train\r\nin FP8."),
        ("quote", "cafe\u0301"),
        ("quote", "\u202egpt"),
        ("quote", "zero\u200bwidth"),
        ("quote", "x" * 5000),
        ("quote", 7),
        ("quote", None),
        ("quote", ""),
        ("stance", "Supports"),
        ("strength", "strongest"),
        ("published", "2024-02-30"),
        ("probability", 1),
        ("probability", "40%"),
        ("probability", 1.5),
        ("status", "draft"),
        ("supersedes", "0123456789ab"),
        ("supersedes", {"source": "report"}),
        ("colour", "blue"),
    ],
)
def test_what_the_door_has_to_look_at_is_declined(name: str, value: object) -> None:
    assert plain(json.dumps(LINE | {name: value}, ensure_ascii=False)) is None


@pytest.mark.parametrize("name", ["claim", "source", "stance", "quote", "locator"])
def test_an_item_that_lacks_something_is_declined(name: str) -> None:
    assert plain(json.dumps({n: v for n, v in LINE.items() if n != name})) is None


@pytest.mark.parametrize(
    "line",
    [
        json.dumps(LINE)[:-1] + ', "quote": "Another."}',
        json.dumps(LINE) + " {}",
        json.dumps(LINE)[:-1],
        json.dumps(LINE | {"type": "claim"}),
        json.dumps([LINE]),
        json.dumps("evidence"),
        '{"type": "evidence", "probability": NaN}',
        "",
    ],
)
def test_a_line_that_is_no_single_item_is_declined(line: str) -> None:
    assert plain(line) is None


@pytest.mark.parametrize("number", ["1e-400", "0." + "3" * 80, "1.0e0", "-0.0", "0.5", "5e-1"])
def test_a_probability_is_taken_as_the_door_takes_it_or_declined(number: str) -> None:
    line = f'{json.dumps(LINE)[:-1]}, "probability": {number}}}'
    found, record = plain(line), at_the_door(line)
    assert found is None or (record is not None and fields_of(found.row) == as_mapping(record))


def test_a_line_beyond_a_limit_that_was_lowered_is_declined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = json.dumps(LINE)
    assert plain(line, longest())
    monkeypatch.setenv("EVIDENCE_MAX_TEXT_CHARACTERS", "10")
    assert plain(line, longest()) is None


WORDS = st.one_of(
    st.sampled_from(("p. 3", "we did", "é", "a \\ b", 'said "so"', "a/b", "日本", *TEXTS)),
    st.text(max_size=8),
)
SLUGS = st.sampled_from(("most-labs-fp8", "report", "most-labs-fp8/meta"))
"""Whether a slug names something is told by the ledger, which holds none that is no slug."""

FIELDS = st.fixed_dictionaries(
    {
        "claim": SLUGS,
        "source": SLUGS.filter(lambda slug: "/" not in slug),
        "stance": st.sampled_from((*STANCES, "yes")),
    },
    optional={
        "quote": WORDS,
        "locator": WORDS,
        "note": WORDS,
        "origin": WORDS,
        "strength": st.sampled_from((*STRENGTHS, "")),
        "published": st.sampled_from((*DATES, "2024-02")),
        "probability": st.one_of(st.floats(), st.integers(), st.sampled_from(NUMBERS)),
        "ended": st.sampled_from(DATES),
        "group": WORDS,
    },
)


@settings(max_examples=scaled(1000), deadline=None)
@given(FIELDS, st.booleans())
@example(LINE | {"quote": "e", "locator": "\u0301"}, False)
@example(LINE | {"quote": "1\u20442", "locator": "\u00bd"}, True)
def test_no_line_is_plain_of_which_the_door_would_make_anything_else(
    fields: dict[str, object], as_ascii: bool
) -> None:
    try:
        line = json.dumps({**fields, "type": "evidence"}, ensure_ascii=as_ascii)
        found = plain(line)
    except UnicodeEncodeError:
        return
    if found is not None:
        record = at_the_door(line)
        assert isinstance(record, Evidence)
        assert record.key == found.row[KEY]
        assert canonical(as_mapping(record)) == found.text
        assert as_mapping(record) == fields_of(found.row)
