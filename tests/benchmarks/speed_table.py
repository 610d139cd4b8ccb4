"""The README's table of speed: what was measured, beside what, the goal, and whether it is met."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests import postgres
from tests.benchmarks.measure import Measure
from tests.benchmarks.processes import sqlite_utils

OPENING, CLOSING = "<!-- speed -->", "<!-- /speed -->"
HEAD = "| what | size | beside | goal | measured | |\n|---|---|---|---|---|---|"
HAS_PANDAS = "import sys; from importlib.util import find_spec; sys.exit(not find_spec('pandas'))"


def replaced(text: str, content: str) -> str:
    """A text with what stands between the two marks replaced."""
    before, opening, rest = text.partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not (opening and closing):
        raise ValueError(f"there is no {OPENING} with a {CLOSING} after it in the text")
    return f"{before}{opening}\n{content}\n{closing}{after}"


def content(found: Iterable[Measure], machine: str) -> str:
    """The table of all measures that have a goal, and what they were measured on."""
    rows = "\n".join(row(one) for one in found if one.goal is not None)
    return f"{HEAD}\n{rows}\n\nMeasured with {machine}."


def row(one: Measure) -> str:
    """A line of the table; what is missed stands out, and what is not measured says why."""
    verdict = {"missed": "**missed**", "not measured": f"not measured: {one.told}"}
    cells = (one.what, one.size, one.reference, one.aim, one.value)
    return f"| {' | '.join(cells)} | {verdict.get(one.verdict, one.verdict)} |"


def machine() -> str:
    """The versions that matter to the figures, and the number of cores."""
    return f"{', '.join(_versions())}, on {os.cpu_count()} cores"


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    yield f"SQLite {sqlite3.sqlite_version}"
    if programs := postgres.binaries():
        yield f"PostgreSQL {_version_of(str(programs / 'postgres'))}"
    if peer := sqlite_utils():
        yield f"sqlite-utils {_version_of(peer)} {_pandas_of(Path(peer))}"


def _version_of(program: str) -> str:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+(\.\d+)+", told.stdout)
    return found[0] if found else "of an unknown version"


def _pandas_of(peer: Path) -> str:
    """Whether sqlite-utils has pandas beside it, which doubles its start."""
    interpreter = peer.read_text().partition("\n")[0].removeprefix("#!").split()
    without = subprocess.run([*interpreter, "-c", HAS_PANDAS]).returncode
    return "without pandas" if without else "with pandas"
