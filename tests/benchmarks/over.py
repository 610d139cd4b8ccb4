"""How long all claims take to score from SQLite, and from an export by DuckDB and by Spark.

    python tests/benchmarks/over.py [items [rounds [times]]]

Invented claims of 100 items each in a SQLite database, written as an export. Each round scores
all claims once by every engine; the medians are printed with the largest difference between any
figure of an export and that of SQLite, which has to be at most 1e-9. Opening is told apart: it
checks the export, and starts Spark, on all cores of this machine. Bytes are of the files. With
`times` the export is then repeated so often under other names, and scored again without SQLite.
"""

from __future__ import annotations

import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from evidence.core.standing import Standing
from evidence.exchange.atomic import write
from evidence.exporting import EXPORTS, Gathered
from evidence.over import ENGINES
from evidence.store.engine import Location, Reader
from evidence.store.over import opened
from evidence.store.standings import standings, summed
from evidence.workspace import Workspace
from tests.benchmarks.filling import DAY, filled

MOST_APART = 1e-9
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """The seconds that some work takes, and what it gives."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def export(location: Location, folder: Path) -> None:
    """Write the tables that scores are summed from."""
    with Gathered(Workspace(location.target), str(folder)) as gathered:
        write(folder, EXPORTS["scoring"].render(gathered))


def apart(found: list[Standing], expected: Mapping[str, Standing]) -> float:
    """The largest difference of any figure of any claim; infinite where a claim or word differs."""
    if len(found) != len(expected):
        return float("inf")
    pairs = [(one.balance, expected[one.claim].balance) for one in found]
    if any(one.status != other.status for one, other in pairs):
        return float("inf")
    return max(
        abs(a - b) for one, other in pairs for a, b in zip(one[:-1], other[:-1], strict=True)
    )


def by_sqlite(location: Location, rounds: int) -> dict[str, Standing]:
    """Print what SQLite takes, and give what it says."""
    with Reader(location) as reader:
        taken = [timed(lambda: standings(reader, DAY)) for _ in range(rounds)]
    print(f"sqlite                  scored in {statistics.median(t for t, _ in taken):7.2f} s")
    return {one.claim: one for one in taken[-1][1]}


def by_engine(folder: Path, engine: str, rounds: int, expected: Mapping[str, Standing]) -> float:
    """Print what an engine takes, and give how far it is from SQLite."""
    view = opened(str(folder), engine, {})
    opening, rows = timed(view.__enter__)
    try:
        taken = [timed(lambda: summed(rows, DAY).standings) for _ in range(rounds)]
    finally:
        view.__exit__(None, None, None)
    difference = apart(taken[-1][1], expected)
    print(
        f"{engine:7} opened in {opening:5.2f} s, scored in"
        f" {statistics.median(t for t, _ in taken):7.2f} s, first {taken[0][0]:.2f} s,"
        f" at most {difference:.1e} from sqlite"
    )
    return difference


def repeated(folder: Path, larger: Path, times: int) -> None:
    """Write an export in which every claim stands so many times, under other names."""
    import duckdb

    larger.mkdir()
    for file in folder.iterdir():
        name = "slug" if file.stem == "claims" else "claim"
        named = (
            f"SELECT * REPLACE ({name} || '-' || n AS {name}) FROM '{file}', range({times}) r(n)"
        )
        duckdb.execute(f"COPY ({named} ORDER BY n) TO '{larger / file.name}' (FORMAT parquet)")


def main(items: int, rounds: int, times: int) -> int:
    """Print every measure; 1 if an engine is too far from SQLite."""
    with tempfile.TemporaryDirectory() as scratch:
        location, folder = Location(str(Path(scratch, "evidence.db"))), Path(scratch, "export")
        filled(location, items)
        taken, _ = timed(lambda: export(location, folder))
        with closing(sqlite3.connect(location.path)) as connection:
            [(steps,)] = connection.execute("SELECT count(*) FROM voice").fetchall()
        size = sum(path.stat().st_size for path in folder.iterdir())
        whole = Path(location.path).stat().st_size
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"database {whole / items:.0f} bytes an item; {steps / items:.2f} voices an item")
        print(
            f"exported in {taken:.1f} s, {taken / steps * 1e6:.1f} us a voice;"
            f" {size / steps:.1f} bytes a voice; the whole process at most {memory:.0f} MB"
        )
        expected = by_sqlite(location, rounds)
        differences = [by_engine(folder, engine, rounds, expected) for engine in ENGINES]
        if times > 1:
            larger = Path(scratch, "larger")
            repeated(folder, larger, times)
            print(f"{items * times} items:")
            every = {f"{slug}-{n}": one for slug, one in expected.items() for n in range(times)}
            differences += [by_engine(larger, engine, 1, every) for engine in ENGINES]
        return int(max(differences) > MOST_APART)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [1_000_000, 3, 1][len(given) :])))
