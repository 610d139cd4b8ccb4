"""How long an import of many items takes, beside plain inserts of the same rows in the same run.

    python tests/benchmarks/importing.py [items]

A JSONL file of invented items, 100 a claim, in no order of claims, is imported by the command into
an empty SQLite database, and a second one of a quarter of the size into the database that is then
full. The references insert the rows that come of it by `executemany` in one WAL transaction, with
the same indexes made after: into the table as it is, with its conditions, and into one without
any. What the import does besides is in its time: reading, checking, keys, the log, the voices.
Prints the seconds, the ratios with their goals, and the import's largest memory.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

EACH, SOURCES, PARTIES = 100, 1000, 300
KINDS = ("technical_report", "peer_reviewed", "analyst", "press_named", "preprint", "forum")
STRENGTHS = ("conclusive", "strong", "moderate", "weak")
MOST_EMPTY, MOST_FULL, MOST_MB = 2.5, 4.0, 128


def written(path: Path, items: int, seed: int) -> Path:
    """A bundle of so many items on a hundredth as many claims."""
    chance = random.Random(seed)
    claims = max(1, items // EACH)
    with path.open("w") as file:
        for n in range(SOURCES):
            day = f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}"
            party = f"party-{n % PARTIES}"
            named: dict[str, Any] = {"type": "source", "slug": f"s{seed}-{n}", "kind": KINDS[n % 6]}
            file.write(json.dumps(named | {"party": party, "published": day}) + "\n")
        for n in range(claims):
            named = {"type": "claim", "slug": f"c{seed}-{n}", "kind": "statement"}
            file.write(json.dumps(named | {"statement": f"Claim number {n} holds"}) + "\n")
        for n in range(items):
            item = {
                "type": "evidence",
                "claim": f"c{seed}-{n % claims}",
                "source": f"s{seed}-{chance.randrange(SOURCES)}",
                "stance": chance.choice(("supports", "refutes")),
                "strength": chance.choice(STRENGTHS),
                "quote": f"Passage {n} of the document says that this is what was done in the run.",
                "locator": f"p. {n % 97}",
            }
            file.write(json.dumps(item) + "\n")
    return path


def imported(database: Path, bundle: Path) -> float:
    """Seconds of the command."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "evidence", "--db", str(database), "import", str(bundle)]
    subprocess.run([*command, "--quiet"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


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


def main(items: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "evidence.db"
        init = [sys.executable, "-m", "evidence", "--db", str(database), "init", "--empty", "-q"]
        subprocess.run(init, stdout=subprocess.DEVNULL, check=True)
        first = imported(database, written(folder / "first.jsonl", items, 1))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        second = imported(database, written(folder / "second.jsonl", items // 4, 2))
        for conditions in (True, False):
            told = "with its conditions" if conditions else "without conditions"
            target = folder / f"{told}.db"
            schema = schema_of(database, conditions)
            empty = inserted(rows_of(database, 1), target, schema, False)
            full = inserted(rows_of(database, 2), target, schema, True)
            print(f"{items} items, table {told}: executemany {empty:.1f} s, import {first:.1f} s")
            print(f"  into an empty database {first / empty:.2f} x (goal {MOST_EMPTY})")
            print(f"  {items // 4} more into it {second / full:.2f} x (goal {MOST_FULL})")
    print(f"{memory:.0f} MB at most (goal {MOST_MB})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
