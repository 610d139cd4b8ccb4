"""What speaks for and against each unit of a roll call, weighed as `explain` weighs it."""

from __future__ import annotations

from evidence.core.case import Case
from evidence.core.explaining import Rows, rows
from evidence.core.hearing import docket
from evidence.core.judging import Judged
from evidence.core.ledger import Ledger
from evidence.core.records import Claim


def rows_by_unit(ledger: Ledger, claim: Claim, as_of: str) -> dict[str, Rows]:
    """The lines of each unit that has a visible record, by the unit's slug."""
    heard: dict[str, list[Judged]] = {}
    for entered in docket(ledger, claim.slug).entered:
        if entered.unit is not None and entered.life.visible(as_of):
            heard.setdefault(entered.unit, []).append(entered.judged)
    cases = {unit: Case(tuple(judged)) for unit, judged in sorted(heard.items())}
    return {unit: Rows(rows(case, None, case.score())) for unit, case in cases.items()}
