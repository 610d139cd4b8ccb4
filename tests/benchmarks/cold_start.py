"""How long a question takes from a cold start, beside a bare interpreter in the same run.

    python tests/benchmarks/cold_start.py [rounds]

Whole processes, taken in turn so that a drifting machine troubles both alike; output to a pipe,
and to a terminal. Each ratio is the median of the rounds. Where sqlite-utils is installed, it is
also told how much longer it takes to print the claims (with pandas beside it, which it then
imports, twice as long as without).
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import evidence
from tests.benchmarks.measure import Measure, exit_code, printed
from tests.benchmarks.processes import NO_SQLITE_UTILS, program, seconds, sqlite_utils

BARE = (sys.executable, "-c", "pass")
ROUNDS = 15
SIZE = "cold, on the seed discussion"
LEAST_FASTER = 6.0
"""How many times longer sqlite-utils is to take."""


class Row(NamedTuple):
    """What is asked, and the ratio to a bare interpreter to stay under."""

    what: str
    command: Sequence[str]
    goal: float
    terminal: bool = False


def rows(database: str) -> list[Row]:
    """What is asked of a database of the seed discussion."""
    made = [program(), "--db", database]
    roll_call, quantity = "most-labs-fp8", "deepseek-v3-compute-4e24-6e24"
    return [
        Row("`--version`", [program(), "--version"], 5.0),
        Row("`--help`", [program(), "--help"], 5.5),
        Row("`status` of a roll call", [*made, "status", roll_call], 6.0),
        Row("`status` of a quantity", [*made, "status", quantity], 6.0),
        Row("`explain` of a roll call", [*made, "explain", roll_call], 7.5),
        Row("`explain` of a quantity", [*made, "explain", quantity], 7.5),
        Row("`status` on a terminal", [*made, "status", roll_call], 12.0, terminal=True),
        Row("`explain` on a terminal", [*made, "explain", roll_call], 12.0, terminal=True),
    ]


class Times(NamedTuple):
    """The medians of two commands that were run in turn, in ms, and of their ratio."""

    one: float
    other: float
    ratio: float

    @property
    def told(self) -> str:
        return f"{self.one:.1f} ms, {self.other:.1f} ms"


def in_turn(one: Sequence[str], other: Sequence[str], rounds: int, terminal: bool = False) -> Times:
    """Both commands so many times, after one round for the caches."""
    pairs = [(seconds(one, terminal), seconds(other)) for _ in range(rounds + 1)][1:]
    first, second = (1000 * statistics.median(times) for times in zip(*pairs, strict=True))
    return Times(first, second, statistics.median(a / b for a, b in pairs))


def measures(rounds: int = ROUNDS) -> Iterator[Measure]:
    """Every command beside a bare interpreter, then sqlite-utils beside the status of a claim."""
    compileall.compile_dir(Path(evidence.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "evidence.db")
        made = [program(), "--db", database, "init", "--quiet"]
        subprocess.run(made, stdout=subprocess.DEVNULL, check=True)
        for row in rows(database):
            yield beside_bare(row, rounds)
        for row in rows(database)[2:4]:
            yield beside_sqlite_utils(row, database, rounds)


def beside_bare(row: Row, rounds: int) -> Measure:
    """A command beside an interpreter that does nothing."""
    times = in_turn(row.command, BARE, rounds, row.terminal)
    return Measure(row.what, SIZE, "`python -c pass`", times.ratio, row.goal, told=times.told)


def beside_sqlite_utils(row: Row, database: str, rounds: int) -> Measure:
    """How many times faster a command is than sqlite-utils, which prints all claims."""
    peer, ratio, told = sqlite_utils(), None, NO_SQLITE_UTILS
    if peer:
        times = in_turn([peer, "rows", database, "claim"], row.command, rounds)
        ratio, told = times.ratio, times.told
    what = f"speed of {row.what}"
    return Measure(what, SIZE, "`sqlite-utils rows`", ratio, LEAST_FASTER, least=True, told=told)


def main(rounds: int) -> int:
    """Print a line for each command; 1 if any is slower than its goal."""
    return exit_code(printed(measures(rounds)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
