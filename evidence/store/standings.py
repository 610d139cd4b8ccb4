"""Where claims stand on a day, from the voices that are kept beside the records.

Gives what a hearing of each claim gives. The rules are those of `core`; only the sum over the
voices of a day is left to the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evidence.core.balance import Weight, balanced, together, weigh
from evidence.core.hearing import happened_by
from evidence.core.roll_call import voice_of
from evidence.core.standing import Standing, standing
from evidence.store.decoding import batches
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


class Summed(NamedTuple):
    """Where the claims stand whose voices are all kept, and the slugs of the quantity claims."""

    standings: list[Standing]
    quantities: list[str]


def standings(reader: Rows, as_of: str, slugs: Sequence[str] | None = None) -> list[Standing]:
    """Where these claims, or all, stand at the end of a day, by slug; unknown ones are left out."""
    found, numbers = summed(reader, as_of, slugs)
    return sorted([*found, *_quantities(reader, as_of, numbers)])


def summed(reader: Rows, as_of: str, slugs: Sequence[str] | None = None) -> Summed:
    """The same of what voices alone tell: the numbers of a quantity need the records."""
    found = Summed([], [])
    for batch in [None] if slugs is None else batches(slugs):
        _sum(reader, as_of, batch, found)
    return found


def _sum(reader: Rows, as_of: str, claims: list[str] | None, found: Summed) -> None:
    weights = weights_on(reader, as_of, claims)
    of_claims = {} if claims is None else {"claims": claims}
    rolls = {}
    for row in reader.rows("claims_to_score", *("of_claims" for _ in of_claims), **of_claims):
        one = _Listed(*row)
        if one.kind == "quantity":
            found.quantities.append(one.slug)
        elif one.kind == "prevalence":
            rolls[one.number] = one
        else:
            weight = weights.get((one.number, ""), NOTHING)
            found.standings.append(_standing(one, weight, as_of))
    if rolls:
        units = reader.rows("units_to_score", *("of_claims" for _ in of_claims), **of_claims)
        found.standings.extend(_roll_calls(rolls, units, weights, as_of))


def _standing(one: _Listed, weight: Weight, as_of: str) -> Standing:
    outcome = one.outcome if one.resolved and happened_by(one.resolved, as_of) else None
    return Standing(one.slug, balanced(weight, 0.5 if one.prior is None else one.prior, outcome))


def _roll_calls(
    rolls: Mapping[int, _Listed], units: Iterable[tuple[Any, ...]], weights: Weights, as_of: str
) -> Iterator[Standing]:
    """The prevalence claims, whose units enter them together as one voice."""
    known: dict[int, dict[str, float]] = {}
    for (number, unit), weight in weights.items():
        known.setdefault(number, {})[unit] = weight.for_db - weight.against_db
    listed: dict[int, list[str]] = {}
    thresholds: dict[int, float | None] = {}
    for number, threshold, unit in units:
        listed.setdefault(number, []).append(unit)
        thresholds[number] = threshold
    for number, one in rolls.items():
        said = voice_of(listed.get(number, []), thresholds.get(number), known.get(number, {}))
        own = weights.get((number, ""), NOTHING)
        yield _standing(one, together(own, weigh((), (said,))), as_of)


def _quantities(reader: Rows, as_of: str, slugs: Iterable[str]) -> Iterator[Standing]:
    """The quantity claims, whose numbers are worked out for every day anew."""
    for batch in batches(slugs):
        ledger = about_claims(reader, batch)
        for slug in batch:
            yield standing(ledger, slug, as_of)
