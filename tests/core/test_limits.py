from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence.core.errors import Invalid
from evidence.core.limits import FILE, LIMITS, LINE, NESTING, NUMBER, TEXT, VALUES, Limit
from evidence.core.numbers import parse_figure
from evidence.exchange.bundle import read


def test_the_limits_are_the_documented_ones() -> None:
    assert [limit.default for limit in LIMITS] == [
        *(50_000_000, 20_000_000, 1_000_000, 65_536, 32, 10**6, 64)
    ]


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("wrong", ["0", "-1", "many", "1e3", "٣", "9" * 30, " "])
def test_a_variable_that_is_no_number_is_told(
    limit: Limit, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(limit.variable, wrong)
    with pytest.raises(Invalid, match=f"^{limit.variable} is "):
        _ = limit.value


def organizations(**fields: object) -> str:
    return json.dumps({"organizations": [{"slug": "o", **fields}]})


CASES: list[tuple[Limit, int, str, str, str]] = [
    (FILE, 20, "a.json", organizations(), "the file is larger than 20 bytes"),
    (FILE, 20, "a.yaml", organizations(), "the file is larger than 20 bytes"),
    (LINE, 50, "organizations.csv", "slug,name\no," + "x" * 60, "a line is longer than 50 bytes"),
    (LINE, 50, "a.jsonl", '{"type": "organization", "slug": "' + "x" * 60, "longer than 50 bytes"),
    (TEXT, 20, "a.json", organizations(notes="x" * 21), "is longer than 20 characters"),
    (NESTING, 3, "a.json", organizations(notes=[[[1]]]), "deeper than 3 levels"),
    (NESTING, 3, "a.yaml", organizations(notes=[[[1]]]), "deeper than 3 levels"),
    (VALUES, 5, "a.json", organizations(tags=["a"] * 9), "more than 5 values"),
    (VALUES, 5, "a.yaml", organizations(tags=["a"] * 9), "more than 5 values"),
]


@pytest.mark.parametrize(("limit", "to", "name", "content", "said"), CASES)
def test_a_refusal_names_the_limit_its_value_and_its_variable(
    limit: Limit,
    to: int,
    name: str,
    content: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / name
    path.write_text(content)
    monkeypatch.setenv(limit.variable, str(to))

    [problem] = read([path]).problems

    assert said in problem
    assert problem.endswith(f"or set {limit.variable} above {to}")


def test_a_larger_limit_lets_more_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text(organizations(notes="x" * 200_000))
    assert read([path]).problems
    monkeypatch.setenv(TEXT.variable, "200000")
    [placed] = read([path]).records
    assert len(getattr(placed.record, "notes", "")) == 200_000

    table = tmp_path / "organizations.csv"
    table.write_text("slug,notes\no," + "x" * 200_000)
    assert read([table]).problems == []


def test_a_number_may_have_as_many_characters_as_the_variable_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = "0." + "1" * 70
    with pytest.raises(Invalid, match=f"or set {NUMBER.variable} above 64"):
        parse_figure(long)
    monkeypatch.setenv(NUMBER.variable, "80")
    assert round(parse_figure(long).value, 6) == 0.111111
