"""How long it takes to tell what a bundle moves, beside the import of it that tells nothing.

    python tests/benchmarks/impact.py [claims [records [rounds [items]]]]

A SQLite database of invented claims with so many items each, 10 if not given, and bundles of new
evidence, every record on another claim, in JSONL and in YAML. Each round takes a dry run that
tells the impact and an import that does not, each with a bundle of its own; the medians are printed
with their ratio and the goal, at most 1.5. Reading and checking the bundle is in both times.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from evidence.store.engine import Location
from evidence.workspace import Workspace
from tests.benchmarks.filling import DAY, SOURCES, STANCES, STRENGTHS, filled
from tests.benchmarks.measure import Measure, exit_code, printed

FORMATS = ("jsonl", "yaml")
MOST = 1.5
CLAIMS, RECORDS, ROUNDS, EACH = 100_000, 1000, 5, 10


def bundle(path: Path, claims: int, records: int, seed: int) -> Path:
    """A file of so many items of evidence, each on another claim."""
    drawn = random.Random(seed)
    items = [_item(claim, drawn, seed) for claim in drawn.sample(range(claims), records)]
    path.write_text(_FORMS[path.suffix](items))
    return path


def _item(claim: int, drawn: random.Random, seed: int) -> dict[str, Any]:
    return {
        "claim": f"claim-{claim}",
        "source": f"source-{drawn.randrange(1, SOURCES + 1)}",
        "stance": drawn.choice(STANCES),
        "strength": drawn.choice(STRENGTHS),
        "quote": f"Passage {seed} on claim {claim}.",
        "locator": "p. 1",
        "published": f"2024-{drawn.randrange(1, 13):02}-15",
    }


def _jsonl(items: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps({"type": "evidence"} | item) + "\n" for item in items)


def _yaml(items: Iterable[dict[str, Any]]) -> str:
    fields = ((n, *field) for item in items for n, field in enumerate(item.items()))
    lines = (f"{' ' if n else '-'} {name}: {json.dumps(value)}\n" for n, name, value in fields)
    return "evidence:\n" + "".join(lines)


_FORMS = {".jsonl": _jsonl, ".yaml": _yaml}


def medians(space: Workspace, bundles: Iterator[Path], rounds: int) -> tuple[float, float]:
    """The median seconds of an import and of a dry run with impact; the first round is left out."""
    works: list[Callable[[Path], object]] = [
        lambda path: space.import_files([path], impact=False),
        lambda path: space.import_files([path], dry_run=True, as_of=DAY),
    ]
    taken = [[_seconds(work, next(bundles)) for work in works] for _ in range(rounds + 1)]
    imported, told = (statistics.median(times[1:]) for times in zip(*taken, strict=True))
    return imported, told


def _seconds(work: Callable[[Path], object], path: Path) -> float:
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start


def measures(
    claims: int = CLAIMS, records: int = RECORDS, rounds: int = ROUNDS, each: int = EACH
) -> Iterator[Measure]:
    """The dry run beside the import, in each format."""
    records = min(records, claims)  # each is on another claim
    size = f"{records:,} records, {claims:,} claims"
    with tempfile.TemporaryDirectory() as name:
        location, seeds = Location(str(Path(name, "evidence.db"))), count()
        filled(location, claims * each, each)
        for form in FORMATS:
            new = Path(name, f"new.{form}")
            bundles = (bundle(new, claims, records, seed) for seed in seeds)
            imported, told = medians(Workspace(str(location)), bundles, rounds)
            times, what = f"{told:.3f} s, {imported:.3f} s", f"impact of a bundle in {form.upper()}"
            yield Measure(what, size, "the import alone", told / imported, MOST, told=times)


def main(claims: int, records: int, rounds: int, each: int) -> int:
    """Print every measure; 1 if the goal is missed."""
    return exit_code(printed(measures(claims, records, rounds, each)))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [CLAIMS, RECORDS, ROUNDS, EACH][len(given) :])))
