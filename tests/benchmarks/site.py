"""How long the whole site takes for 1,000 claims with 20,000 items, and one dossier in each format.

    python tests/benchmarks/site.py [claims] [items a claim]

An invented record is imported into a database in a folder of its own; then the site is written as
a user would, by the command, and so is a report on one claim in each format, beside `--version`.
Each figure is the time of the whole process, the best of three for the reports. The goals are 20 s
for the site, 0.5 s beyond start-up for a report, and no page above 100 kB without its charts.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from evidence.reports.formats import FORMATS
from evidence.reports.site import without_pictures

SITE_GOAL, DOSSIER_GOAL, PAGE_GOAL = 20.0, 0.5, 100_000
KINDS = ("technical_report", "preprint", "forum", "analyst", "dataset")
STANCES = ("supports", "supports", "refutes", "neutral")
ROUNDS = 3


def invented(claims: int, items: int) -> Iterator[dict[str, object]]:
    """The records, in an order in which each refers to earlier ones."""
    drawn = random.Random(1)
    sources, models = 2 * claims, max(1, claims // 5)
    for n in range(sources):
        day = (date(2019, 1, 1) + timedelta(drawn.randrange(2500))).isoformat()
        yield {
            "type": "source", "slug": f"source-{n}", "kind": drawn.choice(KINDS),
            "title": f"Report number {n} on training runs", "party": f"party-{n % 300}",
            "published": day, "url": f"https://example.org/{n}",
        }  # fmt: skip
    for n in range(models):
        yield {"type": "model", "slug": f"model-{n}", "name": f"Model {n}"}
    for n in range(claims):
        yield {
            "type": "claim", "slug": f"claim-{n}", "kind": "statement", "tags": [f"tag-{n % 7}"],
            "statement": f"Model {n % models} was trained in the way that sentence {n} describes",
            "about": [f"model:model-{n % models}"],
        }  # fmt: skip
        for i in range(items):
            yield {
                "type": "evidence", "claim": f"claim-{n}", "locator": f"page {i}",
                "source": f"source-{drawn.randrange(sources)}", "stance": drawn.choice(STANCES),
                "quote": f"We trained run {n}-{i} in the format that the appendix names at length",
            }  # fmt: skip


def ran(folder: Path, *arguments: str) -> float:
    """The seconds that a command takes as a whole process."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "evidence", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def largest(site: Path) -> tuple[int, str]:
    """The page with the most bytes, pictures aside."""
    return max(
        (len(without_pictures(path.read_text()).encode()), str(path.relative_to(site)))
        for path in site.rglob("*.html")
    )


def main() -> None:
    """Print each figure beside its goal."""
    claims, items = (
        int(argument) for argument in (*sys.argv[1:3], *("1000", "20")[len(sys.argv) - 1 :])
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lines = (json.dumps(record) + "\n" for record in invented(claims, items))
        (folder / "all.jsonl").write_text("".join(lines))
        ran(folder, "init", "--empty")
        ran(folder, "import", "all.jsonl", "-q")
        seconds = ran(folder, "export", "site", "-o", "site")
        size, name = largest(folder / "site")
        print(
            f"site of {claims} claims with {items} items each: {seconds:.1f} s (goal {SITE_GOAL:g})"
        )
        print(
            f"largest page without charts: {size / 1000:.0f} kB, {name} (goal {PAGE_GOAL // 1000})"
        )
        base = min(ran(folder, "--version") for _ in range(ROUNDS))
        for form in FORMATS:
            one = ("report", "claim-5", "--format", form, "-o", f"one.{form}", "--force")
            beyond = min(ran(folder, *one) for _ in range(ROUNDS)) - base
            print(f"report in {form}: {beyond:.2f} s beyond start-up (goal {DOSSIER_GOAL:g})")


if __name__ == "__main__":
    main()
