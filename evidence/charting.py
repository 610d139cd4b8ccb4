"""From a kind of chart and the thing it is about to the chart: gather, then the kind's own module.

What has nothing to draw is refused with the reason, so that an empty picture never looks like an
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.errors import Invalid
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


class Question(NamedTuple):
    """What is asked of whom: the thing on a day, as the database knew it on another."""

    asking: Asking
    thing: str
    as_of: str
    known_at: str | None


class Source(NamedTuple):
    """Where a kind's chart comes from."""

    about: str | None
    """What the thing is, where there is one: `claim` or `subject`."""
    made: Callable[[Question], Chart | None]
    lacking: str
    """What there must be for it."""


def charted(
    asking: Asking, kind: str, thing: str | None, as_of: str, known_at: str | None
) -> Chart:
    """The chart of a kind; raises Invalid where there is nothing to draw, and NotFound."""
    if kind not in SOURCES:
        raise Invalid(f"'{kind}' is no kind of chart", f"choose one of {', '.join(charts.KINDS)}")
    source = SOURCES[kind]
    if (thing is None) != (source.about is None):
        need = f"needs a {source.about}" if source.about else "is about everything"
        raise Invalid(f"a {kind} chart {need}", "see 'evidence chart --help'")
    found = source.made(Question(asking, thing or "", as_of, known_at))
    if found is None:
        place = f" of '{thing}'" if thing else ""
        raise Invalid(f"nothing to draw as {kind}{place} on {as_of}: it takes {source.lacking}")
    return found


def _support_over_time(asked: Question) -> Chart | None:
    place = asked.thing, asked.as_of, asked.known_at
    return support_over_time.chart(asked.asking.status(*place), asked.asking.timeline(*place))


def _contributions(asked: Question) -> Chart | None:
    return contributions.chart(asked.asking.status(asked.thing, asked.as_of, asked.known_at))


def _estimates(asked: Question) -> Chart | None:
    return estimates.chart(asked.asking.status(asked.thing, asked.as_of, asked.known_at))


def _roll_call(asked: Question) -> Chart | None:
    return roll_call.chart(asked.asking.status(asked.thing, asked.as_of, asked.known_at))


def _input_shares(asked: Question) -> Chart | None:
    found = asked.asking.derive(asked.thing, None, asked.as_of, asked.known_at)
    return input_shares.of_derivation(found)


def _compute_by_date(asked: Question) -> Chart | None:
    return compute_by_date.chart(asked.asking.ledger(asked.known_at), asked.as_of)


def _reliability(asked: Question) -> Chart | None:
    from evidence.core.resolved import calibration

    return reliability.chart(calibration(asked.asking.ledger(asked.known_at), asked.as_of).murphy)


SOURCES: Mapping[str, Source] = {
    support_over_time.KIND: Source(
        "claim", _support_over_time, "two days on which its support moved"
    ),
    contributions.KIND: Source("claim", _contributions, "evidence that counts"),
    estimates.KIND: Source("claim", _estimates, "a quantity claim with a sourced number"),
    roll_call.KIND: Source("claim", _roll_call, "a prevalence claim"),
    input_shares.KIND: Source(
        "subject", _input_shares, "a method with two inputs that have a range"
    ),
    reliability.KIND: Source(None, _reliability, "claims that are resolved"),
    compute_by_date.KIND: Source(None, _compute_by_date, "a model with a release and a number"),
}
"""Of every kind of chart, where it comes from."""
