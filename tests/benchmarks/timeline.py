"""How long a claim's timeline takes, beside one score of the same claim in the same run.

    python tests/benchmarks/timeline.py [rounds]

Invented claims whose items were published on a day each, by a third as many parties as items.
Prints the median of a timeline and its ratio to one score of the claim on the last day; the goals
are 3 ms for a claim with 20 items and a ratio of at most 20 for one with 1,000.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from evidence.core.forms import from_mapping
from evidence.core.hearing import hearing
from evidence.core.ledger import Ledger
from evidence.core.records import Record
from evidence.core.timeline import timeline

SIZES = (20, 100, 1000)
MOST_MS, MOST_SCORES = {20: 3.0}, {1000: 20.0}
END = "2026-01-01"
STANCES = ("supports", "supports", "refutes", "neutral")
KINDS = ("technical_report", "dataset", "preprint", "forum")


def invented(size: int) -> Ledger:
    """A claim with so many items, each of a day of its own."""
    drawn = random.Random(size)
    records = [_record("claims", slug="claim", kind="statement", statement="An invented claim")]
    for number in range(size):
        day = (date(2020, 1, 1) + timedelta(number)).isoformat()
        party, kind = f"party-{drawn.randrange(size // 3)}", drawn.choice(KINDS)
        records.append(_record("sources", slug=f"s{number}", kind=kind, party=party, published=day))
        fields = {"stance": drawn.choice(STANCES), "quote": f"sentence {number}", "locator": "p. 1"}
        records.append(_record("evidence", claim="claim", source=f"s{number}", **fields))
    return Ledger(records)


def _record(kind: str, /, **fields: Any) -> Record:
    return from_mapping(kind, fields)


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The median time of some work."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def measured(size: int, rounds: int) -> tuple[int, float, float]:
    """The points of a timeline, its milliseconds, and its ratio to one score of the claim."""
    ledger = invented(size)
    points = len(timeline(ledger, "claim", END))
    whole = milliseconds(lambda: timeline(ledger, "claim", END), rounds)
    return points, whole, whole / milliseconds(lambda: hearing(ledger, "claim", END), rounds)


def main(rounds: int) -> int:
    """Print a line for each size; 1 if any is slower than its goal."""
    slow = 0
    for size in SIZES:
        points, whole, ratio = measured(size, rounds)
        print(f"{size:5} items  {points:5} points  {whole:8.2f} ms  {ratio:6.1f} x one score")
        slow += whole > MOST_MS.get(size, whole) or ratio > MOST_SCORES.get(size, ratio)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
