"""How the claims that are resolved were judged before they were (scoring method section 2.10).

Each is asked for on the eve of its resolution and on days before, without the resolution and
without what the resolving source says, on what was public then. Grades, groups and strengths are
those of today: they are judgements, and the clock of publication does not turn them back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import stdev
from typing import Any, NamedTuple

from evidence.core.calibration import (
    Bin,
    Murphy,
    brier,
    log_score,
    murphy,
    recalibrate,
)
from evidence.core.dates import days_before, last_day
from evidence.core.errors import NotFound
from evidence.core.hearing import Hearing, docket, happened_by
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Evidence, Observation, Resolution, Search
from evidence.core.scoring import probability
from evidence.core.track_record import Outcomes, TrackRecord, track_records

LEADS = (0, 7, 30, 90, 365)
"""Days before its resolution on which each claim is asked for; 0 is the eve."""
SURE = 0.95
"""A probability so far to either side is sharp."""
ENOUGH, ENOUGH_OF_EACH = 50, 10
"""Resolved claims, and those of each outcome, from which a recalibration may be adopted."""

MOST_FITS = 100
"""Fits that a recalibration is tried with: each leaves one claim out, or a hundredth of many."""


class Forecast(NamedTuple):
    """A resolved claim as it stood on the eve of its resolution."""

    claim: str
    outcome: int
    """1 for true, 0 for false."""
    date: str
    """The last day of the resolution's date."""
    eve: str
    probability: float
    status: str
    log_odds_db: float


class Lead(NamedTuple):
    """How good the probabilities were so many days before the resolutions; 0 is the eve."""

    days: int
    brier: float
    log_score: float


class Recalibration(NamedTuple):
    """The line a + b L that fits the outcomes best, and whether it may be adopted."""

    a: float
    b: float
    adopted: bool
    reason: str


class Calibration(NamedTuple):
    """How good the probabilities of the resolved claims were."""

    as_of: str
    forecasts: tuple[Forecast, ...]
    void: tuple[str, ...]
    """The claims that came to nothing, which are left out."""
    brier: float
    brier_error: float | None
    """The standard error of the mean; None with a single claim."""
    log_score: float
    skill: float | None
    """1 less the Brier score over that of the base rate; None where all turned out alike."""
    sharpness: float
    """The share of probabilities of at least 0.95 on either side."""
    murphy: Murphy
    leads: tuple[Lead, ...]
    recalibration: Recalibration
    sources: tuple[TrackRecord, ...]

    @property
    def turned_out_true(self) -> int:
        """How many of the claims were resolved true."""
        return sum(forecast.outcome for forecast in self.forecasts)

    @property
    def caution(self) -> str:
        """How little so few claims tell, in words; empty where there are enough of them."""
        size = len(self.forecasts)
        if size >= ENOUGH:
            return ""
        fullest = max(self.murphy.bins, key=lambda one: one.size)
        low, high = fullest.interval
        few = "only 1 claim is" if size == 1 else f"only {size} claims are"
        told = (
            f"of the {fullest.size} in the fullest range, given {_span(fullest)},"
            f" the true share may be anything from {low:.0%} to {high:.0%}"
        )
        return f"{few} resolved, too few to judge by: {told} (90 %)"

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a resolved claim, as data frames take them."""
        return [forecast._asdict() for forecast in self.forecasts]


def _span(one: Bin) -> str:
    return f"{one.low:.2f} to {one.high:.2f}"


def calibration(ledger: Ledger, as_of: str) -> Calibration:
    """How good the probabilities of all claims resolved by a day were.

    Raises NotFound if no claim is resolved true or false.
    """
    known = [r for r in ledger.of_kind("resolutions") if isinstance(r, Resolution)]
    past = [r for r in known if happened_by(r.date, as_of) and ledger.claim(r.claim)]
    heard = {r.claim: _before(ledger, r) for r in past if r.outcome != "void"}
    if not heard:
        hint = "record an outcome with 'evidence resolve'"
        raise NotFound(f"no claim was resolved true or false by {as_of}", hint)
    forecasts = tuple(_forecast(r, heard[r.claim][0]) for r in past if r.claim in heard)
    pairs = [(f.probability, f.outcome) for f in forecasts]
    parts = murphy(pairs)
    return Calibration(
        as_of=as_of,
        forecasts=forecasts,
        void=tuple(r.claim for r in past if r.outcome == "void"),
        brier=brier(pairs),
        brier_error=_error([(p - outcome) ** 2 for p, outcome in pairs]),
        log_score=log_score(pairs),
        skill=1 - brier(pairs) / parts.uncertainty if parts.uncertainty else None,
        sharpness=sum(max(p, 1 - p) >= SURE for p, _ in pairs) / len(pairs),
        murphy=parts,
        leads=tuple(_lead(i, forecasts, heard) for i in range(len(LEADS))),
        recalibration=_recalibration([(heard[f.claim][0], f.outcome) for f in forecasts]),
        sources=track_records([(heard[f.claim][0], f.outcome) for f in forecasts]),
    )


def _before(ledger: Ledger, resolution: Resolution) -> tuple[Hearing, ...]:
    """The claim on the eve and on the days before, as if nobody had resolved it."""
    claim = ledger.claim(resolution.claim)
    subject = claim.subject if claim else None
    bearing: list[Evidence | Search | Observation] = [*ledger.bearing_on(resolution.claim)]
    bearing += ledger.observations_of(subject or "")
    said = [r for r in bearing if resolution.source and r.source == resolution.source]
    unresolved = ledger.with_changes(Change(record, None) for record in (resolution, *said))
    asked = docket(unresolved, resolution.claim)
    day = last_day(resolution.date)
    return tuple(asked.on(days_before(day, max(1, lead))) for lead in LEADS)


def _forecast(resolution: Resolution, heard: Hearing) -> Forecast:
    return Forecast(
        resolution.claim,
        int(resolution.outcome == "true"),
        last_day(resolution.date),
        heard.as_of,
        heard.probability,
        heard.status,
        heard.score.log_odds_db,
    )


def _lead(
    place: int, forecasts: Iterable[Forecast], heard: Mapping[str, Sequence[Hearing]]
) -> Lead:
    pairs = [(heard[f.claim][place].probability, f.outcome) for f in forecasts]
    return Lead(LEADS[place], brier(pairs), log_score(pairs))


def _error(squares: Sequence[float]) -> float | None:
    return stdev(squares) / math.sqrt(len(squares)) if len(squares) > 1 else None


def _recalibration(heard: Outcomes) -> Recalibration:
    """The fitted line; it is adopted only where it foretells claims that it was not fitted on."""
    levels = [(h.score.log_odds_db, outcome) for h, outcome in heard]
    a, b = recalibrate(levels)
    true = sum(outcome for _, outcome in levels)
    if len(levels) < ENOUGH or min(true, len(levels) - true) < ENOUGH_OF_EACH:
        wanted = f"{ENOUGH} resolved claims with {ENOUGH_OF_EACH} of each outcome"
        return Recalibration(a, b, False, f"not adopted: it takes {wanted}")
    folds = min(len(levels), MOST_FITS)
    rests = ([one for i, one in enumerate(levels) if i % folds != fold] for fold in range(folds))
    lines = [recalibrate(rest) for rest in rests]
    shifted = [lines[i % folds][0] + lines[i % folds][1] * x for i, (x, _) in enumerate(levels)]
    unseen = log_score(
        [
            (probability(level, h.case.prior), outcome)
            for level, (h, outcome) in zip(shifted, heard, strict=True)
        ]
    )
    given = log_score([(h.probability, outcome) for h, outcome in heard])
    verb = "may be adopted" if unseen < given else "not adopted"
    reason = f"{verb}: on claims left out of the fit its log score is {unseen:.3f}, not {given:.3f}"
    return Recalibration(a, b, unseen < given, reason)
