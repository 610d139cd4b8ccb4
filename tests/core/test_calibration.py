from __future__ import annotations

import math

import pytest

from evidence.core.calibration import (
    brier,
    log_score,
    murphy,
    posterior_reliability,
    recalibrate,
)
from evidence.core.errors import Invalid
from tests.core.golden import EXTRA, TOLERANCE

VECTOR = EXTRA["calibration pairs"]
PAIRS = [(p, outcome) for p, outcome in VECTOR["pairs"]]


def test_brier_and_log_score_of_the_published_pairs() -> None:
    assert brier(PAIRS) == pytest.approx(VECTOR["brier"], abs=TOLERANCE)
    assert log_score(PAIRS) == pytest.approx(VECTOR["log"], abs=TOLERANCE)


def test_murphy_takes_the_published_pairs_apart() -> None:
    found = murphy(PAIRS)
    assert found.reliability == pytest.approx(VECTOR["reliability"], abs=TOLERANCE)
    assert found.resolution == pytest.approx(VECTOR["resolution"], abs=TOLERANCE)
    assert found.uncertainty == pytest.approx(VECTOR["uncertainty"], abs=TOLERANCE)
    assert len(found.bins) == len(VECTOR["bins"])
    for one, expected in zip(found.bins, VECTOR["bins"], strict=True):
        assert one == pytest.approx(tuple(expected), abs=TOLERANCE)


def test_the_parts_add_up_where_all_probabilities_of_a_bin_are_equal() -> None:
    pairs = [(0.9, 1), (0.9, 1), (0.9, 0), (0.3, 0), (0.3, 1)]
    found = murphy(pairs)
    parts = found.reliability - found.resolution + found.uncertainty
    assert parts == pytest.approx(brier(pairs), abs=1e-12)


def test_a_certain_error_costs_infinitely_much() -> None:
    assert log_score([(0.0, 1)]) == math.inf
    assert log_score([(1.0, 1)]) == 0


def test_certainty_falls_into_the_last_range() -> None:
    assert [tuple(one[:3]) for one in murphy([(1.0, 1), (0.95, 1)]).bins] == [(0.95, 1.0, 2)]


def test_without_resolved_claims_there_is_nothing_to_calibrate_on() -> None:
    for measure in (brier, log_score, murphy):
        with pytest.raises(Invalid, match="no claim is resolved"):
            measure([])


RESOLVED = [(10, 1), (8, 0), (-5, 0), (3, 1), (-9, 0), (6, 1), (2, 0), (-4, 1)]


def test_recalibration_draws_over_confident_log_odds_in() -> None:
    expected = EXTRA["recalibrate [(10,1),(8,0),(-5,0),(3,1),(-9,0),(6,1),(2,0),(-4,1)]"]
    assert recalibrate(RESOLVED) == pytest.approx(tuple(expected), abs=TOLERANCE)


def test_recalibration_without_data_changes_nothing() -> None:
    assert recalibrate([]) == (0.0, 1.0)


def test_recalibration_of_extreme_data_settles() -> None:
    a, b = recalibrate([(60.0, 0), (-60.0, 1)] * 200)
    assert abs(a) < 1e-6
    assert b < 0.01


def test_a_record_of_hits_and_misses_moves_the_reliability() -> None:
    expected = EXTRA["posterior_reliability C 9 hits 1 miss / 1 hit 9 misses / B 3-0"]
    found = [
        posterior_reliability(0.5, 9, 1),
        posterior_reliability(0.5, 1, 9),
        posterior_reliability(0.75, 3, 0),
    ]
    assert found == pytest.approx(expected, abs=TOLERANCE)


def test_no_record_is_better_than_grade_a() -> None:
    assert posterior_reliability(0.95, 1000, 0) == 0.95
