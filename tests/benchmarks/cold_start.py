"""How long a question takes from a cold start, beside a bare interpreter in the same run.

    python tests/benchmarks/cold_start.py [rounds]

Whole processes, taken in turn so that a drifting machine troubles both alike; output to a pipe,
and once to a terminal. Prints the median of each command, its ratio to `python -c pass` and the
ratio to stay under; where sqlite-utils is installed, also how much longer it takes to print the
claims (with pandas beside it, which it then imports, twice as long as without).
"""

from __future__ import annotations

import compileall
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import evidence

BARE = (sys.executable, "-c", "pass")
Row = tuple[str, Sequence[str], float]
"""What a row is called, its command, and the ratio to a bare interpreter to stay under."""


def program(name: str = "evidence") -> str:
    """The installed command beside this interpreter, else the one on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or ""


def seconds(command: Sequence[str], terminal: bool = False) -> float:
    """The wall time of one run of a command, its output to a pipe or to a terminal."""
    start = time.perf_counter()
    if terminal:
        on_terminal(command)
    else:
        subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def on_terminal(command: Sequence[str]) -> None:
    """Run a command whose output is a terminal, and read what it prints."""
    outer, inner = pty.openpty()
    with subprocess.Popen(command, stdout=inner):
        os.close(inner)
        try:
            while os.read(outer, 65536):
                pass
        except OSError:  # how the other end of a terminal says that nobody writes any more
            os.close(outer)


def measured(command: Sequence[str], rounds: int, terminal: bool = False) -> tuple[float, float]:
    """The median time of a command and the median of its ratio to a bare interpreter."""
    seconds(command, terminal)
    pairs = [(seconds(command, terminal), seconds(BARE)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(a / b for a, b in pairs)


def rows(database: str) -> list[Row]:
    """What is asked of a database of the seed discussion."""
    made = [program(), "--db", database]
    return [
        ("--version", [program(), "--version"], 5.0),
        ("--help", [program(), "--help"], 5.5),
        ("status CLAIM (roll call)", [*made, "status", "most-labs-fp8"], 6.0),
        ("status CLAIM (quantity)", [*made, "status", "deepseek-v3-compute-4e24-6e24"], 6.0),
        ("explain CLAIM (roll call)", [*made, "explain", "most-labs-fp8"], 7.5),
        ("explain CLAIM (quantity)", [*made, "explain", "deepseek-v3-compute-4e24-6e24"], 7.5),
        (ON_TERMINAL, [*made, "explain", "most-labs-fp8"], 12.0),
    ]


ON_TERMINAL = "explain, on a terminal"


def main(rounds: int) -> int:
    """Print a line for each command; 1 if any is slower than its goal."""
    compileall.compile_dir(Path(evidence.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "evidence.db")
        made = [program(), "--db", database, "init", "--quiet"]
        subprocess.run(made, stdout=subprocess.DEVNULL, check=True)
        slow = 0
        for name, command, goal in rows(database):
            median, ratio = measured(command, rounds, terminal=name == ON_TERMINAL)
            print(f"{told(name, median, ratio)}, goal {goal}")
            slow += ratio > goal
        print_sqlite_utils(database, rounds)
    return 1 if slow else 0


def told(name: str, median: float, ratio: float) -> str:
    """The line of one command."""
    return f"{name:26} {median * 1000:7.1f} ms  {ratio:5.2f} x python -c pass"


def print_sqlite_utils(database: str, rounds: int) -> None:
    """Print the line of sqlite-utils, where it is installed."""
    if not program("sqlite-utils"):
        return
    theirs, ratio = measured([program("sqlite-utils"), "rows", database, "claim"], rounds)
    ours, _ = measured([program(), "--db", database, "status", "most-labs-fp8"], rounds)
    print(f"{told('sqlite-utils rows', theirs, ratio)}, {theirs / ours:.1f} x status CLAIM")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
