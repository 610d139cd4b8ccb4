"""What the benchmarks measure and beside what; how long anything takes is not tested here."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import postgres
from tests.benchmarks import cold_start, importing, importing_postgresql
from tests.benchmarks.__main__ import BENCHMARKS
from tests.benchmarks.processes import PROCESSES, ran

if TYPE_CHECKING:
    from psycopg import Connection

COMMANDS = ("`--version`", "`--help`", "`status` of a roll call", "`status` of a quantity")
GOALS = {
    "cold_start": [
        *zip(COMMANDS, ("at most 5 x", "at most 5.5 x", "at most 6 x", "at most 6 x"), strict=True),
        ("`explain` of a roll call", "at most 7.5 x"),
        ("`explain` of a quantity", "at most 7.5 x"),
        ("`status` on a terminal", "at most 12 x"),
        ("`explain` on a terminal", "at most 12 x"),
        *((f"speed of {command}", "at least 6 x") for command in COMMANDS[2:]),
    ],
    "importing": [
        ("memory of the import", "at most 128 MB"),
        *[("import into an empty database", "at most 2.5 x")] * 2,
        *[("import into a populated database", "at most 4 x")] * 2,
        ("memory of the import", "at most 128 MB"),
        ("speed of the import", "at least 5 x"),
    ],
    "importing_postgresql": [("import into PostgreSQL", "at most 1.5 x")] * 2,
    "scoring": [
        ("sums of all claims", "-"),
        ("score of all claims", "at most 2.5 x"),
        ("score of one claim after an item more", "at most 3 x"),
        ("score of one claim after an item more", "at most 2 ms"),
        ("score of one claim after an item altered", "at most 3 x"),
        ("score of one claim after an item altered", "at most 2 ms"),
        ("the same of a pooled source", "at most 3 x"),
        ("the same of a pooled source", "at most 2 ms"),
        ("score of one claim heard anew", "-"),
        ("`status` of a claim with 1,000 items", "at most 3 x"),
    ],
    "timeline": [
        ("timeline of a claim", "-"),
        ("timeline of a claim", "at most 3 ms"),
        ("timeline of a claim", "-"),
        ("timeline of a claim", "at most 20 x"),
    ],
    "impact": [(f"impact of a bundle in {form}", "at most 1.5 x") for form in ("JSONL", "YAML")],
    "growth": [
        ("growth of the import", "at most 1.3 x"),
        ("memory of the import", "at most 128 MB"),
        ("growth of the score of all claims", "at most 1.3 x"),
    ],
}
"""What each benchmark measures, with its goal."""
SIZES: dict[str, dict[str, int]] = {"cold_start": {}, "timeline": {}, "impact": {"claims": 200}}
"""Those whose size is told in other words than items."""


@pytest.mark.parametrize("name", GOALS)
def test_every_benchmark_finds_a_figure_for_each_of_its_goals(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "SMALL", 1000)
    benchmark = import_module(f"tests.benchmarks.{name}")
    size = SIZES.get(name, {"items": 1000})

    found = list(benchmark.measures(**size, rounds=1))

    assert [(one.what, one.aim) for one in found] == GOALS[name]
    assert [one.what for one in found if one.figure is None and not one.told] == []
    assert [one.what for one in found if one.figure is not None and one.figure <= 0] == []


def test_the_command_runs_every_benchmark_that_has_a_goal() -> None:
    assert list(BENCHMARKS) == list(GOALS)


def test_a_peer_or_a_server_that_is_not_there_is_told_and_not_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "sqlite_utils", lambda: "")
    monkeypatch.setattr(cold_start, "sqlite_utils", lambda: "")
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    row = cold_start.Row("`--version`", ["evidence", "--version"], 5.0)

    found = [
        importing.beside_sqlite_utils([{"empty": 1.0}], 1000),
        cold_start.beside_sqlite_utils(row, "evidence.db", 1),
        *importing_postgresql.measures(1000, 1),
    ]

    assert [(one.verdict, one.told) for one in found] == [
        *[("not measured", "sqlite-utils is not installed")] * 2,
        *[("not measured", postgres.WHY_NOT)] * 2,
    ]


@pytest.mark.skipif(not (PROCESSES / "self/smaps_rollup").exists(), reason="needs Linux's /proc")
def test_the_memory_of_a_command_is_that_of_all_its_processes_together() -> None:
    inner = "import time; kept = bytearray(40_000_000); time.sleep(1)"
    outer = (
        "import subprocess, sys; kept = bytearray(80_000_000);"
        f" subprocess.run([sys.executable, '-c', {inner!r}])"
    )

    both, one = (ran([sys.executable, "-c", text]).megabytes for text in (outer, inner))

    assert both is not None
    assert one is not None
    assert 38 < one < 60
    assert 114 < both < 140


def test_a_command_that_fails_is_not_taken_for_a_fast_one() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        ran([sys.executable, "-c", "raise SystemExit(3)"])


@pytest.mark.parametrize("conditions", [True, False])
def test_plain_inserts_make_the_same_rows_and_indexes(
    thread_database: Path, tmp_path: Path, conditions: bool
) -> None:
    entry = entry_of(thread_database)
    rows = importing.rows_of(thread_database, entry)
    schema = importing.schema_of(thread_database, conditions)
    target = tmp_path / "plain.db"

    importing.inserted(rows, target, schema, full=False)

    assert len(rows) > 100
    assert importing.rows_of(target, entry) == rows
    assert importing.schema_of(target, True) == schema
    assert ("CHECK" in schema[0]) == conditions


def entry_of(database: Path) -> int:
    """The entry of the log that brought most of the items."""
    query = "SELECT entry FROM evidence GROUP BY entry ORDER BY count(*) DESC LIMIT 1"
    with closing(sqlite3.connect(database)) as connection:
        [(entry,)] = connection.execute(query)
    return int(entry)


def test_plain_copies_go_into_a_table_with_the_same_conditions_indexes_and_links(
    postgresql_server: postgres.Server, thread_on_postgresql: str
) -> None:
    import psycopg

    name = postgresql_server.database(thread_on_postgresql)
    with psycopg.connect(postgresql_server.url(name)) as connection:
        importing_postgresql.tables(connection)
        text = b"".join(importing_postgresql.rows(connection))
        for table in importing_postgresql.REFERENCES:
            importing_postgresql.copied(connection, table, text)
            there = connection.execute(f"TABLE evidence EXCEPT ALL TABLE {table}").fetchall()
            counted = connection.execute(f"SELECT count(*) > 100 FROM {table}").fetchone()
            assert (there, counted) == ([], (True,))
        found = conditions_of(connection, "equal")
        assert found == conditions_of(connection, "evidence")

    assert {kind for kind, _ in found} == {"c", "f", "i", "p"}


def conditions_of(connection: Connection, table: str) -> list[tuple[str, str]]:
    """The conditions, keys, links and indexes of a table, without their names."""
    query = f"""
    SELECT contype::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = '{table}'::regclass
    UNION ALL
    SELECT 'i', regexp_replace(indexdef, '^.* USING ', '') FROM pg_indexes
    WHERE tablename = '{table}'
    ORDER BY 1, 2
    """
    return connection.execute(query).fetchall()
