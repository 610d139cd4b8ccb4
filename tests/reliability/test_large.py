"""A large ledger is checked in seconds."""

from __future__ import annotations

import time

from evidence.integrity import check
from evidence.store.engine import Location
from tests.reliability.conftest import Figure
from tests.scale import scaled
from tests.store.examples import added, quotation, source, statement, write

ROWS, BATCH, CLAIMS = min(100_000, scaled(20_000)), 10_000, 1000
SECONDS = 10 * ROWS / 100_000


def test_a_hundred_thousand_rows_are_checked_in_ten_seconds(
    database: Location, figure: Figure
) -> None:
    """20,000 rows in 2 s in CI, 100,000 in 10 s in the large profile, of the program's own work."""
    claims = [statement(f"c-{n}") for n in range(CLAIMS)]
    write(database, added([source("s"), *claims]))
    for first in range(0, ROWS, BATCH):
        quoted = [quotation(f"c-{n % CLAIMS}", "s", f"{n}") for n in range(first, first + BATCH)]
        write(database, added(quoted))
    started = time.process_time(), time.monotonic()
    found = check(database)
    worked, took = time.process_time() - started[0], time.monotonic() - started[1]
    assert (found.rows, found.problems) == (ROWS + CLAIMS + 1, ())
    figure(f"{found.rows} rows checked with {worked:.1f} s of work, in {took:.1f} s")
    assert worked < SECONDS
