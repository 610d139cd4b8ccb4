"""What speaks for and against claims on a day: the sum over the voices that are kept of them."""

from __future__ import annotations

from typing import Any

from evidence.core.balance import Voice, Weight, weigh
from evidence.core.scoring import Opinion, pool
from evidence.core.voices import number_of
from evidence.core.words import NOISE, VOICE_DB
from evidence.store.queries import Rows

Place = tuple[int, str]
"""The id of a claim, and the unit of its roll call; empty for the claim itself."""
Weights = dict[Place, Weight]


def weights_on(reader: Rows, as_of: str, claims: list[str] | None) -> Weights:
    """What speaks on each claim and unit on which anybody does; of these claims, or of all."""
    day = {"day": number_of(as_of)} | ({} if claims is None else {"claims": claims})
    of_claims = ["voices_of_claims"] if claims is not None else []
    heard = VOICE_DB - NOISE
    rows = reader.rows("weights", *of_claims, "voices_by_unit", heard=heard, **day)
    weights = {(number, unit): Weight(*sums) for number, unit, *sums in rows}
    opinions = _opinions(reader, day)
    if opinions:
        voices = _voices(reader, of_claims, day)
        for place, said in opinions.items():
            # A group that says it in both ways speaks with one voice, so these are no mere sums.
            weights[place] = weigh([*voices.get(place, ()), *pool(said)[0].items()])
    return weights


def _opinions(reader: Rows, day: dict[str, Any]) -> dict[Place, dict[str, Opinion]]:
    said: dict[Place, dict[str, Opinion]] = {}
    of_claims = ["opinions_of_claims"] if "claims" in day else []
    for number, unit, group, u, lean in reader.rows("opinions", *of_claims, **day):
        said.setdefault((number, unit), {})[group] = (u, lean)
    return said


def _voices(reader: Rows, suffixes: list[str], day: dict[str, Any]) -> dict[Place, list[Voice]]:
    voices: dict[Place, list[Voice]] = {}
    for number, unit, group, db in reader.rows("voices_beside_opinions", *suffixes, **day):
        voices.setdefault((number, unit), []).append((group, db))
    return voices
