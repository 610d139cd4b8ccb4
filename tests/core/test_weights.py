from __future__ import annotations

import math
from typing import Any

import pytest

from evidence.core.errors import Invalid
from evidence.core.scoring import (
    DIRECTNESS,
    RELIABILITY,
    STRENGTH,
    Estimate,
    Item,
    absence_strength,
    decibans,
    log_odds_db,
    lognormal_from_ci90,
    mass_lognormal,
    probability,
    strength_of,
    z_agreement,
)
from evidence.core.vocabulary import DIRECTNESS as DIRECTNESS_TERMS
from evidence.core.vocabulary import GRADES, STRENGTHS
from tests.core.golden import EXTRA, TOLERANCE


def close(value: Any) -> Any:
    return pytest.approx(value, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("q", "db"), [(0.05, 0.435), (0.3, 2.688), (0.5, 4.771), (0.75, 8.451), (0.99, 22.989)]
)
def test_the_table_for_scoring_by_hand_holds(q: float, db: float) -> None:
    assert decibans(q) == pytest.approx(db, abs=5e-4)
    assert strength_of(decibans(q)) == pytest.approx(q, abs=1e-12)
    assert decibans(-q) == -decibans(q)


@pytest.mark.parametrize(("level", "p"), [(0, 0.5), (3, 0.663), (10, 0.901), (30, 0.989)])
def test_log_odds_give_the_tabled_probability_either_way(level: float, p: float) -> None:
    assert probability(level) == pytest.approx(p, abs=5e-4)
    assert probability(-level) == pytest.approx(1 - p, abs=5e-4)


def test_no_weight_however_large_overflows() -> None:
    assert probability(-1e6) == close(0.01)
    assert probability(1e6) == close(0.99)


def test_every_term_of_the_vocabulary_has_its_factor() -> None:
    assert set(STRENGTH) == set(STRENGTHS)
    assert set(DIRECTNESS) == set(DIRECTNESS_TERMS)
    assert set(RELIABILITY) == set(GRADES)


def test_self_interest_comes_before_the_relay() -> None:
    item = Item("vendor", 1, 0.9, "B", "vendor", relay=0.5, self_interested=True)
    assert item.reliability == close(0.75 / 1.25 * 0.5)
    assert Estimate("vendor", 0.9, "B", "v", self_interested=True).u == close(0.6)


def test_looking_and_seeing_nothing_is_as_strong_as_detection_was_likely() -> None:
    found = [absence_strength(chance) for chance in (0.5, 0.75, 0.95)]
    assert found == close(EXTRA["absence_strength .5,.75,.95"])


def test_a_ninety_percent_range_gives_its_mass_in_an_interval() -> None:
    mu, sigma = lognormal_from_ci90(2.8e24, 4.7e24)
    found = [mu, sigma, mass_lognormal(mu, sigma, 4e24, 6e24)]
    assert found == close(EXTRA["mass_lognormal ci90 (2.8e24,4.7e24) in [4e24,6e24]"])
    assert mass_lognormal(mu, sigma, 2.8e24, 4.7e24) == close(0.9)
    assert mass_lognormal(mu, sigma, 2.8e24, None) == close(0.95)
    assert mass_lognormal(mu, sigma, None, None) == 1


def test_a_point_is_inside_an_interval_up_to_and_including_its_ends() -> None:
    mu, sigma = lognormal_from_ci90(14.8e12, 14.8e12)
    assert sigma == 0
    assert mass_lognormal(mu, sigma, 14.8e12, None) == 1
    assert mass_lognormal(mu, sigma, None, 14.8e12) == 1
    assert mass_lognormal(mu, sigma, 14.9e12, None) == 0
    assert mass_lognormal(mu, sigma, 0, 14.7e12) == 0


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 1), (2, 1)])
def test_a_range_of_no_positive_numbers_is_refused(low: float, high: float) -> None:
    with pytest.raises(Invalid, match="is no range"):
        lognormal_from_ci90(low, high)


def test_estimates_far_apart_disagree() -> None:
    first, third = lognormal_from_ci90(3.1e24, 4.2e24), lognormal_from_ci90(4e24, 6e24)
    assert z_agreement(*first, *third) == close(EXTRA["z_agreement Q1 vs Q3"])
    assert z_agreement(1.0, 0.0, 1.0, 0.0) == 0
    assert z_agreement(1.0, 0.0, 2.0, 0.0) == math.inf


def test_odds_of_ten_to_one_are_ten_decibans() -> None:
    assert log_odds_db(10 / 11) == pytest.approx(10, abs=1e-9)
