"""An invented bundle of any size, and its import by the command."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.processes import Ran, ran

EACH, SOURCES, PARTIES = 100, 1000, 300
KINDS = ("technical_report", "peer_reviewed", "analyst", "press_named", "preprint", "forum")
STRENGTHS = ("conclusive", "strong", "moderate", "weak")


def written(path: Path, items: int, seed: int) -> Path:
    """A bundle of so many items on a hundredth as many claims, in no order of claims."""
    chance = random.Random(seed)
    claims = max(1, items // EACH)
    with path.open("w") as file:
        for n in range(SOURCES):
            day = f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}"
            party = f"party-{n % PARTIES}"
            named: dict[str, Any] = {"type": "source", "slug": f"s{seed}-{n}", "kind": KINDS[n % 6]}
            file.write(json.dumps(named | {"party": party, "published": day}) + "\n")
        for n in range(claims):
            named = {"type": "claim", "slug": f"c{seed}-{n}", "kind": "statement"}
            file.write(json.dumps(named | {"statement": f"Claim number {n} holds"}) + "\n")
        for n in range(items):
            item = {
                "type": "evidence",
                "claim": f"c{seed}-{n % claims}",
                "source": f"s{seed}-{chance.randrange(SOURCES)}",
                "stance": chance.choice(("supports", "refutes")),
                "strength": chance.choice(STRENGTHS),
                "quote": f"Passage {n} of the document says that this is what was done in the run.",
                "locator": f"p. {n % 97}",
            }
            file.write(json.dumps(item) + "\n")
    return path


def made(target: str) -> str:
    """An empty database at a path or URL."""
    ran([sys.executable, "-m", "evidence", "--db", target, "init", "--empty", "--quiet"])
    return target


def imported(target: str, bundle: Path) -> Ran:
    """What the command takes."""
    command = [sys.executable, "-m", "evidence", "--db", target, "import", str(bundle)]
    return ran([*command, "--quiet"])
