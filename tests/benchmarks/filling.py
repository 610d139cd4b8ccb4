"""An invented SQLite database of any size, filled by the driver itself."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from evidence.core.canonical import content_key
from evidence.store.engine import Location, Writer
from evidence.store.schema import create
from evidence.store.weighing import reweigh_all
from tests.store.examples import added, organization, write

EACH, LARGE = 100, 1000
MOST_WEIGHED = 1_000_000
"""Items that are drawn and weighed; of more, the claims are these again under other names."""
SOURCES, PARTIES = 1000, 40
DAY = "2025-06-30"
STANCES = ("supports", "supports", "refutes", "neutral")
STRENGTHS = ("weak", "moderate", "strong", "conclusive")
KINDS = ("technical_report", "dataset", "preprint", "forum")


def filled(location: Location, items: int, each: int = EACH) -> None:
    """Make a database with so many items, `each` a claim, and the voices of its claims."""
    weighed = min(items, MOST_WEIGHED)
    create(location)
    write(location, added([organization("lab")]))
    drawn = random.Random(items)
    with closing(sqlite3.connect(location.path)) as connection:
        _insert(connection, "source", ("id", "slug", "kind", "party", "entry"), _sources(drawn))
        claims = (
            (n + 1, f"claim-{n}", "statement", f"Claim {n}", 1) for n in range(weighed // each)
        )
        _insert(connection, "claim", ("id", "slug", "kind", "statement", "entry"), claims)
        columns = (
            *("claim_id", "key", "source_id", "stance", "strength", "quote", "locator"),
            *("published", "entry"),
        )
        _insert(connection, "evidence", columns, _items(drawn, weighed, each))
        connection.commit()
    start = time.perf_counter()
    with Writer(location) as writer:
        reweigh_all(writer)
    taken = time.perf_counter() - start
    print(f"{weighed} items weighed in {taken:.1f} s, {taken / weighed * 1e6:.1f} us an item")

    with closing(sqlite3.connect(location.path)) as connection:
        _repeated(connection, items // weighed - 1)


def _repeated(connection: sqlite3.Connection, times: int) -> None:
    """Add the claims so many times more, under other names, with all that is said on them."""
    [(claims,)] = connection.execute("SELECT max(id) FROM claim")
    for n in range(1, times + 1):
        for table, own in (("claim", "id"), ("evidence", "claim_id"), ("voice", "claim_id")):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            moved = {own: f"{own} + {claims * n}", "slug": f"slug || '-{n}'"}
            values = ", ".join(moved.get(column, f'"{column}"') for column in columns)
            connection.execute(
                f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {own} <= {claims}"
            )
    connection.commit()


def _insert(
    connection: sqlite3.Connection,
    table: str,
    columns: tuple[str, ...],
    rows: Iterator[tuple[Any, ...]],
) -> None:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    while batch := list(islice(rows, 100_000)):
        connection.executemany(statement, batch)


def _sources(drawn: random.Random) -> Iterator[tuple[Any, ...]]:
    for n in range(1, SOURCES + 1):
        yield n, f"source-{n}", drawn.choice(KINDS), f"party-{drawn.randrange(PARTIES)}", 1


def _items(drawn: random.Random, items: int, each: int) -> Iterator[tuple[Any, ...]]:
    sizes = [LARGE, *[each] * (items // each - 1)]
    for claim, size in enumerate(sizes, start=1):
        for n in range(size):
            day = f"20{drawn.randrange(15, 26)}-{drawn.randrange(1, 13):02}-15"
            said = drawn.choice(STANCES), drawn.choice(STRENGTHS), f"sentence {n}", "p. 1"
            yield claim, content_key(str(n)), drawn.randrange(SOURCES) + 1, *said, day, 1
