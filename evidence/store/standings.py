"""Where claims stand on a day, from the voices that are kept beside the records.

Gives what a hearing of each claim gives. The rules are those of `core`; only the sum over the
voices of a day is left to the database, or to whatever engine holds a copy of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
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


class Summed(NamedTuple):
    """Where the claims stand whose voices are all kept, and the slugs of the quantity claims."""

    standings: list[Standing]
    quantities: list[str]


def standings(reader: Rows, as_of: str, slugs: Sequence[str] | None = None) -> list[Standing]:
    """Where these claims, or all, stand at the end of a day, by slug; unknown ones are left out."""
    found, numbers = summed(reader, as_of, slugs)
    return sorted([*found, *_quantities(reader, as_of, numbers)], key=itemgetter(0))


def summed(reader: Rows, as_of: str, slugs: Sequence[str] | None = None) -> Summed:
    """The same of what voices alone tell: the numbers of a quantity need the records."""
    found = Summed([], [])
    for batch in [None] if slugs is None else batches(slugs):
        found.standings.extend(_standings(reader, as_of, batch, found.quantities))
    return found


def _standings(
    reader: Rows, as_of: str, claims: list[str] | None, quantities: list[str]
) -> Iterator[Standing]:
    weights = weights_on(reader, as_of, claims)
    of_claims = {} if claims is None else {"claims": claims}
    rolls = {}
    for row in reader.rows("claims_to_score", *("of_claims" for _ in of_claims), **of_claims):
        number, slug, kind, *stated = row
        if kind == "prevalence":
            rolls[number] = (slug, *stated)
        elif kind == "quantity":
            quantities.append(slug)
        else:
            yield _standing(slug, weights.get((number, ""), NOTHING), as_of, *stated)
    if rolls:
        units = reader.rows("units_to_score", *("of_claims" for _ in of_claims), **of_claims)
        yield from _roll_calls(as_of, rolls, units, weights)


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
    as_of: str, rolls: Mapping[Any, Any], units: Iterable[tuple[Any, ...]], weights: Weights
) -> Iterator[Standing]:
    """The prevalence claims, whose units enter them together as one voice."""
    known: dict[Any, dict[str, float]] = {number: {} for number in rolls}
    for (number, unit), weight in weights.items():
        if number in known:
            known[number][unit] = weight.for_db - weight.against_db
    listed: dict[Any, list[str]] = {number: [] for number in rolls}
    thresholds: dict[Any, float | None] = {}
    for number, threshold, unit in units:
        if number in listed:
            listed[number].append(unit)
            thresholds[number] = threshold
    for number, (slug, *stated) in rolls.items():
        said = voice_of(listed[number], thresholds.get(number), known[number])
        own = weights.get((number, ""), NOTHING)
        yield _standing(slug, together(own, weigh((), (said,))), as_of, *stated)


def _quantities(reader: Rows, as_of: str, slugs: Iterable[str]) -> Iterator[Standing]:
    """The quantity claims, whose numbers are worked out for every day anew."""
    for batch in batches(slugs):
        ledger = about_claims(reader, batch)
        for slug in batch:
            yield standing(ledger, slug, as_of)
