"""The data that come with the program: the seed discussion and what arrived after it."""

from __future__ import annotations

from pathlib import Path

from evidence.bundled import bundled
from evidence.core.ledger import Ledger

THREAD = "seed-thread.yaml"
"""What was known when the seed discussion took place; `init` loads it."""
ARRIVAL = "llama-4.yaml"
"""What Llama 4 brought on 2025-04-05."""
LATER = "since-then.yaml"
"""What came after that."""


def bundle(name: str) -> Path:
    """The path of a shipped bundle."""
    return bundled("seeds") / name


def roles() -> str:
    """The SQL that makes the roles of a PostgreSQL database."""
    from evidence.store.queries import loaded

    return loaded("roles")


def ledger() -> Ledger:
    """The records of the seed discussion, without a database."""
    from evidence.exchange.bundle import read

    return Ledger(placed.record for placed in read([bundle(THREAD)]).records)
