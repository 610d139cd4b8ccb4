from __future__ import annotations

import datetime
from typing import Any

import pytest

from evidence.core.canonical import content_key
from evidence.core.errors import Problems
from evidence.core.forms import as_mapping
from evidence.core.records import KINDS, Claim, Evidence, Observation, Subject
from evidence.exchange.inputs import Loc, accept, problem_line
from evidence.exchange.shapes import INPUTS

STATEMENT = {"slug": "c", "kind": "statement", "statement": "Most labs use FP8"}
QUANTITY = {
    "slug": "c",
    "kind": "quantity",
    "statement": "s",
    "subject": "model:m",
    "attribute": "training_compute",
    "low": 4e24,
}
ROLL_CALL = {
    "slug": "c",
    "kind": "prevalence",
    "statement": "s",
    "threshold": 0.5,
    "units": ["organization:meta"],
    "period": 2025,
}
ITEM = {"claim": "c", "source": "s", "stance": "supports"}
NUMBER = {"subject": "model:m", "attribute": "training_tokens", "value": "14.8T", "source": "s"}
SEARCH = {"claim": "c", "corpus": "site", "query": "fp8", "date": "2025-04", "detection": 0.5}
SOURCE = {"slug": "s"}


def refusals(kind: str, fields: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(Problems) as caught:
        accept(kind, fields)
    return caught.value.lines


@pytest.mark.parametrize("kind", KINDS)
def test_the_door_knows_every_field_of_every_record(kind: str) -> None:
    known = set(INPUTS[kind].model_fields)
    stored = set(KINDS[kind]._fields) - {"key", "type"}
    of_laws = {"source", "fitted_low", "fitted_high"} if KINDS[kind] is Subject else set()
    assert known == (stored if kind == "laws" else stored - of_laws)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("claims", {**STATEMENT, "tag": "x"}, "'tag' is no field of kind claims: did you mean 'tags'?"),
    ("claims", {**STATEMENT, "slug": None}, "slug is missing: write it"),
    ("claims", {**STATEMENT, "slug": "A b!"}, "slug: 'A b!' is no slug: write 'a-b'"),
    ("claims", {**STATEMENT, "slug": "a..b"}, "slug: 'a..b' is no slug: write 'a.b'"),
    (
        "claims",
        {**STATEMENT, "slug": "x" * 81},
        f"slug: '{'x' * 59}…' is no slug: write '{'x' * 80}'",
    ),
    (
        "claims",
        {**STATEMENT, "slug": "\uff41"},
        "slug: '\uff41' is no slug: use a-z, 0-9, '.' and '-', beginning with a letter or digit; "
        "it has U+FF41, FULLWIDTH LATIN SMALL LETTER A",
    ),
    (
        "claims",
        {**STATEMENT, "statement": True},
        "statement: true is no text: put a text in quotes",
    ),
    (
        "claims",
        {**STATEMENT, "statement": ["x"]},
        "statement: a list is no text: put a text in quotes",
    ),
    (
        "claims",
        {**STATEMENT, "statement": "a\x00b"},
        "statement: 'a\\x00b' has a control character, U+0000: remove it",
    ),
    (
        "claims",
        {**STATEMENT, "statement": "a\x1b[2Jb"},
        "statement: 'a\\x1b[2Jb' has a control character, U+001B: remove it",
    ),
    (
        "claims",
        {**STATEMENT, "statement": "\ud800"},
        "statement: '\\ud800' has half of a surrogate pair: remove it",
    ),
    (
        "claims",
        {**STATEMENT, "notes": "x" * 65_537},
        "notes: 'xxxxxxxxxxxxxxxxxxx…' is longer than 65536 characters: shorten it",
    ),
    (
        "claims",
        {**STATEMENT, "prior": 0},
        "prior: 0: nothing is certain, write a number above 0 and below 1, as 0.99",
    ),
    (
        "claims",
        {**STATEMENT, "prior": 1.5},
        "prior: 1.5: it is no probability, write a number above 0 and below 1, as 0.99",
    ),
    (
        "claims",
        {**STATEMENT, "prior": float("nan")},
        "prior: nan is no finite number: leave the field out if unknown",
    ),
    (
        "claims",
        {**STATEMENT, "prior": True},
        "prior: true is no number: write one such as 0.4 or 40%, unquoted",
    ),
    (
        "claims",
        {**STATEMENT, "opened": "2025-02-30"},
        "opened: '2025-02-30' is not a date: that month has 28 days",
    ),
    (
        "claims",
        {**STATEMENT, "opened": datetime.datetime(2025, 1, 1, 12)},
        "opened: '2025-01-01T12:00:00' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    (
        "claims",
        {**STATEMENT, "about": ["meta"]},
        "about: 'meta' names no kind of subject: write 'model:meta' or so",
    ),
    (
        "claims",
        {**STATEMENT, "about": ["modle:meta"]},
        "about: 'modle:meta' is no subject: choose one of organization, hardware, model, cluster, "
        "law; did you mean 'model'?",
    ),
    (
        "claims",
        {**STATEMENT, "low": 3},
        "low means nothing for kind 'statement': remove it, or write kind: quantity",
    ),
    (
        "claims",
        {**STATEMENT, "units": ["model:m"]},
        "units means nothing for kind 'statement': remove it, or write kind: prevalence",
    ),
    (
        "claims",
        {**QUANTITY, "low": None},
        "low and high are missing: write one of them, both, or a value",
    ),
    ("claims", {**QUANTITY, "subject": None}, "subject is missing: a quantity claim needs it"),
    ("claims", {**QUANTITY, "high": 1e24}, "low 4e+24 is above high 1e+24: exchange them"),
    (
        "claims",
        {**QUANTITY, "value": 5e24},
        "value stands instead of low and high: remove it, or them",
    ),
    (
        "claims",
        {**QUANTITY, "low": "4e24 to 6e24"},
        "low: '4e24 to 6e24' is not one number: write the end alone",
    ),
    (
        "claims",
        {**QUANTITY, "low": None, "high": -1},
        "high: -1 is not positive: write a number above 0, or leave it out",
    ),
    (
        "claims",
        {**QUANTITY, "computed_by": {"method": "guessing"}},
        "computed_by: 'guessing' is no method: operation-count, hardware-time,",
    ),
    (
        "claims",
        {**QUANTITY, "computed_by": {"method": "operation-count", "inputs": {"data": "1T"}}},
        "computed_by: operation-count has no input 'data': it takes parameters, tokens,",
    ),
    (
        "claims",
        {**QUANTITY, "attribute": "number_format"},
        "attribute: number_format is no quantity: make this a statement",
    ),
    ("claims", {**QUANTITY, "attribute": "compute"}, "attribute: 'compute' is not known:"),
    (
        "claims",
        {**ROLL_CALL, "threshold": 1},
        "threshold: 1 is no share to pass: write a number from 0 to below 1",
    ),
    ("claims", {**ROLL_CALL, "period": None}, "period is missing: a prevalence claim needs it"),
    (
        "claims",
        {**ROLL_CALL, "units": ["model:a", "model:a"]},
        "units: 'model:a' is listed twice: keep one",
    ),
    (
        "evidence",
        {**ITEM, "stance": None},
        "stance is missing: write supports, refutes or neutral, or give a probability",
    ),
    (
        "evidence",
        {**ITEM, "stance": "suports"},
        "stance: 'suports' is not known: "
        "choose one of supports, refutes, neutral; did you mean 'supports'?",
    ),
    (
        "evidence",
        {**ITEM, "group": "g"},
        "group_reason is missing: say why it belongs to this group, or leave out group",
    ),
    (
        "evidence",
        {**ITEM, "probability": 1.5},
        "probability: 1.5: it is no probability, write a number from 0 to 1",
    ),
    (
        "evidence",
        {**ITEM, "supersedes": "zz"},
        "supersedes: 'zz' is no key: write up to 12 of the digits 0-9 and a-f",
    ),
    (
        "evidence",
        {**ITEM, "supersedes": {"sourc": "s"}},
        "supersedes: 'sourc' does not tell a record: "
        "choose one of claim, source, locator; did you mean 'source'?",
    ),
    (
        "evidence",
        {**ITEM, "origin": "a\nb"},
        "origin: 'a\\nb' has a line break or a tab: write it on one line",
    ),
    ("evidence", {**ITEM, "status": "final"}, "status: 'final' is not known: choose one of draft"),
    (
        "observations",
        {**NUMBER, "attribute": "number_format"},
        "value: '14.8T' is no number format: choose one of fp64, fp32, tf32, bf16, fp16, fp8, "
        "int8, fp4, mxfp4, nvfp4",
    ),
    (
        "observations",
        {**NUMBER, "year": 20250},
        "year: 20250 is no year: write four digits, such as 2024",
    ),
    (
        "observations",
        {**NUMBER, "value": float("inf")},
        "value: inf is no finite number: leave the field out if unknown",
    ),
    (
        "claims",
        {**STATEMENT, "kind": "forecast", "low": 3},
        "attribute is missing: a forecast claim needs it",
    ),
    ("evidence", {**ITEM, "value": "a lot"}, "value: 'a lot' is no number: put words in quote"),
    (
        "searches",
        {**SEARCH, "detection": 1},
        "detection: 1: nothing is certain, write a number above 0 and below 1, as 0.99",
    ),
    (
        "selections",
        {"subject": "model:m", "attribute": "chips"},
        "observation is missing: write the key of the one to use, or give a rule",
    ),
    (
        "models",
        {"slug": "m", "organization": "organization:meta"},
        "organization: 'organization:meta' is no slug: write 'meta' alone",
    ),
    ("models", {"slug": "m", "fitted_low": 1}, "'fitted_low' is no field of kind models:"),
    (
        "laws",
        {"slug": "l", "fitted_low": 3, "fitted_high": 2},
        "fitted_low 3 is above fitted_high 2: exchange them",
    ),
    (
        "sources",
        {**SOURCE, "sha256": "abc"},
        "sha256: 'abc' is no SHA-256: write its 64 hexadecimal digits",
    ),
    (
        "sources",
        {**SOURCE, "grade": "a"},
        "grade: 'a' is not known: choose one of A, B, C, D, E, F",
    ),
    ("claim", STATEMENT, "'claim' is no kind of record: did you mean 'claims'?"),
]


@pytest.mark.parametrize(("kind", "fields", "message"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_wrong_field_is_refused_with_its_value_and_what_to_write(
    kind: str, fields: dict[str, Any], message: str
) -> None:
    lines = refusals(kind, fields)
    assert len(lines) == 1
    assert lines[0].startswith(message)
    assert lines[0].isprintable()


def test_everything_wrong_with_a_record_is_told_at_once() -> None:
    assert refusals("evidence", {"claim": "C", "stance": "maybe", "strenght": "weak"}) == (
        "claim: 'C' is no slug: write 'c'",
        "source is missing: write it",
        "stance: 'maybe' is not known: choose one of supports, refutes, neutral",
        "'strenght' is no field of kind evidence: did you mean 'strength'?",
    )


@pytest.mark.parametrize(
    "entered", ["8", 8, 14.8e12, "14.8T", "4e24 to 6e24 @80%", ">30T", "~37B", "about 250K"]
)
def test_a_number_stays_as_it_was_entered(entered: str | int | float) -> None:
    number = accept("observations", {**NUMBER, "value": entered})
    assert isinstance(number, Observation)
    assert number.value == entered
    assert type(number.value) is type(entered)


@pytest.mark.parametrize("measured", [-3, 0.1, "150 MW", "40%", "fp8", "$5bn", ">30T tokens"])
def test_a_measurement_may_be_in_any_unit(measured: str | float) -> None:
    item = accept("evidence", {**ITEM, "value": measured})
    assert isinstance(item, Evidence)
    assert item.value == measured


def test_a_bare_number_in_a_field_of_text_becomes_the_text() -> None:
    claim = accept("claims", ROLL_CALL)
    item = accept("evidence", {**ITEM, "locator": 3, "published": 2024})
    assert isinstance(claim, Claim)
    assert isinstance(item, Evidence)
    assert (claim.period, item.locator, item.published) == ("2025", "3", "2024")


def test_a_date_may_be_a_date() -> None:
    item = accept("evidence", {**ITEM, "published": datetime.date(2024, 12, 27)})
    assert isinstance(item, Evidence)
    assert item.published == "2024-12-27"


def test_texts_are_composed_trimmed_and_have_plain_line_ends() -> None:
    item = accept("evidence", {**ITEM, "quote": " cafe\u0301\r\nsecond\tline\r ", "note": " "})
    assert isinstance(item, Evidence)
    assert (item.quote, item.note) == ("caf\u00e9\nsecond\tline", None)
    assert item.key == content_key("c", "s", "supports", "caf\u00e9\nsecond\tline", None)


def test_hostile_text_that_is_only_text_is_kept() -> None:
    quote = "<script>alert(1)</script> [/red] =cmd() {{7*7}} \u202e \U0001f600 '; DROP TABLE x"
    item = accept("evidence", {**ITEM, "quote": quote})
    assert isinstance(item, Evidence)
    assert item.quote == quote


def test_a_share_may_be_written_as_a_percentage() -> None:
    claim = accept("claims", {**ROLL_CALL, "threshold": "50%", "prior": "12.5%"})
    assert isinstance(claim, Claim)
    assert (claim.threshold, claim.prior) == (0.5, 0.125)


def test_an_outcome_may_be_a_bare_true() -> None:
    fields = {"claim": "c", "outcome": True, "date": "2025-01-01"}
    assert as_mapping(accept("resolutions", fields))["outcome"] == "true"


def test_a_subject_without_a_name_has_its_slug_for_one() -> None:
    assert as_mapping(accept("models", {"slug": "m"})) == {"slug": "m", "name": "m"}


def test_the_method_of_a_claim_is_kept_as_it_is() -> None:
    computed = {"method": "operation-count", "inputs": {"tokens": "14.8T", "epochs": 1}}
    claim = accept("claims", {**QUANTITY, "computed_by": computed})
    assert as_mapping(claim)["computed_by"] == computed


def test_a_record_longer_than_a_line_of_jsonl_may_be_is_refused() -> None:
    names = ["x" * 3_000] * 400
    assert refusals("sources", {**SOURCE, "tags": names}) == (
        "the record is longer than 900000 bytes: shorten its texts, "
        "or set EVIDENCE_MAX_LINE_BYTES above 1000000",
    )


def test_a_problem_stands_on_one_line_whatever_the_file_is_called() -> None:
    line = problem_line(Loc("a\nb.yaml", 3), "sources", "s\x1b", "has no party")
    assert line == "a\\nb.yaml:3: source s\\x1b: has no party"
