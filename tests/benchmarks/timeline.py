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
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from evidence.core.forms import from_mapping
from evidence.core.hearing import hearing
from evidence.core.ledger import Ledger
from evidence.core.records import Record
from evidence.core.timeline import timeline
from tests.benchmarks.measure import Measure, exit_code, printed

SIZES = (20, 100, 1000)
MOST_MS, MOST_SCORES = {20: 3.0}, {1000: 20.0}
ROUNDS = 5
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


def measures(rounds: int = ROUNDS) -> Iterator[Measure]:
    """The ratio at each size, and the time where there is a goal for it."""
    what, reference = "timeline of a claim", "one score of the claim"
    for items in SIZES:
        points, whole, ratio = measured(items, rounds)
        size, told = f"{items:,} dated items", f"{points} points, {whole:.2f} ms"
        yield Measure(what, size, reference, ratio, MOST_SCORES.get(items), told=told)
        if items in MOST_MS:
            yield Measure(what, size, "", whole, MOST_MS[items], "ms")


def main(rounds: int) -> int:
    """Print every measure; 1 if any is slower than its goal."""
    return exit_code(printed(measures(rounds)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
