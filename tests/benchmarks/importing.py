"""How long an import of many items takes, beside plain inserts of the same rows in the same run.

    python tests/benchmarks/importing.py [items [rounds]]

A JSONL file of invented items, 100 a claim, in no order of claims, is imported by the command into
an empty SQLite database, and a second one of a quarter of the size into the database that is then
full. The references insert the rows that come of it by `executemany` in one WAL transaction, with
the same indexes made after: into the table as it is, with its conditions, and into one without
any. What the import does besides is in its time: reading, checking, keys, the log, the voices.
Where sqlite-utils is installed, it inserts the lines of the same file, in the large batches with
which it is fastest, without a key or an index.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.benchmarks.invented import imported, made, written
from tests.benchmarks.measure import Measure, exit_code, median_ratio, median_times, printed
from tests.benchmarks.processes import NO_SQLITE_UTILS, ran, sqlite_utils

MOST_EMPTY, MOST_FULL, MOST_MB, LEAST_FASTER = 2.5, 4.0, 128, 5.0
ITEMS, ROUNDS = 1_000_000, 3
SMALL = 20_000
"""Items of a file of 4 MB, of which it is told how it moves every number."""
REFERENCES = {
    "conditions": "`executemany` in one WAL transaction, the same indexes after",
    "bare": "the same into a table without conditions",
}


def inserted_by_sqlite_utils(target: Path, bundle: Path) -> float:
    """Seconds of sqlite-utils, for a table of all lines."""
    command = [sqlite_utils(), "insert", str(target), "lines", str(bundle), "--nl", "--alter"]
    return ran([*command, "--batch-size", "10000"]).seconds


def inserted(rows: list[tuple[Any, ...]], target: Path, schema: list[str], full: bool) -> float:
    """Seconds of one transaction: the rows, and the indexes after them unless there are some."""
    table, *indexes = schema
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA cache_size = -32000")
        if not full:
            connection.execute(table)
        marks = ", ".join("?" * len(rows[0]))
        start = time.perf_counter()
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO evidence VALUES ({marks})", rows)
        for statement in () if full else indexes:
            connection.execute(statement)
        connection.execute("COMMIT")
        return time.perf_counter() - start


def schema_of(database: Path, conditions: bool) -> list[str]:
    """The statements that make the table of items and its indexes."""
    query = (
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'evidence' AND sql <> '' ORDER BY type DESC"
    )
    with closing(sqlite3.connect(database)) as connection:
        table, *indexes = (sql for (sql,) in connection.execute(query))
    if not conditions:
        lines = [line for line in table.splitlines() if " CHECK (" not in line]
        table = re.sub(r",\s*\)\s*$", ")", "\n".join(lines))
    return [table, *indexes]


def rows_of(database: Path, entry: int) -> list[tuple[Any, ...]]:
    """The items that an entry of the log brought, in the order in which they came."""
    query = "SELECT * FROM evidence WHERE entry = ? ORDER BY rowid"
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query, [entry]).fetchall()


def compared(folder: Path, first: Path, second: Path) -> dict[str, float]:
    """One round: the seconds of the imports, of the references and of sqlite-utils."""
    folder.mkdir()
    database = folder / "evidence.db"
    empty = imported(made(str(database)), first)
    taken = {"empty": empty.seconds, "full": imported(str(database), second).seconds}
    taken["megabytes"] = empty.megabytes or 0
    for reference in REFERENCES:
        target, schema = folder / f"{reference}.db", schema_of(database, reference == "conditions")
        taken[f"empty {reference}"] = inserted(rows_of(database, 1), target, schema, False)
        taken[f"full {reference}"] = inserted(rows_of(database, 2), target, schema, True)
        target.unlink()
    if sqlite_utils():
        taken["sqlite-utils"] = inserted_by_sqlite_utils(folder / "peer.db", first)
    return taken


def measures(items: int = ITEMS, rounds: int = ROUNDS) -> Iterator[Measure]:
    """The import beside plain inserts, its memory, and sqlite-utils beside it."""
    yield memory(memory_of(SMALL), SMALL)
    taken = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = written(folder / "first.jsonl", items, 1)
        second = written(folder / "second.jsonl", items // 4, 2)
        for n in range(rounds):
            taken.append(compared(folder / str(n), first, second))
            shutil.rmtree(folder / str(n))
    yield from beside_inserts(taken, items)
    yield memory(max(one["megabytes"] for one in taken) or None, items)
    yield beside_sqlite_utils(taken, items)


def beside_inserts(taken: Sequence[Mapping[str, float]], items: int) -> Iterator[Measure]:
    """The two imports, each beside both references."""
    into = {
        "empty": ("import into an empty database", f"{items:,} items", MOST_EMPTY),
        "full": ("import into a populated database", f"{items // 4:,} into {items:,}", MOST_FULL),
    }
    for database, (what, size, goal) in into.items():
        for reference, name in REFERENCES.items():
            pair = database, f"{database} {reference}"
            ratio, told = median_ratio(taken, *pair), median_times(taken, *pair)
            yield Measure(what, size, name, ratio, goal, told=told)


def memory_of(items: int) -> float | None:
    """The most memory of an import of so many items into an empty database."""
    with tempfile.TemporaryDirectory() as name:
        bundle = written(Path(name) / "first.jsonl", items, 1)
        return imported(made(str(Path(name) / "evidence.db")), bundle).megabytes


def memory(megabytes: float | None, items: int) -> Measure:
    """The most that all processes of an import had together."""
    told = "" if megabytes else "the system does not tell"
    what, size = "memory of the import", f"{items:,} items"
    return Measure(what, size, "", megabytes, MOST_MB, "MB", told=told)


def beside_sqlite_utils(taken: Sequence[Mapping[str, float]], items: int) -> Measure:
    """How many times faster the import is, which does much more."""
    pair, ratio, told = ("sqlite-utils", "empty"), None, NO_SQLITE_UTILS
    if sqlite_utils():
        ratio, told = median_ratio(taken, *pair), median_times(taken, *pair)
    what, size, reference = "speed of the import", f"{items:,} items", INSERT
    return Measure(what, size, reference, ratio, LEAST_FASTER, least=True, told=told)


INSERT = "`sqlite-utils insert --nl` of the same file"


def main(items: int, rounds: int) -> int:
    """Print every measure; 1 if a goal is missed."""
    return exit_code(printed(measures(items, rounds)))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [ITEMS, ROUNDS][len(given) :])))
