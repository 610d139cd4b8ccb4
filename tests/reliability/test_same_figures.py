"""The same ledger gives the same figures, whatever the order in which it was entered or is read.

The order is drawn anew in 3 databases of each engine in CI, in 30 in the large profile.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from evidence import shipped
from evidence.core.records import Record
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything
from tests.conftest import NewDatabase
from tests.reliability.calling import called
from tests.reliability.conftest import Figure
from tests.scale import scaled
from tests.store.examples import added, write

DAY = ("--as-of", "2025-06-01")
ASKED = (
    ("status", "--json", *DAY),
    ("derive", "deepseek-v3", "--json", *DAY),
    *(("explain", slug, "--json", *DAY) for slug in ("most-labs-fp8", "h100-100k-meta")),
)
ORDERS, SEEDS = scaled(3), range(10)


@pytest.fixture(scope="module")
def records(thread_database: Path) -> list[Record]:
    with Reader(Location(str(thread_database))) as reader:
        return list(everything(reader))


def figures(place: str) -> list[str]:
    """What the program says of the seeds, as the bytes of its JSON."""
    return [called(place, *asked).out for asked in ASKED]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_order_of_entering_changes_no_figure(
    new_database: NewDatabase,
    thread_database: Path,
    records: list[Record],
    engine: str,
    figure: Figure,
) -> None:
    expected = figures(str(thread_database))
    claims = json.loads(expected[0])["claims"]
    assert len(claims) > 10
    for seed in range(ORDERS):
        shuffled = random.Random(seed).sample(records, len(records))
        location = new_database(engine)
        write(location, added(shuffled))
        assert figures(location.target) == expected, seed
    figure(f"{engine}: {len(claims)} claims in {ORDERS} orders, every figure the same bytes")


def test_the_seed_of_python_changes_no_figure(thread_database: Path, figure: Figure) -> None:
    said = {run_with_seed(str(seed), str(thread_database)) for seed in SEEDS}

    assert len(said) == 1
    assert json.loads(said.pop())["claims"]
    figure(f"PYTHONHASHSEED {SEEDS[0]} to {SEEDS[-1]}: the same bytes")


def run_with_seed(seed: str, place: str) -> str:
    root = str(Path(shipped.__file__).parents[1])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root}
    command = [sys.executable, "-m", "evidence", "--db", place, *ASKED[0]]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout
