"""Where a claim stands in one line: the figures of its score without its reasons."""

from __future__ import annotations

from typing import Any, NamedTuple

from evidence.core.balance import Balance
from evidence.core.hearing import hearing
from evidence.core.ledger import Ledger


class Standing(NamedTuple):
    """A claim and where it stands."""

    claim: str
    balance: Balance


def standing(ledger: Ledger, claim: str, as_of: str) -> Standing:
    """Where a claim stands at the end of a day, heard from the records; raises NotFound."""
    return Standing(claim, hearing(ledger, claim, as_of).score.balance)


class Scores(NamedTuple):
    """Where many claims stand at the end of a day."""

    as_of: str
    standings: tuple[Standing, ...]
    left_out: int | None = None
    """Of an export: how many quantity claims it does not answer."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a claim, as data frames take them."""
        return [{"claim": one.claim, **one.balance._asdict()} for one in self.standings]
