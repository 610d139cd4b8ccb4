"""Where claims stand on a day, from the voices that are kept beside the records.

Gives what a hearing of each claim gives. The rules are those of `core`; only the sum over the
voices of a day is left to the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

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


def standings(reader: Rows, as_of: str, slugs: Sequence[str] | None = None) -> list[Standing]:
    """Where these claims, or all, stand at the end of a day, by slug; unknown ones are left out."""
    if slugs is None:
        found = list(_standings(reader, as_of, None))
    else:
        found = [one for batch in batches(slugs) for one in _standings(reader, as_of, batch)]
    return sorted(found, key=itemgetter(0))


def _standings(reader: Rows, as_of: str, claims: list[str] | None) -> Iterator[Standing]:
    weights = weights_on(reader, as_of, claims)
    of_claims = {} if claims is None else {"claims": claims}
    rolls, quantities = {}, []
    for row in reader.rows("claims_to_score", *("of_claims" for _ in of_claims), **of_claims):
        number, slug, kind, *stated = row
        if kind == "prevalence":
            rolls[slug] = (number, *stated)
        elif kind == "quantity":
            quantities.append(slug)
        else:
            yield _standing(slug, weights.get((number, ""), NOTHING), as_of, *stated)
    yield from _roll_calls(reader, as_of, rolls, weights)
    yield from _quantities(reader, as_of, quantities)


def _standing(
    slug: str,
    weight: Weight,
    as_of: str,
    prior: float | None,
    outcome: str | None,
    resolved: str | None,
) -> Standing:
    if resolved is not None and not happened_by(resolved, as_of):
        outcome = None
    return Standing(slug, balanced(weight, 0.5 if prior is None else prior, outcome))


def _roll_calls(
    reader: Rows, as_of: str, rolls: Mapping[str, Any], weights: Weights
) -> Iterator[Standing]:
    """The prevalence claims, whose units enter them together as one voice."""
    units: dict[int, dict[str, float]] = {}
    for (number, unit), weight in weights.items() if rolls else ():
        units.setdefault(number, {})[unit] = weight.for_db - weight.against_db
    claims: list[Claim] = records_named(reader, "claims", "of_claims", "claims", rolls)
    for claim in claims:
        number, *stated = rolls[claim.slug]
        said = weigh((), (voice(claim, claim.units, units.get(number, {})),))
        own = weights.get((number, ""), NOTHING)
        yield _standing(claim.slug, together(own, said), as_of, *stated)


def _quantities(reader: Rows, as_of: str, slugs: Iterable[str]) -> Iterator[Standing]:
    """The quantity claims, whose numbers are worked out for every day anew."""
    for batch in batches(slugs):
        ledger = about_claims(reader, batch)
        for slug in batch:
            yield standing(ledger, slug, as_of)
