"""Where claims stand on a day, from the voices that are kept beside the records.

Gives what a hearing of each claim gives. The rules are those of `core`; only the sum over the
voices of a day is left to the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from evidence.core.balance import Weight, balanced, together, weigh
from evidence.core.hearing import happened_by
from evidence.core.records import Claim
from evidence.core.roll_call import voice
from evidence.core.standing import Standing, standing
from evidence.store.decoding import batches, records_named
from evidence.store.queries import Rows
from evidence.store.reading import about_claims
from evidence.store.weights import Weights, weights_on

NOTHING = Weight()


class _Listed(NamedTuple):
    """What a score needs of a claim beside its voices."""

    number: int
    slug: str
    kind: str
    prior: float | None
    outcome: str | None
    resolved: str | None


def standings(reader: Rows, as_of: str, slugs: Sequence[str] | None = None) -> list[Standing]:
    """Where these claims, or all, stand at the end of a day, by slug; unknown ones are left out."""
    if slugs is None:
        return sorted(_standings(reader, as_of, None))
    return sorted(one for batch in batches(slugs) for one in _standings(reader, as_of, batch))


def _standings(reader: Rows, as_of: str, claims: list[str] | None) -> Iterator[Standing]:
    weights = weights_on(reader, as_of, claims)
    of_claims = {} if claims is None else {"claims": claims}
    apart = []
    for row in reader.rows("claims_to_score", *("of_claims" for _ in of_claims), **of_claims):
        one = _Listed(*row)
        if one.kind in ("prevalence", "quantity"):
            apart.append(one)
        else:
            yield _standing(one, weights.get((one.number, ""), NOTHING), as_of)
    yield from _roll_calls(reader, as_of, apart, weights)
    yield from _quantities(reader, as_of, apart)


def _standing(one: _Listed, weight: Weight, as_of: str) -> Standing:
    outcome = one.outcome if one.resolved and happened_by(one.resolved, as_of) else None
    return Standing(one.slug, balanced(weight, 0.5 if one.prior is None else one.prior, outcome))


def _roll_calls(
    reader: Rows, as_of: str, listed: Iterable[_Listed], weights: Weights
) -> Iterator[Standing]:
    """The prevalence claims, whose units enter them together as one voice."""
    rolls = {one.slug: one for one in listed if one.kind == "prevalence"}
    units: dict[int, dict[str, float]] = {}
    for (number, unit), weight in weights.items() if rolls else ():
        units.setdefault(number, {})[unit] = weight.for_db - weight.against_db
    claims: list[Claim] = records_named(reader, "claims", "of_claims", "claims", rolls)
    for claim in claims:
        one = rolls[claim.slug]
        said = weigh((), (voice(claim, claim.units, units.get(one.number, {})),))
        own = weights.get((one.number, ""), NOTHING)
        yield _standing(one, together(own, said), as_of)


def _quantities(reader: Rows, as_of: str, listed: Iterable[_Listed]) -> Iterator[Standing]:
    """The quantity claims, whose numbers are worked out for every day anew."""
    for batch in batches(one.slug for one in listed if one.kind == "quantity"):
        ledger = about_claims(reader, batch)
        for slug in batch:
            yield standing(ledger, slug, as_of)
