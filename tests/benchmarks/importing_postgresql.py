"""How long an import into PostgreSQL takes, beside raw COPY of the same rows in the same run.

    python tests/benchmarks/importing_postgresql.py [items [rounds]]

A JSONL file of invented items is imported by the command into an empty database of a server that
is started here, with the settings that make it safe against a crash. The references COPY the rows
that come of it, which lie in memory, in one transaction: into a table like the first, with the
same conditions and indexes and the same links to claims and sources, and into one with the
indexes alone.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests import postgres
from tests.benchmarks.invented import imported, made, written
from tests.benchmarks.measure import Measure, exit_code, median_ratio, median_times, printed

if TYPE_CHECKING:
    from psycopg import Connection

MOST = 1.5
ITEMS, ROUNDS = 1_000_000, 3
WHAT = "import into PostgreSQL"
REFERENCES = {
    "equal": "raw `COPY` into an equal table",
    "bare": "raw `COPY` into a table without conditions",
}
LINKS = """
SELECT 'ALTER TABLE equal ADD ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE conrelid = 'evidence'::regclass AND contype = 'f'
"""


def tables(connection: Connection) -> None:
    """Make the two tables of the references."""
    connection.execute("CREATE TABLE equal (LIKE evidence INCLUDING ALL)")
    for (statement,) in connection.execute(LINKS).fetchall():
        connection.execute(statement)
    connection.execute("CREATE TABLE bare (LIKE evidence INCLUDING INDEXES)")
    connection.commit()


def rows(connection: Connection) -> list[bytes]:
    """The items in the text of COPY, as they lie in the table."""
    with connection.cursor().copy("COPY evidence TO STDOUT") as copy:
        return [bytes(part) for part in copy]


def copied(connection: Connection, table: str, text: bytes) -> float:
    """Seconds of one transaction."""
    start = time.perf_counter()
    with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        copy.write(text)
    connection.commit()
    return time.perf_counter() - start


def compared(server: postgres.Server, bundle: Path) -> dict[str, float]:
    """One round: the seconds of the import and of the references."""
    import psycopg

    name = server.database()
    target = made(server.url(name))
    # What one has left in memory is not to be written to disk at the cost of the next.
    server.execute("CHECKPOINT")
    taken = {"import": imported(target, bundle).seconds}
    with psycopg.connect(server.url(name)) as connection:
        tables(connection)
        text = b"".join(rows(connection))
        connection.commit()
        for table in REFERENCES:
            server.execute("CHECKPOINT")
            taken[table] = copied(connection, table, text)
    server.execute(f"DROP DATABASE {name}")
    return taken


def compared_often(programs: Path, items: int, rounds: int) -> list[dict[str, float]]:
    """So many rounds on a server of their own."""
    server = postgres.Server(programs, postgres.DURABLE)
    try:
        with tempfile.TemporaryDirectory() as folder:
            bundle = written(Path(folder) / "first.jsonl", items, 1)
            return [compared(server, bundle) for _ in range(rounds)]
    finally:
        server.stop()


def measures(items: int = ITEMS, rounds: int = ROUNDS) -> Iterator[Measure]:
    """The import beside both references; nothing where there is no server to start."""
    programs = postgres.binaries()
    taken = compared_often(programs, items, rounds) if programs else []
    for table in REFERENCES:
        yield beside_copy(taken, table, items)


def beside_copy(taken: Sequence[Mapping[str, float]], table: str, items: int) -> Measure:
    """The import beside one of the references."""
    ratio, told = None, postgres.WHY_NOT
    if taken:
        ratio, told = median_ratio(taken, "import", table), median_times(taken, "import", table)
    return Measure(WHAT, f"{items:,} items", REFERENCES[table], ratio, MOST, told=told)


def main(items: int, rounds: int) -> int:
    """Print every measure; 1 if a goal is missed."""
    return exit_code(printed(measures(items, rounds)))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [ITEMS, ROUNDS][len(given) :])))
