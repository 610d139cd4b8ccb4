"""`python -m tests.benchmarks`: every goal of speed beside its reference, in one run.

    python -m tests.benchmarks [--items N] [--write]

Imports take N items, a million where nothing is said; the questions are asked among ten times as
many, which for ten million takes 10 GB of disk. Prints each figure with its goal as it is found,
and with `--write` puts the table of all into the README. Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from tests.benchmarks import (
    cold_start,
    growth,
    impact,
    importing,
    importing_postgresql,
    scoring,
    speed_table,
    timeline,
)
from tests.benchmarks.measure import Measure, exit_code, printed

README = Path(__file__).parents[2] / "README.md"
ITEMS, LEAST = 1_000_000, 1000
Benchmark = Callable[[int], Iterator[Measure]]
BENCHMARKS: dict[str, Benchmark] = {
    "cold_start": lambda items: cold_start.measures(),
    "importing": importing.measures,
    "importing_postgresql": importing_postgresql.measures,
    "scoring": lambda items: scoring.measures(items * growth.TIMES),
    "timeline": lambda items: timeline.measures(),
    "impact": lambda items: impact.measures(items // impact.EACH),
    "growth": growth.measures,
}
"""Each with what it makes of the number of items; in the order of the table."""


def main(
    arguments: Sequence[str],
    benchmarks: Mapping[str, Benchmark] = BENCHMARKS,
    readme: Path = README,
) -> int:
    """Run them one after another; 1 if any misses a goal."""
    options = given(arguments)
    if options.write:  # A README without a place for the table is told now, not after an hour.
        speed_table.replaced(readme.read_text(), "")
    found = printed(chain.from_iterable(one(options.items) for one in benchmarks.values()))
    if options.write:
        table = speed_table.content(found, speed_table.machine())
        readme.write_text(speed_table.replaced(readme.read_text(), table))
    return exit_code(found)


def given(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser("python -m tests.benchmarks")
    parser.add_argument("--items", type=int, default=ITEMS, help="how many items are imported")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    options = parser.parse_args(arguments)
    if options.items < LEAST:
        parser.error(f"--items: {options.items} is too few, take at least {LEAST}")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
