"""Milliseconds a chart of each kind: the first one, one alone, and each of many.

Run from the root of a checkout: python -m tests.benchmarks.charts
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

from evidence.reports import charts
from evidence.reports.charts import Chart

MANY = 500
POINTS, BARS, UNITS, ESTIMATES, MODELS = 15, 20, 15, 12, 100


def support_over_time() -> Chart:
    """A line of so many points."""
    rows = tuple(
        {
            "date": f"{2020 + n // 12}-{n % 12 + 1:02d}-15", "probability": 0.1 + 0.05 * n,
            "status": "undecided", "moved": ("up", "down")[n % 2], "because": [],
        }
        for n in range(POINTS)
    )  # fmt: skip
    settings = {"prior": 0.5, "as_of": "2026-01-01"}
    return Chart("support-over-time", "A line", "Words.", rows, settings)


def contributions() -> Chart:
    """A waterfall of so many bars."""
    rows = tuple(
        {
            "label": f"source-number-{n}", "key": str(n), "type": "evidence", "start": n / 4,
            "end": n / 4 + (0.5, -0.3)[n % 2], "db": (0.5, -0.3)[n % 2],
            "role": ("for", "against")[n % 2],
        }
        for n in range(BARS)
    )  # fmt: skip
    return Chart("contributions", "A waterfall", "Words.", rows)


def roll_call() -> Chart:
    """A grid of so many units."""
    calls = ("yes", "unclear", "no", "silent")
    rows = tuple({"unit": f"unit-{n}", "call": calls[n % 4], "db": 3.0} for n in range(UNITS))
    return Chart("roll-call", "A grid", "Words.", rows, {"counts": dict.fromkeys(calls, 4)})


def estimates() -> Chart:
    """So many intervals."""
    rows = tuple(
        {
            "label": "hardware-time", "convention": "6nd", "source": f"source-number-{n}",
            "low": (1 + n) * 1e24, "median": (2 + n) * 1e24, "high": (3 + n) * 1e24,
            "role": ("counted", "not counted")[n % 2], "mass": 0.5, "note": "",
        }
        for n in range(ESTIMATES)
    )  # fmt: skip
    settings = {"unit": "FLOP", "attribute": "training_compute", "low": 4e24, "high": 6e24}
    return Chart("estimates", "Intervals", "Words.", rows, settings)


def compute_by_date() -> Chart:
    """So many models."""
    rows = tuple(
        {
            "type": "model", "model": f"model:m{n}", "name": f"Model {n}",
            "date": f"{2010 + n % 16}-{n % 12 + 1:02d}-01", "low": 10 ** (20 + n % 16 / 3),
            "median": 10 ** (20.2 + n % 16 / 3), "high": 10 ** (20.6 + n % 16 / 3), "method": "x",
        }
        for n in range(MODELS)
    )  # fmt: skip
    return Chart("compute-by-date", "Models", "Words.", rows)


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def main() -> None:
    """Print a line a kind."""
    print(f"{'kind':20}{'first':>9}{'alone':>9}{'of many':>9}{'bytes':>9}")
    for made in (support_over_time, contributions, roll_call, estimates, compute_by_date):
        chart = made()
        alone = partial(charts.svg, chart, standalone=False)
        first = _timed(alone)
        once = min(_timed(alone) for _ in range(20))
        many = _timed(partial(list, charts.svgs([chart] * MANY))) / MANY
        size = len(alone())
        print(f"{chart.kind:20}{first:9.1f}{once:9.2f}{many:9.2f}{size:9}")


if __name__ == "__main__":
    main()
