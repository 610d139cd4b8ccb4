"""The scores of many claims as a JSON document; names fixed by contract."""

from __future__ import annotations

from typing import Any

from evidence.core.scoring import METHOD
from evidence.core.standing import Scores, Standing


def document(found: Scores) -> dict[str, Any]:
    """The figures of each claim."""
    claims = [_figures(one) for one in found.standings]
    whole = {"schema": 1, "method": METHOD, "as_of": found.as_of, "claims": claims}
    return whole if found.left_out is None else whole | {"left_out": found.left_out}


def _figures(one: Standing) -> dict[str, Any]:
    stands = one.balance
    return {
        "claim": one.claim,
        "probability": stands.probability,
        "log_odds_db": stands.log_odds_db,
        "weight_for_db": stands.weight_for_db,
        "weight_against_db": stands.weight_against_db,
        "conflict": stands.conflict,
        "voices_for": stands.voices_for,
        "voices_against": stands.voices_against,
        "status": stands.status,
        "likelihood": stands.likelihood,
        "confidence": stands.confidence,
    }
