"""What speaks for and against each unit of a roll call, weighed as `explain` weighs it."""

from __future__ import annotations

from evidence.core.case import Case
from evidence.core.explaining import Rows, rows
from evidence.core.judging import Judged, judge
from evidence.core.ledger import Ledger
from evidence.core.records import Claim, claim_and_unit
from evidence.core.visibility import lives


def rows_by_unit(ledger: Ledger, claim: Claim, as_of: str) -> dict[str, Rows]:
    """The lines of each unit that has a visible record, by the unit's slug."""
    bearing = ledger.bearing_on(claim.slug)
    alive = lives(bearing, ledger)
    heard: dict[str, list[Judged]] = {}
    for record in bearing:
        unit = claim_and_unit(record.claim)[1]
        if unit is not None and alive[record.key].visible(as_of):
            heard.setdefault(unit, []).append(judge(claim, record, alive[record.key], ledger))
    cases = {unit: Case(tuple(judged)) for unit, judged in sorted(heard.items())}
    return {unit: Rows(rows(case, None, case.score())) for unit, case in cases.items()}
