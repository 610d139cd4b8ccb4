"""From a kind of chart and the thing it is about to the chart: gather, then the kind's own module.

What has nothing to draw is refused with the reason, so that an empty picture never looks like an
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.errors import Invalid, NotFound
from evidence.reports import charts
from evidence.reports.charts import (
    Chart,
    compute_by_date,
    contributions,
    estimates,
    input_shares,
    reliability,
    roll_call,
    support_over_time,
)

if TYPE_CHECKING:
    from evidence.asking import Asking
    from evidence.core.support import Support


class Wanted(NamedTuple):
    """What is to be drawn: the thing on a day, as the database knew it on another."""

    asking: Asking
    thing: str
    as_of: str
    known_at: str | None


class Recipe(NamedTuple):
    """How a kind of chart is made."""

    about: str | None
    """What the thing is, where there is one: `claim` or `subject`."""
    make: Callable[[Wanted], Chart | None]
    lacking: str
    """What there must be for it."""


def charted(
    asking: Asking, kind: str, thing: str | None, as_of: str, known_at: str | None
) -> Chart:
    """The chart of a kind; raises Invalid where there is nothing to draw, and NotFound."""
    if kind not in RECIPES:
        raise Invalid(f"'{kind}' is no kind of chart", f"choose one of {', '.join(charts.KINDS)}")
    recipe = RECIPES[kind]
    if (thing is None) != (recipe.about is None):
        need = f"needs a {recipe.about}" if recipe.about else "is about everything"
        raise Invalid(f"a {kind} chart {need}", "see 'evidence chart --help'")
    found = recipe.make(Wanted(asking, thing or "", as_of, known_at))
    if found is None:
        place = f" of '{thing}'" if thing else ""
        raise Invalid(f"nothing to draw as {kind}{place} on {as_of}: it takes {recipe.lacking}")
    return found


def _of_support(chart: Callable[[Support], Chart | None]) -> Callable[[Wanted], Chart | None]:
    """How a chart of where a claim stands is made."""
    return lambda w: chart(w.asking.explain(w.thing, w.as_of, w.known_at))


def _support_over_time(wanted: Wanted) -> Chart | None:
    place = wanted.thing, wanted.as_of, wanted.known_at
    return support_over_time.chart(wanted.asking.status(*place), wanted.asking.timeline(*place))


def _input_shares(wanted: Wanted) -> Chart | None:
    found = wanted.asking.derive(wanted.thing, None, wanted.as_of, wanted.known_at)
    return input_shares.of_derivation(found)


def _compute_by_date(wanted: Wanted) -> Chart | None:
    return compute_by_date.chart(wanted.asking.ledger(wanted.known_at), wanted.as_of)


def _reliability(wanted: Wanted) -> Chart | None:
    try:
        found = wanted.asking.calibration(wanted.as_of, wanted.known_at)
    except NotFound:
        return None
    return reliability.chart(found.murphy)


RECIPES: Mapping[str, Recipe] = {
    support_over_time.KIND: Recipe(
        "claim", _support_over_time, "two days on which its support moved"
    ),
    contributions.KIND: Recipe("claim", _of_support(contributions.chart), "evidence that counts"),
    estimates.KIND: Recipe(
        "claim", _of_support(estimates.chart), "a quantity claim with a sourced number"
    ),
    roll_call.KIND: Recipe("claim", _of_support(roll_call.chart), "a prevalence claim"),
    input_shares.KIND: Recipe(
        "subject", _input_shares, "a method with two inputs that have a range"
    ),
    reliability.KIND: Recipe(None, _reliability, "claims that are resolved"),
    compute_by_date.KIND: Recipe(None, _compute_by_date, "a model with a release and a number"),
}
"""How every kind of chart is made."""
