from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from evidence.core.errors import Invalid
from evidence.core.ledger import Ledger
from evidence.core.records import KINDS, SUBJECT_KINDS, Evidence, Record, Source
from evidence.core.support import HEADLINE, support
from evidence.exchange.atomic import write_folder
from evidence.exchange.columns import RECORD_TABLES, Column, columns_of
from evidence.exchange.inputs import accept
from evidence.exchange.parquet import render, written
from evidence.exchange.scoring_tables import spoken
from evidence.exchange.tables import Row, Stream, Table, tables
from tests.exchange.hostile import PAYLOADS, everywhere
from tests.exchange.records import ANY_RECORDS, RECORDS
from tests.reliability.conftest import Figure, figure
from tests.scale import scaled

__all__ = ["figure"]

Rows = list[dict[str, Any]]


def read_back(folder: Path, files: dict[str, bytes]) -> dict[str, Rows]:
    """The rows of each table as another program reads them."""
    import duckdb

    found = {}
    for name, content in files.items():
        (folder / name).write_bytes(content)
        rows = duckdb.execute("FROM read_parquet(?)", [str(folder / name)])
        names = [column[0] for column in rows.description or ()]
        found[name] = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return found


def remark(row: dict[str, Any]) -> Any:
    return row.get("notes") or row.get("note")


def exported(tmp_path: Path, records: Iterable[Record]) -> dict[str, Rows]:
    ledger = Ledger(records)
    found = [str(r._asdict()["slug"]) for r in ledger.of_kind("claims")]
    supports = [support(ledger, slug, "2025-01-10") for slug in found]
    return read_back(tmp_path, render(tables(ledger, supports)))


def test_numbers_and_dates_stand_as_entered_and_beside_it_as_numbers_and_days(
    tmp_path: Path,
) -> None:
    source = accept("sources", {"slug": "s", "kind": "dataset", "published": "2022-09"})
    number = {"subject": "model:m", "attribute": "training_compute", "source": "s"}
    entered = ["4e24 to 6e24 @80%", ">5e26", "~1e25", "3e24"]
    given = [accept("observations", number | {"value": value}) for value in entered]
    found = exported(tmp_path, [source, *given])["observations.parquet"]

    rows = {row["value"]: row for row in found}
    columns = ("low", "median", "high", "level", "unit")
    assert {value: tuple(rows[value][c] for c in columns) for value in entered} == {
        "4e24 to 6e24 @80%": (4e24, pytest.approx((4e24 * 6e24) ** 0.5), 6e24, 0.8, "FLOP"),
        ">5e26": (5e26, None, None, None, "FLOP"),
        "~1e25": (1e25, 1e25, 1e25, None, "FLOP"),
        "3e24": (3e24, 3e24, 3e24, None, "FLOP"),
    }
    assert {(row["published"], row["published_day"]) for row in found} == {
        (None, date(2022, 9, 30))
    }


def test_a_claimed_range_and_where_the_claim_stands_are_numbers(tmp_path: Path) -> None:
    stated = {"slug": "c", "kind": "quantity", "statement": "t", "subject": "model:m"}
    claim = accept("claims", stated | {"attribute": "training_tokens", "low": "14T"})
    found = exported(tmp_path, [accept("models", {"slug": "m", "name": "M"}), claim])

    (row,) = found["claims.parquet"]
    assert (row["low"], row["low_entered"], row["high"], row["unit"]) == (
        14e12,
        "14T",
        None,
        "token",
    )
    (standing,) = found["supports.parquet"]
    assert tuple(standing)[: len(HEADLINE)] == HEADLINE
    assert (standing["as_of"], standing["status"]) == (date(2025, 1, 10), "insufficient evidence")


def test_a_measurement_is_a_number_where_it_is_in_the_unit_of_its_claim(tmp_path: Path) -> None:
    stated = {"slug": "c", "kind": "quantity", "statement": "t", "subject": "model:m"}
    claim = accept("claims", stated | {"attribute": "chips", "low": "100K"})
    item = {"claim": "c", "source": "s", "stance": "supports"}
    values = ["100K to 200K", "150 MW", "fp8"]
    items = [accept("evidence", item | {"value": v, "locator": v}) for v in values]
    found = exported(tmp_path, [claim, *items])["evidence.parquet"]
    assert {row["value"]: (row["low"], row["high"], row["unit"]) for row in found} == {
        "100K to 200K": (1e5, 2e5, "chip"),
        "150 MW": (None, None, None),
        "fp8": (None, None, None),
    }


@settings(max_examples=100, deadline=None)
@given(data=ANY_RECORDS)
def test_records_of_every_kind_have_a_row_each_and_a_value_for_each_column(
    data: list[Record],
) -> None:
    ledger = Ledger(data)
    found = [table for table in tables(ledger, ()) if table.name in RECORD_TABLES]
    assert sum(len(table.rows) for table in found) == len(ledger)
    assert all(len(row) == len(table.columns) for table in found for row in table.rows)


@settings(max_examples=20, deadline=None)
@given(data=RECORDS["claims"] | RECORDS["evidence"] | RECORDS["observations"] | RECORDS["sources"])
def test_every_record_has_a_row_with_its_texts_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, data: Record
) -> None:
    ledger = Ledger([data])
    found = read_back(tmp_path_factory.mktemp("t"), render(tables(ledger, ())))
    rows = [row for name in RECORD_TABLES for row in found[f"{name}.parquet"]]
    (row,) = rows
    fields = {n: v for n, v in data._asdict().items() if isinstance(v, str) and n in row and v}
    assert {n: row[n] for n in fields if n not in ("low", "high")} == {
        n: v for n, v in fields.items() if n not in ("low", "high")
    }


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: ascii(p)[:30])
def test_a_harmful_text_in_every_field_reads_back_equal(tmp_path: Path, payload: str) -> None:
    ledger = everywhere(payload)
    found = read_back(tmp_path, render(tables(ledger, [support(ledger, "c", "2025-01-10")])))
    for kind in ("sources", "claims", "evidence", "observations"):
        expected = [
            r._asdict().get("notes") or r._asdict().get("note") for r in ledger.of_kind(kind)
        ]
        assert [r.get("notes") or r.get("note") for r in found[f"{kind}.parquet"]] == expected


def test_every_table_is_there_and_every_column_is_explained(tmp_path: Path) -> None:
    import duckdb

    files = render(tables(Ledger(), (), spoken(Ledger())))
    names = {name.removesuffix(".parquet") for name in files}
    worked_out = {"supports", "units", "voices", "opinions"}
    assert names == {*KINDS, *worked_out, "subjects", "columns"} - set(SUBJECT_KINDS)
    found = read_back(tmp_path, files)
    explained = {
        (r["table"], r["column"]): (r["type"], r["meaning"]) for r in found["columns.parquet"]
    }
    for name in names - {"columns"}:
        path = str(tmp_path / f"{name}.parquet")
        described = duckdb.execute("DESCRIBE FROM read_parquet(?)", [path]).fetchall()
        assert [(c[0], c[1]) for c in described] == [
            (column, type_) for (table, column), (type_, _) in explained.items() if table == name
        ]
        carried = duckdb.execute(
            "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [path]
        ).fetchall()
        assert dict(carried) == {c: m for (t, c), (_, m) in explained.items() if t == name}


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_no_two_columns_of_a_table_share_a_name(table: str) -> None:
    names = [column.name for column in columns_of(table)]
    assert len(set(names)) == len(names)


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    records = list(everywhere("x"))
    one, other = (render(tables(Ledger(given), ())) for given in (records, reversed(records)))
    assert one == other


def test_twenty_thousand_items_take_a_few_seconds() -> None:
    items: list[Record] = [
        Evidence(f"c-{n % 100}", "s", "supports", quote="q" * 100 + str(n), key=f"{n:012x}")
        for n in range(20_000)
    ]
    start = time.process_time()
    files = render(tables(Ledger([*items, Source("s", published="2024")]), ()))
    took = time.process_time() - start
    print(f"20,000 items: {took:.2f} s, {len(files['evidence.parquet'])} bytes")
    assert took < 8


def numbered(batches: int, size: int) -> Stream:
    """A table whose rows are made as they are asked for."""
    columns = (Column("a", "VARCHAR", "a"), Column("b", "INTEGER", "b"), Column("c", "DOUBLE", "c"))

    def rows() -> Iterator[list[Row]]:
        for start in range(0, batches * size, size):
            yield [
                (f"n{i}" if i % 3 else None, i, i / 2 or None) for i in range(start, start + size)
            ]

    return Stream("t", columns, rows)


def test_rows_that_come_some_at_a_time_are_written_in_their_order(tmp_path: Path) -> None:
    import duckdb

    stream = numbered(3, 1000)
    write_folder(tmp_path / "out", written([stream]))
    found = duckdb.sql(f"FROM '{tmp_path}/out/t.parquet'").fetchall()
    assert found == [row for rows in stream.batches() for row in rows]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the most memory")
def test_a_table_of_a_million_rows_is_written_in_little_memory(
    tmp_path: Path, figure: Figure
) -> None:
    program = (
        "import re\nfrom pathlib import Path\n"
        "from evidence.exchange.parquet import written\n"
        "from tests.exchange.test_parquet import numbered\n"
        "def most(): return int(re.search('VmHWM:\\s*(\\d+) kB', status.read_text())[1]) / 1024\n"
        "status = Path('/proc/self/status')\n"
        f"for batches in (1, 1, {scaled(50)}):\n"
        "    before = most()\n"
        f"    written([numbered(batches, 20_000)])['t.parquet'](Path({str(tmp_path / 't')!r}))\n"
        "print(most() - before)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    more = float(ran.stdout)
    figure(f"{scaled(50) * 20_000} rows: {more:.0f} MB more than one batch of them")
    assert more < 150


def test_a_failure_to_get_the_rows_leaves_no_folder(tmp_path: Path) -> None:
    def rows() -> Iterator[list[Row]]:
        yield [("x",)]
        raise Invalid("the rows end here")

    stream = Stream("t", (Column("a", "VARCHAR", "a"),), rows)
    with pytest.raises(Invalid, match="the rows end here"):
        write_folder(tmp_path / "out", written([stream]))
    assert list(tmp_path.iterdir()) == []


def test_without_duckdb_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    missing = "Parquet needs DuckDB, which is not installed"
    with pytest.raises(Invalid, match=missing) as caught:
        render(())
    with pytest.raises(Invalid, match=missing):
        written(())
    assert caught.value.hint == "pip install 'evidence-ledger[analytics]'"


def test_nothing_is_fetched_and_no_extension_is_loaded_besides_those_built_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    render([Table("t", (Column("a", "VARCHAR[]", 'it\'s a "b"'),), ((["x"],), (None,)))])
    assert list(tmp_path.iterdir()) == []
