"""Every kind of export from the command line, on both engines."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from evidence.exporting import EXPORTS
from tests.cli.running import Run

TEXTS = [kind for kind, export in EXPORTS.items() if export.text]
OTHERS = [kind for kind, export in EXPORTS.items() if not export.text]


def files(path: Path) -> dict[str, bytes]:
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {str(file.relative_to(path)): file.read_bytes() for file in found if file.is_file()}


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_kind_is_written_again_with_the_same_bytes_and_only_by_force(
    seeded: Run, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "out"
    ran = seeded("export", kind, "-o", str(target))
    assert ran.code == 0, ran.err
    assert ran.err.startswith("wrote ")
    first = files(target)
    again = seeded("export", kind, "-o", str(target))
    assert again.code == 1
    assert "--force" in again.err
    assert seeded("export", kind, "-o", str(target), "--force", "--quiet").err == ""
    assert files(target) == first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_goes_to_stdout_as_it_goes_to_a_file(seeded: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / ("x.jsonl" if kind == "bundle" else "x")
    seeded("export", kind, "-o", str(target))
    ran = seeded("export", kind, "-o", "-")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == target.read_text()


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_text_does_not_go_to_stdout(seeded: Run, kind: str) -> None:
    ran = seeded("export", kind, "-o", "-")
    assert (ran.code, ran.out) == (2, "")
    assert f"{kind} is no text: name what to write with -o" in ran.err


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_day_is_taken_by_what_says_where_claims_stand_and_by_nothing_else(
    seeded: Run, tmp_path: Path, kind: str
) -> None:
    ran = seeded("export", kind, "-o", str(tmp_path / "x"), "--as-of", "2024-01")
    assert ran.code == (0 if EXPORTS[kind].dated else 2), ran.err


def test_a_review_is_of_the_day_that_was_asked_for(seeded: Run) -> None:
    def reviewed(*options: str) -> dict[str, object]:
        nodes = json.loads(seeded("export", "jsonld", "-o", "-", *options).out)["@graph"]
        found: dict[str, object] = next(
            n for n in nodes if n["@id"].endswith("claim/most-labs-fp8")
        )
        return found

    base = ("--base", "https://example.org/e")
    early, late = (reviewed(*base, "--as-of", day) for day in ("2020", "2025-01-10"))
    assert "citation" not in early
    assert late["citation"]


def test_the_table_of_supports_says_what_status_says(seeded: Run, tmp_path: Path) -> None:
    import duckdb

    target, day = tmp_path / "tables", ("--as-of", "2025-01-10")
    seeded("export", "parquet", "-o", str(target), *day)
    rows = duckdb.execute(
        "SELECT claim, status, probability FROM read_parquet(?)", [str(target / "supports.parquet")]
    ).fetchall()
    said = seeded("status", "--json", *day).json["claims"]
    assert rows == [(one["claim"], one["status"], one["probability"]) for one in said]


def test_a_base_is_taken_by_jsonld_alone(seeded: Run, tmp_path: Path) -> None:
    ran = seeded("export", "csl", "-o", str(tmp_path / "x"), "--base", "https://example.org")
    assert ran.code == 2
    assert "csl has no names that begin with a URL: leave --base out" in ran.err
    assert seeded("export", "jsonld", "-o", str(tmp_path / "x"), "--base", "example").code == 1
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("kind", "name"), [("bibtex", "sources"), ("xlsx", "records"), ("parquet", "records")]
)
def test_json_says_what_was_written(seeded: Run, tmp_path: Path, kind: str, name: str) -> None:
    target = str(tmp_path / "x")
    document = seeded("export", kind, "-o", target, "--json").json
    assert document["output"] == target
    assert document[name] > 30


@pytest.mark.parametrize("kind", OTHERS)
def test_an_empty_database_is_exported_too(empty: Run, tmp_path: Path, kind: str) -> None:
    assert empty("export", kind, "-o", str(tmp_path / "x")).code == 0


@pytest.mark.parametrize("kind", TEXTS)
def test_an_empty_database_gives_a_text_that_reads(empty: Run, kind: str) -> None:
    ran = empty("export", kind, "-o", "-")
    assert ran.code == 0
    assert ran.out.strip() == "" or json.loads(ran.out) is not None


def test_a_cell_that_a_spreadsheet_would_run_comes_back_as_its_text(
    seeded: Run, tmp_path: Path
) -> None:
    from evidence.core.spreadsheet_cells import guarded

    quote, file = "=1+1 is what they say", tmp_path / "evidence.csv"
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["claim", "source", "stance", "quote", "locator"])
    rows.writerow(["most-labs-fp8", "deepseek-v3-report", "neutral", guarded(quote), "p. 1"])
    file.write_text(table.getvalue())
    assert "'=1+1" in file.read_text()
    assert seeded("import", str(file)).code == 0
    assert quote in seeded("export", "bundle", "-o", "-").out
    assert "'=1+1" not in seeded("export", "bundle", "-o", "-").out
