"""How long a question takes from a cold start, beside a bare interpreter in the same run.

    python tests/benchmarks/cold_start.py [rounds]

Whole processes, output to a pipe, taken in turn so that a drifting machine troubles both alike.
Prints the median of each command and its ratio to `python -c pass`; the ratio to stay under is 8.
"""

from __future__ import annotations

import compileall
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
GOAL = 8.0


def program() -> str:
    """The installed command beside this interpreter, else the one on the path."""
    beside = Path(sys.executable).with_name("evidence")
    return str(beside) if beside.exists() else shutil.which("evidence") or "evidence"


def seconds(command: Sequence[str]) -> float:
    """The wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def measured(command: Sequence[str], rounds: int) -> tuple[float, float]:
    """The median time of a command and the median of its ratio to a bare interpreter."""
    seconds(command)
    pairs = [(seconds(command), seconds(BARE)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(a / b for a, b in pairs)


def main(rounds: int) -> int:
    """Print a line for each command; 1 if any is slower than the goal."""
    compileall.compile_dir(Path(evidence.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "evidence.db")
        made = [program(), "--db", database]
        subprocess.run([*made, "init", "--quiet"], stdout=subprocess.DEVNULL, check=True)
        asked = {
            "--version": [program(), "--version"],
            "--help": [program(), "--help"],
            "status CLAIM (roll call)": [*made, "status", "most-labs-fp8"],
            "status CLAIM (quantity)": [*made, "status", "deepseek-v3-compute-4e24-6e24"],
            "explain CLAIM": [*made, "explain", "most-labs-fp8"],
        }
        slow = 0
        for name, command in asked.items():
            median, ratio = measured(command, rounds)
            print(f"{name:26} {median * 1000:7.1f} ms  {ratio:5.2f} x python -c pass")
            slow += ratio > GOAL and name != "explain CLAIM"
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
