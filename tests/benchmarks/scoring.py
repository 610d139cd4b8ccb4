"""How long it takes to score every claim, and one claim that has changed, beside plain reads.

    python tests/benchmarks/scoring.py [items [rounds]]

Invented claims of 100 items each in a SQLite database, besides one of 1,000. Each round asks every
question once, a quick one many times; the medians are printed with their ratios and the goals: all
claims at most 2.5 times a scan of the voices, one changed claim at most 3 times an indexed read of
its rows and 2 ms, the status of a large claim at most 3 times such a read. Ten million items need
6 GB of disk. An alteration is written too; that of a pooled source weighs all that is low again.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from evidence.core.forms import from_mapping
from evidence.core.hearing import docket
from evidence.core.judging import POOLED
from evidence.core.ledger import Change
from evidence.store.engine import Location, Reader, Writer
from evidence.store.reading import bearing_on_claims
from evidence.store.standings import standings
from evidence.store.weighing import reweigh, weigh
from evidence.store.weights import weights_on
from evidence.workspace import Workspace
from tests.benchmarks.filling import DAY, LARGE, STRENGTHS, filled
from tests.benchmarks.measure import Measure, exit_code, printed

MOST_SCANS, MOST_READS, MOST_MS = 2.5, 3.0, 2.0
ITEMS, ROUNDS = 1_000_000, 5
CLAIM, LARGE_CLAIM = "claim-7", "claim-0"
SCAN = (
    "SELECT sum(db), max(ends), max(starts), max(side), max(group_name), max(unit), max(claim_id)"
    " FROM voice"
)
ROWS = "SELECT * FROM evidence WHERE claim_id = (SELECT id FROM claim WHERE slug = ?)"
ALTER = "UPDATE evidence SET strength = ? WHERE claim_id = ? AND key = ?"

Questions = dict[str, Callable[[], object]]


def questions(location: Location, reader: Reader, writer: Writer) -> Questions:
    """What is asked, by name; all but the status on connections that are open."""
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


def medians(asked: Questions, rounds: int) -> dict[str, float]:
    """The median milliseconds of each question; a quick one is taken many times a round."""
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, work in asked.items():
            for _ in range(1 if name in ("scan", "sums", "scores") else 20):
                start = time.perf_counter()
                work()
                taken[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def times_of(items: int, rounds: int) -> dict[str, float]:
    """The median milliseconds of each question to a new database of so many items."""
    with tempfile.TemporaryDirectory() as folder:
        location = Location(str(Path(folder) / "evidence.db"))
        filled(location, items)
        with Reader(location) as reader, Writer(location) as writer:
            return medians(questions(location, reader, writer), rounds)


def scored(items: int, rounds: int) -> float:
    """The median seconds that all claims of a new database take."""
    with tempfile.TemporaryDirectory() as folder:
        location = Location(str(Path(folder) / "evidence.db"))
        filled(location, items)
        with Reader(location) as reader:
            return medians({"scores": lambda: standings(reader, DAY)}, rounds)["scores"] / 1000


class Beside(NamedTuple):
    """A question, the plain read to hold it against, and the goal for their ratio."""

    what: str
    question: str
    reference: str
    read: str
    goal: float | None


SCANNED, READ = "a scan of their covering index", "an indexed read of its rows"
RATIOS = (
    Beside("sums of all claims", "sums", SCANNED, "scan", None),
    Beside("score of all claims", "scores", SCANNED, "scan", MOST_SCANS),
    Beside("score of one claim after an item more", "added", READ, "read", MOST_READS),
    Beside("score of one claim after an item altered", "altered", READ, "read", MOST_READS),
    Beside("the same of a pooled source", "altered low", READ, "read", MOST_READS),
    Beside("score of one claim heard anew", "again", READ, "read", None),
    Beside(f"`status` of a claim with {LARGE:,} items", "status", READ, "large read", MOST_READS),
)


def measures(items: int = ITEMS, rounds: int = ROUNDS) -> Iterator[Measure]:
    """Every ratio to a plain read, and the time of one changed claim."""
    found, size = times_of(items, rounds), f"{items:,} items"
    for one in RATIOS:
        taken, read = found[one.question], found[one.read]
        told = f"{taken:.2f} ms, {read:.2f} ms"
        yield Measure(one.what, size, one.reference, taken / read, one.goal, told=told)
        if one.read == "read" and one.goal is not None:
            yield Measure(one.what, size, "", found[one.question], MOST_MS, "ms")


def main(items: int, rounds: int) -> int:
    """Print every measure and ratio; 1 if a goal is missed."""
    return exit_code(printed(measures(items, rounds)))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [ITEMS, ROUNDS][len(given) :])))
