"""How much longer ten times as many items take than they would if all grew in proportion.

    python tests/benchmarks/growth.py [items [rounds]]

So many items and ten times as many are imported by the command into an empty SQLite database, and
all claims of as many are scored. Prints how the larger time compares with ten times the smaller
one, and the memory that the larger import takes; the goals are at most 1.3 and 128 MB. Ten
million items need 10 GB of disk.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.importing import memory
from tests.benchmarks.invented import imported, made, written
from tests.benchmarks.measure import Measure, exit_code, printed
from tests.benchmarks.processes import Ran
from tests.benchmarks.scoring import scored

TIMES, MOST = 10, 1.3
ITEMS, ROUNDS = 1_000_000, 3


def import_of(items: int, rounds: int) -> Ran:
    """The median seconds of an import into an empty database, and its largest memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = written(folder / "first.jsonl", items, 1)
        taken = [_once(folder / str(n), bundle) for n in range(rounds)]
    largest = max(one.megabytes or 0 for one in taken)
    return Ran(statistics.median(one.seconds for one in taken), largest or None)


def _once(folder: Path, bundle: Path) -> Ran:
    folder.mkdir()
    taken = imported(made(str(folder / "evidence.db")), bundle)
    shutil.rmtree(folder)
    return taken


def measures(items: int = ITEMS, rounds: int = ROUNDS) -> Iterator[Measure]:
    """The growth of the import and of the score of all claims."""
    small, large = import_of(items, rounds), import_of(items * TIMES, 1)
    yield growth("growth of the import", items, small.seconds, large.seconds)
    yield memory(large.megabytes, items * TIMES)
    small_scores, large_scores = (scored(size, rounds) for size in (items, items * TIMES))
    yield growth("growth of the score of all claims", items, small_scores, large_scores)


def growth(what: str, items: int, small: float, large: float) -> Measure:
    """A larger time beside a smaller one in proportion."""
    size = f"{items:,} to {items * TIMES:,} items"
    told = f"{large:.2f} s, {TIMES} x {small:.2f} s"
    return Measure(what, size, "linear growth", large / (TIMES * small), MOST, told=told)


def main(items: int, rounds: int) -> int:
    """Print every measure; 1 if a goal is missed."""
    return exit_code(printed(measures(items, rounds)))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [ITEMS, ROUNDS][len(given) :])))
