"""How long it takes to score every claim, and one claim that has changed, beside plain reads.

    python tests/benchmarks/scoring.py [items [rounds]]

Invented claims of 100 items each in a SQLite database, besides one of 1,000. Each round takes
every measure once; the medians are printed with their ratios and the goals: all claims at most
2.5 times a scan of the voices, one changed claim at most 3 times an indexed read of its rows and
2 ms. An alteration is written too; one of a pooled source has all that is low weighed again. Ten
million items need 6 GB of disk.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from typing import Any

from evidence.core.canonical import content_key
from evidence.core.forms import from_mapping
from evidence.core.hearing import docket
from evidence.core.judging import POOLED
from evidence.core.ledger import Change
from evidence.store.engine import Location, Reader, Writer
from evidence.store.reading import bearing_on_claims
from evidence.store.schema import create
from evidence.store.standings import standings
from evidence.store.weighing import reweigh, reweigh_all, weigh
from evidence.store.weights import weights_on
from evidence.workspace import Workspace
from tests.store.examples import added, organization, write

EACH, LARGE = 100, 1000
MOST_WEIGHED = 1_000_000
"""Items that are drawn and weighed; of more, the claims are these again under other names."""
SOURCES, PARTIES = 1000, 40
DAY = "2025-06-30"
STANCES = ("supports", "supports", "refutes", "neutral")
STRENGTHS = ("weak", "moderate", "strong", "conclusive")
KINDS = ("technical_report", "dataset", "preprint", "forum")
MOST_SCANS, MOST_READS, MOST_MS = 2.5, 3.0, 2.0
CLAIM, LARGE_CLAIM = "claim-7", "claim-0"
SCAN = (
    "SELECT sum(db), max(ends), max(starts), max(side), max(group_name), max(unit), max(claim_id)"
    " FROM voice"
)
ROWS = "SELECT * FROM evidence WHERE claim_id = (SELECT id FROM claim WHERE slug = ?)"
ALTER = "UPDATE evidence SET strength = ? WHERE claim_id = ? AND key = ?"
CHANGES = {
    "added": "an item more",
    "altered": "an item altered",
    "altered low": "one of the low",
    "again": "all made anew",
}
"""What changes on a claim: of a named group, of the pooled, and as where items end others."""

Measures = dict[str, Callable[[], object]]


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


def measures(location: Location, reader: Reader, writer: Writer) -> Measures:
    """What is measured, by name; everything on connections that are open."""
    plain = sqlite3.connect(location.path)

    more = count()

    def added() -> object:
        fields = {"claim": CLAIM, "source": "source-9", "stance": "supports", "locator": "p. 1"}
        item = from_mapping("evidence", {**fields, "quote": f"new {next(more)}"})
        weigh(writer, [Change(None, item)])
        return standings(writer, DAY, [CLAIM])

    def again() -> object:
        reweigh(writer, [CLAIM])
        return standings(writer, DAY, [CLAIM])

    return {
        "scan": lambda: plain.execute(SCAN).fetchall(),
        "sums": lambda: weights_on(reader, DAY, None),
        "scores": lambda: standings(reader, DAY),
        "read": lambda: plain.execute(ROWS, [CLAIM]).fetchall(),
        "added": added,
        "altered": _altering(writer, lambda group: group != POOLED),
        "altered low": _altering(writer, lambda group: group == POOLED),
        "again": again,
        "large read": lambda: plain.execute(ROWS, [LARGE_CLAIM]).fetchall(),
        "status": lambda: Workspace(str(location)).status(LARGE_CLAIM, DAY),
    }


def _altering(writer: Writer, wanted: Callable[[str], bool]) -> Callable[[], object]:
    """Each time give another item of a group that is wanted another strength, and score."""
    [number] = [number for slug, number in writer.rows("claim_ids") if slug == CLAIM]
    judged = docket(bearing_on_claims(writer, [CLAIM]), CLAIM).entered
    items = deque(one.judged.record for one in judged if wanted(one.judged.group))
    connection = writer.session.connection().connection

    def altered() -> object:
        before = items.popleft()
        strength = STRENGTHS[STRENGTHS.index(before.strength) - 1]
        connection.execute(ALTER, [strength, number, before.key])
        items.append(before._replace(strength=strength))
        weigh(writer, [Change(before, items[-1])])
        return standings(writer, DAY, [CLAIM])

    return altered


def medians(asked: Measures, rounds: int) -> dict[str, float]:
    """The median milliseconds of each measure; a quick one is taken many times a round."""
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, work in asked.items():
            for _ in range(1 if name in ("scan", "sums", "scores") else 20):
                start = time.perf_counter()
                work()
                taken[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def main(items: int, rounds: int) -> int:
    """Print every measure and ratio; 1 if a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        location = Location(str(Path(folder) / "evidence.db"))
        filled(location, items)
        with Reader(location) as reader, Writer(location) as writer:
            found = medians(measures(location, reader, writer), rounds)
    all_scans, all_sums = found["scores"] / found["scan"], found["sums"] / found["scan"]
    changed = {name: found[name] / found["read"] for name in CHANGES}
    large = found["status"] / found["large read"]
    print(f"scan of the voices {found['scan']:10.1f} ms")
    print(f"sums of all claims {found['sums']:10.1f} ms  {all_sums:6.2f} x the scan")
    print(
        f"all claims scored  {found['scores']:10.1f} ms  {all_scans:6.2f} x the scan,"
        f" goal {MOST_SCANS}; {found['scores'] * 1000 / (items // EACH):.1f} us a claim"
    )
    print(f"rows of a claim    {found['read']:10.3f} ms")
    for name, words in CHANGES.items():
        goals = "" if name == "again" else f", goals {MOST_READS} and {MOST_MS} ms"
        print(f"{words:18} {found[name]:10.3f} ms  {changed[name]:6.2f} x its rows{goals}")
    print(f"rows of {LARGE} items {found['large read']:10.3f} ms")
    print(f"status of them     {found['status']:10.3f} ms  {large:6.2f} x its rows")
    late = any(changed[n] > MOST_READS or found[n] > MOST_MS for n in ("added", "altered"))
    return int(all_scans > MOST_SCANS or late)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [1_000_000, 5][len(given) :])))
