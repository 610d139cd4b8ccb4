from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from evidence.core.errors import Invalid
from evidence.core.forms import as_mapping
from evidence.core.ledger import Ledger
from evidence.core.records import KINDS, Record
from evidence.exchange.atomic import write
from evidence.exchange.bundle import read
from evidence.exchange.dump import form_of, render
from evidence.exchange.inputs import accept
from tests.exchange.records import ANY_RECORDS, RECORDS

NAMES = ["x.json", "x.yaml", "x.jsonl", "x"]


def dump(ledger: Ledger, target: Path, force: bool = False) -> None:
    write(target, render(ledger, form_of(target)), force)


def read_back(path: Path) -> Ledger:
    bundle = read([path])
    assert bundle.problems == []
    return Ledger(placed.record for placed in bundle.records)


def content(path: Path) -> dict[str, bytes]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


@settings(max_examples=150, deadline=None)
@given(data=ANY_RECORDS.filter(bool))
def test_what_is_written_reads_back_equal_and_writes_the_same_bytes(data: list[Record]) -> None:
    ledger = Ledger(data)
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            target = Path(folder) / name
            dump(ledger, target)
            first = content(target)
            again = read_back(target)
            assert sorted(again, key=repr) == sorted(ledger, key=repr)
            dump(again, target, force=True)
            assert content(target) == first


@settings(max_examples=100, deadline=None)
@given(data=ANY_RECORDS)
def test_any_other_reader_of_yaml_reads_the_same(data: list[Record]) -> None:
    from ruamel.yaml import YAML

    text = render(Ledger(data), "yaml")
    assert isinstance(text, str)
    expected: dict[str, Any] = {}
    for kind in KINDS:
        records = [as_mapping(record) for record in Ledger(data).of_kind(kind)]
        if records:
            expected[kind] = records
    assert YAML(typ="safe", pure=True).load(text) == expected


@given(data=ANY_RECORDS.filter(lambda records: len(records) > 1))
@settings(max_examples=30, deadline=None)
def test_the_order_in_which_records_came_does_not_matter(data: list[Record]) -> None:
    once = list(Ledger(data))
    for form in ("json", "yaml", "jsonl", "folder"):
        assert render(Ledger(once), form) == render(Ledger(once[::-1]), form)


def test_an_export_shows_kinds_in_order_and_records_by_slug() -> None:
    ledger = Ledger(
        [
            accept("evidence", {"claim": "c", "source": "s", "stance": "supports", "locator": 3}),
            accept("claims", {"slug": "c", "kind": "statement", "statement": "s", "prior": 0.5}),
            accept("models", {"slug": "b", "name": "B", "notes": "x\u2028y"}),
            accept("models", {"slug": "a", "name": "A"}),
            accept("laws", {"slug": "l", "name": "L", "fitted_low": 6e18, "fitted_high": "4e24"}),
        ]
    )
    assert render(ledger, "yaml") == (
        "models:\n"
        '  - slug: "a"\n'
        '    name: "A"\n'
        '  - slug: "b"\n'
        '    name: "B"\n'
        '    notes: "x\\u2028y"\n'
        "laws:\n"
        '  - slug: "l"\n'
        '    name: "L"\n'
        "    fitted_low: 6.0e+18\n"
        '    fitted_high: "4e24"\n'
        "claims:\n"
        '  - slug: "c"\n'
        '    kind: "statement"\n'
        '    statement: "s"\n'
        "    prior: 0.5\n"
        "evidence:\n"
        '  - claim: "c"\n'
        '    source: "s"\n'
        '    stance: "supports"\n'
        '    locator: "3"\n'
    )
    assert render(ledger, "json") == (
        '{"models":[\n{"slug":"a","name":"A"},\n'
        '{"slug":"b","name":"B","notes":"x\u2028y"}\n],\n'
        '"laws":[\n{"slug":"l","name":"L","fitted_low":6e+18,"fitted_high":"4e24"}\n],\n'
        '"claims":[\n{"slug":"c","kind":"statement","statement":"s","prior":0.5}\n],\n'
        '"evidence":[\n{"claim":"c","source":"s","stance":"supports","locator":"3"}\n]}\n'
    )
    files = render(ledger, "folder")
    assert isinstance(files, dict)
    assert list(files) == ["models.jsonl", "laws.jsonl", "claims.jsonl", "evidence.jsonl"]
    assert files["claims.jsonl"] == (
        '{"type":"claim","slug":"c","kind":"statement","statement":"s","prior":0.5}\n'
    )


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.json", "json"),
        ("a.YAML", "yaml"),
        ("a.yml", "yaml"),
        ("a.jsonl", "jsonl"),
        ("a.b", "folder"),
    ],
)
def test_the_ending_of_a_name_tells_the_format(name: str, form: str) -> None:
    assert form_of(name) == form


def test_an_empty_ledger_is_an_empty_bundle(tmp_path: Path) -> None:
    for name in ("x.json", "x.yaml"):
        dump(Ledger(), tmp_path / name)
        assert (tmp_path / name).read_text() == "{}\n"
        assert len(read_back(tmp_path / name)) == 0


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(Invalid, match="'xml' is no format: choose one of json, yaml"):
        render(Ledger(), "xml")


def test_records_of_every_kind_are_tried() -> None:
    assert set(RECORDS) == set(KINDS)
